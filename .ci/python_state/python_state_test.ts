import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import pickles from "../../src/framework/testdata/pickles.json" with {
  type: "json",
};
import { readPickle } from "../../src/framework/pickle.ts";
import { takeCalls } from "../bench/stand_in.ts";
import {
  makePythonState,
  makeStage,
  run,
  runPeer,
  type Stage,
} from "./make_state.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHARM = fileURLToPath(new URL("./charm.ts", import.meta.url));
const FIXTURE = `${ROOT}/src/framework/testdata/python_state.db`;

/** What Python's ops reads in a state file, its stored states in our form of JSON. */
interface Expected {
  readonly states: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly notices: readonly (readonly [string, string, string])[];
}

async function expectedOf(file: string): Promise<Expected> {
  return JSON.parse(await runPeer("expected.py", [file]));
}

/** A folder of its own, and what is run in it. */
async function withStage(
  work: (stage: Stage, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(await makeStage(folder), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Dispatches the upgraded charm, and gives what it reports. */
async function dispatchOurs(
  stage: Stage,
  hook: string,
): Promise<
  { readonly states: Record<string, unknown>; readonly events: string[] }
> {
  const cache = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "DENO_TLS_CA_STORE"]
    .map((name) => [name, Deno.env.get(name)])
    .filter(([, value]) => value !== undefined);
  await run(
    Deno.execPath(),
    [
      "run",
      "--quiet",
      "--no-check",
      "--no-lock",
      "--no-prompt",
      `--config=${ROOT}/deno.json`,
      "--allow-env=JUJU_*,OPERATOR_DISPATCH",
      `--allow-read=${stage.charmDir}`,
      `--allow-write=${stage.charmDir}`,
      "--allow-run",
      CHARM,
    ],
    { ...stage.env(hook), ...Object.fromEntries(cache) },
  );
  const report = `${stage.charmDir}/report.json`;
  const text = await Deno.readTextFile(report);
  await Deno.remove(report);
  return JSON.parse(text, withSortedSets);
}

/** Python gives the members of a set in another order each time. */
function withSortedSets(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { $: tag, v } = value as { $?: unknown; v?: unknown };
  return tag === "set" && Array.isArray(v)
    ? { $: tag, v: v.toSorted() }
    : value;
}

/** What ours is to have: the same values under the new class's name. */
function renamed(
  { states }: Expected,
  added: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(states).map(([path, values]) => [
      path.replace("PeerCharm", "UpgradedCharm"),
      path === "PeerCharm/StoredStateData[_stored]"
        ? { ...values, ...added }
        : values,
    ]),
  );
}

Deno.test("a charm that was written in Python goes on with its state and its deferred events", async () => {
  await withStage(async (stage, folder) => {
    await makePythonState(stage);
    const file = `${stage.charmDir}/.unit-state.db`;
    const before = await Deno.readFile(file);
    const expected = await expectedOf(file);
    const added = { added: "new", upgraded: true };
    await takeCalls(`${folder}/juju`);

    const first = await dispatchOurs(stage, "upgrade-charm");
    const log = (await takeCalls(`${folder}/juju`)).join("\n");
    const second = await dispatchOurs(stage, "update-status");

    assertEquals(first.states, renamed(expected, added));
    assertEquals(
      first.events.map((event) => event.replace(/\[\d+\].*/, "")),
      [
        "config_changed",
        "db_relation_changed",
        "db_relation_departed",
        "web_pebble_ready",
        "secret_changed",
      ].map((kind) => `UpgradedCharm/on/${kind}`),
    );
    assertEquals(second, { states: first.states, events: [] });
    assertEquals(await Deno.readFile(`${file}.ops-python`), before);
    for (
      const line of [
        `Carrying over the state of the charm's Python version from "${file}".`,
        "The charm's class was PeerCharm in Python, and is UpgradedCharm now.",
        `The state file of the charm's Python version is kept as "${file}.ops-python".`,
        "Not carried over: deferred event PeerCharm/Library[db]/on/created[2] of PeerCharm._on_anything: it is not an event of the charm itself.",
        "of the charm's Python version: nothing observes it.",
      ]
    ) assert(log.includes(line), `${line}\n\nis not in\n\n${log}`);
  });
});

Deno.test("the state file among the test data is what Python's ops makes", async () => {
  await withStage(async (stage, folder) => {
    // What opens a file for itself alone is to do so elsewhere.
    const known = `${folder}/known.db`;
    await Deno.copyFile(FIXTURE, known);
    await makePythonState(stage);

    assertEquals(
      await expectedOf(`${stage.charmDir}/.unit-state.db`),
      await expectedOf(known),
    );
  });
});

Deno.test("readPickle() reads what Python makes now as what is among the test data, and what is large", async () => {
  const { large, ...rest } = JSON.parse(
    await runPeer("pickles.py", ["--large"]),
  );

  for (const [name, texts] of Object.entries<string[]>(rest.plain)) {
    for (const [protocol, text] of texts.entries()) {
      const known: Record<string, readonly string[]> = pickles.plain;
      assertEquals(
        readPickle(Uint8Array.fromBase64(text)),
        readPickle(Uint8Array.fromBase64(known[name]![protocol]!)),
        name,
      );
    }
  }
  const numbers = Array.from({ length: 2001 }, (_, index) => index);
  const expected: Record<string, unknown> = {
    "large text": "é".repeat(70_000),
    "large bytes": new Uint8Array(70_000).fill(120),
    "large list": numbers,
    "large dict": new Map(numbers.map((number) => [`${number}`, number])),
    "large set": new Set(numbers),
  };
  assertEquals(Object.keys(large), Object.keys(expected));
  for (const [name, texts] of Object.entries<string[]>(large)) {
    for (const text of texts) {
      // Sets this large are slow to compare.
      const value = readPickle(Uint8Array.fromBase64(text));
      const plain = (item: unknown) =>
        item instanceof Set || item instanceof Map ? [...item] : item;
      assertEquals(plain(value), plain(expected[name]), name);
    }
  }
});
