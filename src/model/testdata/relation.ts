import { makeFixture } from "../../_model_fixture.ts";
import type { Script } from "../../_scripted_runner.ts";
import type { Application } from "../application.ts";
import type { Unit } from "../unit.ts";

const CHARMCRAFT = {
  name: "app",
  requires: { db: "pg" },
  peers: { cluster: { interface: "app-peer" } },
};
export const LIST = "relation-list --format=json -r db:7";
export const IS_LEADER = "is-leader --format=json";
export const SET = "relation-set -r db:7 --file data.json";
export const SET_APP = "relation-set -r db:7 --app --file data.json";
export const get = (entity: string, endpoint = "db:7") =>
  `relation-get --format=json -r ${endpoint} ${
    entity.includes("/") ? "" : "--app "
  }- ${entity}`;

export interface Options {
  readonly script?: Script;
  readonly leader?: boolean;
  readonly endpoint?: "db" | "cluster";
  readonly members?: Script[string];
  readonly version?: string;
}

/** A relation, and calls that are made as by a handler. */
export function makeRelation(options: Options = {}) {
  const { script, leader, endpoint = "db", members, version } = options;
  const list = LIST.replace("db", endpoint);
  const fixture = makeFixture({
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_RELATION: endpoint,
      JUJU_RELATION_ID: `${endpoint}:7`,
      JUJU_REMOTE_APP: "pg",
      ...(version === undefined ? {} : { JUJU_VERSION: version }),
    },
    script: {
      [list]: members ?? (endpoint === "db" ? '["pg/0"]' : '["app/1"]'),
      ...(leader === undefined ? {} : { [IS_LEADER]: `${leader}` }),
      ...script,
    },
  });
  const { model, context, runner } = fixture;
  const relation = model.getRelation(endpoint, 7)!;
  runner.calls.length = 0;
  const entity = (name: string): Unit | Application =>
    name.includes("/") ? model.getUnit(name) : model.getApp(name);
  return {
    ...fixture,
    relation,
    bag: (name: string) => relation.data.get(entity(name)),
    running: <T>(run: () => T): T =>
      context.whileRunningSync({ event: "start", deferred: false }, run),
  };
}
