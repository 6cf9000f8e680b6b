import type { Arbitrary } from "fast-check";
import type { ConfigValue } from "../../src/hook_commands/types.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { FuzzChoice, FuzzSequence } from "./fuzz_choice.ts";
import {
  actionParams,
  type FastCheck,
  optionValues,
  textsByKey,
} from "./fuzz_values.ts";

/** What narrows the sequences. */
export interface SequenceOptions {
  /** How many choices of a sequence come to something at most. */
  readonly maxEvents: number;
  /** Option to the values that are tried. */
  readonly configValues: Readonly<Record<string, readonly ConfigValue[]>>;
  /** Endpoint to the keys that are tried. */
  readonly databagKeys: Readonly<Record<string, readonly string[]>>;
  /** Container to the keys of notices that are tried beside an unknown one. */
  readonly noticeKeys: Readonly<Record<string, readonly string[]>>;
}

/** Sequences for all that a charm's metadata declares. */
export function sequences(
  fc: FastCheck,
  charmcraft: Charmcraft,
  options: SequenceOptions,
): Arbitrary<FuzzSequence> {
  return fc.record({
    leader: fc.boolean(),
    choices: fc.array(choices(fc, charmcraft, options), {
      // Most of them cannot be at the time, and are left out.
      maxLength: 4 * options.maxEvents,
      // The usual bias to short arrays would seldom get past a relation.
      size: "max",
    }),
    removed: fc.boolean(),
  });
}

function choices(
  fc: FastCheck,
  charmcraft: Charmcraft,
  options: SequenceOptions,
): Arbitrary<FuzzChoice> {
  const all: Arbitrary<FuzzChoice>[] = [
    fc.record({
      kind: fc.constantFrom("update-status", "upgrade", "lead", "unlead"),
    }),
    fc.record({
      kind: fc.constantFrom(
        "secret-changed",
        "secret-rotate",
        "secret-expired",
        "secret-remove",
      ),
      slot: fc.nat(3),
      text: fc.string({ minLength: 1, maxLength: 8 }),
    }),
  ];
  const config = configChoices(fc, charmcraft, options);
  if (config !== null) all.push(config);
  for (const container of Object.keys(charmcraft.containers ?? {})) {
    all.push(...containerChoices(fc, container, options.noticeKeys[container]));
  }
  for (const storage of Object.keys(charmcraft.storage ?? {})) {
    all.push(fc.record({
      kind: fc.constantFrom("attach", "detach"),
      storage: fc.constant(storage),
    }));
  }
  const { requires, provides, peers } = charmcraft;
  for (const endpoint of Object.keys({ ...requires, ...provides, ...peers })) {
    const about = relationChoices(fc, endpoint, options.databagKeys[endpoint]);
    // A relation takes several before its end.
    all.push(about, about);
  }
  for (const [name, action] of Object.entries(charmcraft.actions ?? {})) {
    all.push(fc.record({
      kind: fc.constant("action"),
      name: fc.constant(name),
      params: actionParams(fc, action ?? {}),
    }));
  }
  return fc.oneof(...all);
}

function containerChoices(
  fc: FastCheck,
  name: string,
  noticeKeys: readonly string[] = [],
): Arbitrary<FuzzChoice>[] {
  const container = fc.constant(name);
  // Anybody in the container may send a notice that the charm does not know.
  const keys = [...noticeKeys, "example.com/fuzz"];
  return [
    fc.record({ kind: fc.constantFrom("connect", "disconnect"), container }),
    fc.record({ kind: fc.constant("check"), container, slot: fc.nat(3) }),
    fc.record({
      kind: fc.constant("notice"),
      container,
      key: fc.constantFrom(...keys),
      data: textsByKey(fc),
    }),
  ];
}

function configChoices(
  fc: FastCheck,
  { config }: Charmcraft,
  { configValues }: SequenceOptions,
): Arbitrary<FuzzChoice> | null {
  const fields: Record<string, Arbitrary<ConfigValue | null>> = {};
  for (const [name, option] of Object.entries(config?.options ?? {})) {
    const given = configValues[name] ?? [];
    fields[name] = given.length > 0
      ? fc.constantFrom(...given)
      : optionValues(fc, option ?? {});
  }
  if (Object.keys(fields).length === 0) return null;
  // A key that is left out is absent, which the library's type does not tell.
  const values = fc.record(fields, {
    requiredKeys: [],
    noNullPrototype: true,
  }) as Arbitrary<Record<string, ConfigValue | null>>;
  return fc.record({ kind: fc.constant("config"), values });
}

function relationChoices(
  fc: FastCheck,
  endpoint: string,
  keys: readonly string[] = [],
): Arbitrary<FuzzChoice> {
  return fc.record({
    kind: fc.constantFrom(
      "create",
      "create",
      "join",
      "join",
      "join",
      "change",
      "change",
      "depart",
      "break",
    ),
    endpoint: fc.constant(endpoint),
    slot: fc.nat(1),
    unit: fc.option(fc.nat(2), { nil: null }),
    data: textsByKey(fc, keys),
  });
}
