import { isEqual } from "../state/_equal.ts";
import { PeerRelation } from "../state/peer_relation.ts";
import { remoteUnitIds } from "../state/remote_units.ts";
import type { AnyRelation } from "../state/state_names.ts";
import { SubordinateRelation } from "../state/subordinate_relation.ts";
import type { CheckedScenario } from "./consistency_input.ts";
import { isContainerScoped, rolesOf } from "./endpoints.ts";
import { namesOf, NOT_THE_SAME, type Report } from "./report.ts";

/** Checks the endpoints of the metadata, the relations of the state, and the event if it is about one. */
export function checkRelations(
  scenario: CheckedScenario,
  report: Report,
): void {
  checkEndpoints(scenario, report);
  const ids = new Set<number>();
  for (const relation of scenario.state.relations) {
    checkRelation(scenario, relation, report);
    if (ids.has(relation.id)) {
      report.error(
        "relation-id",
        `two relations of the state have the id ${relation.id}`,
        "leave out the ids, or give each its own",
      );
    }
    ids.add(relation.id);
  }
  if (scenario.event.kind.startsWith("relation-")) {
    checkRelationEvent(scenario, report);
  }
}

function checkEndpoints(
  { charmcraft: { requires, provides, peers } }: CheckedScenario,
  report: Report,
): void {
  const known = new Set<string>();
  for (const section of [requires, provides, peers]) {
    for (const name in section) {
      if (known.has(name)) {
        report.error(
          "endpoint-ambiguous",
          `the metadata declares the endpoint "${name}" twice`,
          'give the endpoints of "requires", "provides" and "peers" different names',
        );
      }
      known.add(name);
    }
  }
}

function checkRelation(
  { charmcraft, unitId }: CheckedScenario,
  relation: AnyRelation,
  report: Report,
): void {
  const { endpoint, id } = relation;
  const [role] = rolesOf(charmcraft, endpoint);
  const which = `relation ${id} of the state`;
  if (role === undefined) {
    const { requires, provides, peers } = charmcraft;
    report.error(
      "relation-undeclared",
      `${which} has the endpoint "${endpoint}", which is not declared`,
      `declare it under "requires", "provides" or "peers" in the metadata, or use one of ${
        namesOf({ ...requires, ...provides, ...peers })
      }`,
    );
    return;
  }
  const needed = role === "peers"
    ? "PeerRelation"
    : isContainerScoped(charmcraft, endpoint)
    ? "SubordinateRelation"
    : "Relation";
  const given = relation instanceof PeerRelation
    ? "PeerRelation"
    : relation instanceof SubordinateRelation
    ? "SubordinateRelation"
    : "Relation";
  if (given !== needed) {
    report.error(
      "relation-class",
      `${which} is a ${given}, and the endpoint "${endpoint}" is ${
        KINDS[needed]
      }`,
      `make it a ${needed}`,
    );
  }
  if (
    relation instanceof PeerRelation &&
    Object.hasOwn(relation.peersData, unitId)
  ) {
    report.error(
      "peers-own-unit",
      `peersData of ${which} has data of this very unit, ${unitId}`,
      `move it: new PeerRelation("${endpoint}", { localUnitData: { … } })`,
    );
  }
}

const KINDS = {
  PeerRelation: "one of peers",
  SubordinateRelation: "one with container scope",
  Relation: 'a global one of "requires" or "provides"',
} as const;

function checkRelationEvent(
  { state, event }: CheckedScenario,
  report: Report,
): void {
  const { kind, name, relation } = event;
  if (relation === undefined) {
    report.error(
      "event-incomplete",
      `the relation event "${name}" has no relation`,
      "make it with ctx.on and a relation",
    );
    return;
  }
  if (name !== `${relation.endpoint}-${kind}`) {
    report.error(
      "event-name",
      `the relation event "${name}" has a relation of the endpoint "${relation.endpoint}"`,
      `name it "${relation.endpoint}-${kind}", or pass another relation`,
    );
  }
  if (!state.relations.some((other) => isEqual(other, relation))) {
    const known = state.relations.some(({ id }) => id === relation.id);
    report.error(
      "relation-missing",
      `the relation ${relation.id} of the event "${name}" is not in the state`,
      known ? NOT_THE_SAME : "add it to the relations of the state",
    );
  }
  checkRemoteUnit({ relation, event }, report);
}

function checkRemoteUnit(
  { relation, event }: {
    readonly relation: AnyRelation;
    readonly event: CheckedScenario["event"];
  },
  report: Report,
): void {
  const { kind, name, remoteUnit } = event;
  // Created and broken are about the application, and 0 is a unit too.
  if (
    kind === "relation-created" || kind === "relation-broken" ||
    remoteUnit !== undefined
  ) return;
  const ids = remoteUnitIds(relation);
  if (ids.length === 0) {
    report.error(
      "remote-unit-missing",
      `the event "${name}" is about a remote unit, and the relation has none`,
      `pass remoteUnit to the event, or give the relation data of a remote unit${
        kind === "relation-changed"
          ? ", or pass remoteUnit: null for data of the application"
          : ""
      }`,
    );
  } else {
    report.warning(
      "remote-unit-implicit",
      ids.length === 1
        ? `the event "${name}" is taken to be about the one remote unit, ${
          ids[0]
        }`
        : `the event "${name}" is taken to be about the first of the remote units ${
          ids.join(", ")
        }`,
      "pass remoteUnit to the event to say so",
    );
  }
}
