import { fromFileUrl } from "@std/path";
import { parse as parseYaml } from "@std/yaml";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import { ModelState } from "../../src/simulator/model_state.ts";
import type { ModelStateOptions } from "../../src/simulator/model_state.ts";
import {
  encodeSecretValue,
  SecretState,
} from "../../src/simulator/secret_state.ts";

/** The folder of the two charms, and of the metadata that they share. */
export const CHARM: string = fromFileUrl(new URL("./charm", import.meta.url));

/** A secret of the unit, of the application, and one of somebody else. */
export const SECRETS = {
  unit: "d0000000000000000001",
  app: "d0000000000000000002",
  other: "d0000000000000000003",
  hidden: "d0000000000000000004",
} as const;

/** The metadata of the two charms. */
function readCharmcraft(): Charmcraft {
  const read = (name: string): Record<string, unknown> =>
    parseYaml(Deno.readTextFileSync(`${CHARM}/${name}.yaml`)) as Record<
      string,
      unknown
    >;
  const metadata = read("metadata") as unknown as Charmcraft;
  const config = read("config") as Charmcraft["config"];
  const actions = read("actions") as Charmcraft["actions"];
  return { ...metadata, config, actions };
}

/**
 * A world with a relation `db:1` to mysql, one `web:2` to proxy, the peer
 * relation `cluster:3`, four secrets and a storage instance.
 */
export function makeWorld(
  options: Partial<ModelStateOptions> = {},
): ModelState {
  const state = new ModelState({
    charmcraft: readCharmcraft(),
    modelUuid: "11111111-2222-4333-8444-555555555555",
    modelName: "here",
    substrate: "machine",
    ...options,
  });
  state.addRelation({
    endpoint: "db",
    id: 1,
    remoteApp: "mysql",
    remoteAppData: { version: "8" },
    units: { "mysql/0": { host: "10.0.0.1" }, "mysql/1": { host: "10.0.0.2" } },
  });
  state.addRelation({
    endpoint: "web",
    id: 2,
    remoteApp: "proxy",
    units: { "proxy/0": {} },
  });
  const cluster = state.addRelation({
    endpoint: "cluster",
    id: 3,
    units: { "app/1": { port: "81" } },
  });
  cluster.localAppData = { token: "t" };
  const secret = (id: string, owner: "application" | "unit" | null) =>
    new SecretState({
      id,
      owner,
      revisions: new Map([
        [1, { password: encodeSecretValue("old") }],
        [2, { password: encodeSecretValue("new") }],
      ]),
      label: owner === null ? "" : `${owner} label`,
      tracked: 1,
      granted: id !== SECRETS.hidden,
    });
  for (
    const made of [
      secret(SECRETS.unit, "unit"),
      secret(SECRETS.app, "application"),
      secret(SECRETS.other, null),
      secret(SECRETS.hidden, null),
    ]
  ) state.secrets.set(made.id, made);
  state.storages.set("data/4", {
    id: "data/4",
    kind: "filesystem",
    location: "/srv/4",
  });
  state.resources.set("blob", "/var/lib/blob.txt");
  state.plannedUnits = 2;
  return state;
}
