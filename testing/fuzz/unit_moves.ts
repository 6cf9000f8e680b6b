import { CharmMeta } from "../../src/meta/charm_meta.ts";
import { requestParams } from "../../src/simulator/action_params.ts";
import { jujuRelease } from "../../src/simulator/juju_release.ts";
import { PeerRelation } from "../state/peer_relation.ts";
import { Relation } from "../state/relation.ts";
import { remoteUnitIds } from "../state/remote_units.ts";
import type { AnyRelation } from "../state/state_names.ts";
import { Secret } from "../state/secret.ts";
import type { State } from "../state/state.ts";
import { Storage } from "../state/storage.ts";
import {
  connect,
  containerAtFirst,
  containerMoves,
} from "./container_moves.ts";
import type { FuzzChoice } from "./fuzz_choice.ts";
import { type FuzzMoves, type FuzzUnit, plainMove } from "./fuzz_move.ts";
import {
  createdMove,
  dataOf,
  endMoves,
  joinMoves,
  newRelation,
  relationMoves,
} from "./relation_moves.ts";
import { secretMoves } from "./secret_moves.ts";

/** What Juju runs on a unit that was just deployed, up to start (JEV-01). */
export function* beginMoves(
  unit: FuzzUnit,
  initial: State,
  leader: boolean,
): FuzzMoves {
  const { on, charmcraft } = unit;
  for (const storage of storagesAtFirst(unit, initial)) {
    yield* attach(unit, storage);
  }
  yield plainMove(unit, on.install());
  const given = [...initial.relations];
  for (const endpoint of Object.keys(charmcraft.peers ?? {})) {
    if (given.some((relation) => relation.endpoint === endpoint)) continue;
    given.push(newRelation(unit, endpoint));
  }
  for (const relation of given) {
    yield createdMove(unit, lonely(relation));
  }
  if (leader) yield* lead(unit);
  yield plainMove(unit, on.configChanged());
  yield plainMove(unit, on.start());
  for (const { name, canConnect } of initial.containers) {
    if (canConnect) yield* connect(unit, name);
  }
  for (const relation of given) {
    for (const remote of remoteUnitIds(relation)) {
      yield* joinMoves(unit, relation.id, remote, dataOf(relation, remote));
    }
  }
}

/** What Juju runs on a unit that is being removed (JEV-01). */
export function* endOfUnitMoves(unit: FuzzUnit): FuzzMoves {
  const { on } = unit;
  const name = `${unit.appName}/${unit.unitId}`;
  for (const { id } of unit.state.relations) yield* endMoves(unit, id, name);
  for (const storage of unit.state.storages) yield* detach(unit, storage);
  yield plainMove(unit, on.stop());
  yield plainMove(unit, on.remove());
}

/** What Juju runs for a choice; nothing if it cannot be now. */
export function* choiceMoves(unit: FuzzUnit, choice: FuzzChoice): FuzzMoves {
  const { on, state } = unit;
  switch (choice.kind) {
    case "update-status":
      yield plainMove(unit, on.updateStatus());
      return;
    case "upgrade":
      // Juju always tells of the configuration after it.
      yield plainMove(unit, on.upgradeCharm());
      yield plainMove(unit, on.configChanged());
      return;
    case "lead":
      if (!state.leader) yield* lead(unit);
      return;
    case "unlead":
      if (!state.leader) return;
      yield {
        text: "(leadership is lost)",
        before: state.with({ leader: false }),
        event: null,
      };
      return;
    case "config":
      yield* configure(unit, choice.values);
      return;
    case "connect":
    case "disconnect":
    case "check":
    case "notice":
      yield* containerMoves(unit, choice);
      return;
    case "attach":
    case "detach":
      yield* changeStorage(unit, choice.kind, choice.storage);
      return;
    case "action": {
      if (!isTaken(unit, choice)) return;
      const event = on.action(choice.name, choice.params);
      const text = `action ${choice.name} ${JSON.stringify(choice.params)}`;
      yield { text, before: state, event };
      return;
    }
    case "secret-changed":
    case "secret-rotate":
    case "secret-expired":
    case "secret-remove":
      yield* secretMoves(unit, choice);
      return;
    default:
      yield* relationMoves(unit, choice);
  }
}

/**
 * Whether Juju takes the parameters of an action, as they are made by a part of
 * the keywords of its schema.
 */
function isTaken(
  { charmcraft }: FuzzUnit,
  { name, params: given }: Extract<FuzzChoice, { kind: "action" }>,
): boolean {
  const action = charmcraft.actions?.[name] ?? {};
  return "params" in requestParams({ name, action, given }, jujuRelease());
}

function* lead(unit: FuzzUnit): FuzzMoves {
  const before = unit.state.with({ leader: true });
  yield { text: "leader-elected", before, event: unit.on.leaderElected() };
}

function* configure(
  unit: FuzzUnit,
  values: Extract<FuzzChoice, { kind: "config" }>["values"],
): FuzzMoves {
  const { state, charmcraft } = unit;
  const options = charmcraft.config?.options ?? {};
  const config = { ...state.config };
  const secrets = [...state.secrets];
  for (const [name, value] of Object.entries(values)) {
    if (value === null) delete config[name];
    else config[name] = value;
    const id = String(value);
    if (
      options[name]?.type === "secret" && value !== null &&
      secrets.every((secret) => secret.id !== id)
    ) secrets.push(new Secret({ value: "fuzz" }, { id }));
  }
  const isSame = Object.keys(values)
    .every((name) => config[name] === state.config[name]);
  if (isSame) return;
  const event = unit.on.configChanged();
  const text = `${event.name} ${JSON.stringify(values)}`;
  yield { text, before: state.with({ config, secrets }), event };
}

function storagesAtFirst(unit: FuzzUnit, initial: State): Storage[] {
  const storages = [...initial.storages];
  for (const [name, [least]] of Object.entries(ranges(unit))) {
    let count = storages.filter((storage) => storage.name === name).length;
    for (; count < least; count += 1) storages.push(newStorage(unit, name));
  }
  return storages;
}

/** Storage to how many there are at least and at most. */
function ranges({ charmcraft }: FuzzUnit): Record<string, [number, number]> {
  const { storages } = new CharmMeta(charmcraft);
  return Object.fromEntries(
    Object.entries(storages).map(([name, { multipleRange }]) => {
      const [least, most] = multipleRange ?? [1, 1];
      return [name, [least, Math.min(most ?? least + 2, least + 2)]];
    }),
  );
}

function* changeStorage(
  unit: FuzzUnit,
  kind: "attach" | "detach",
  name: string,
): FuzzMoves {
  const there = unit.state.storages.filter((storage) => storage.name === name);
  const [, most] = ranges(unit)[name] ?? [1, 1];
  const last = there.at(-1);
  if (kind === "detach" && last !== undefined) yield* detach(unit, last);
  else if (kind === "attach" && there.length < most) {
    yield* attach(unit, newStorage(unit, name));
  }
}

function newStorage(unit: FuzzUnit, name: string): Storage {
  return new Storage(name, { index: unit.nextStorageIndex() });
}

function* attach(unit: FuzzUnit, storage: Storage): FuzzMoves {
  const storages = [...unit.state.storages, storage];
  const event = unit.on.storageAttached(storage);
  const text = `${event.name} (${storage.fullId})`;
  yield { text, before: unit.state.with({ storages }), event };
}

function* detach(unit: FuzzUnit, storage: Storage): FuzzMoves {
  const event = unit.on.storageDetaching(storage);
  yield {
    text: `${event.name} (${storage.fullId})`,
    before: unit.state,
    event,
    after: ({ storages }) => ({
      storages: storages.filter((other) => !other.equals(storage)),
    }),
  };
}

/** A relation whose remote units are yet to come. */
function lonely(relation: AnyRelation): AnyRelation {
  if (relation instanceof PeerRelation) return relation.with({ peersData: {} });
  return relation instanceof Relation
    ? relation.with({ remoteUnitsData: {} })
    : relation;
}

/** The state of a unit that is to be deployed: without what Juju brings later. */
export function stateAtFirst(unit: FuzzUnit, initial: State): State {
  const containers = Object.keys(unit.charmcraft.containers ?? {}).map((name) =>
    containerAtFirst(initial, name).with({ canConnect: false })
  );
  return initial.with({
    containers,
    relations: [],
    storages: [],
    leader: false,
  });
}
