import type {
  DatabaseOffer,
  Login,
} from "@charmkit/database-provider/interface";
import type { LayerDict } from "@charmkit/ops/pebble";

/** Where PostgREST reads what it must know; nobody else may. */
export const CONFIG_PATH = "/etc/postgrest/postgrest.conf";

/** What the configuration file is made of. */
export interface PostgrestOptions {
  /** Where the database is. */
  readonly offer: DatabaseOffer;
  /** The login to it. */
  readonly login: Login;
  /** The schema that is in the API. */
  readonly schema: string;
}

/** The configuration file, with the login in it. */
export function configFile(options: PostgrestOptions): string {
  const { offer, login, schema } = options;
  const user = [login.username, login.password].map(encodeURIComponent);
  const hosts = offer.endpoints.join(",");
  const uri = `postgresql://${user.join(":")}@${hosts}/${offer.database}`;
  return [
    `db-uri = ${JSON.stringify(uri)}`,
    `db-schemas = ${JSON.stringify(schema)}`,
    "server-port = 3000",
    "",
  ].join("\n");
}

/** The Pebble layer that runs PostgREST: it names the file, not what is in it. */
export function layer(): LayerDict {
  return {
    summary: "postgrest layer",
    services: {
      postgrest: {
        override: "replace",
        summary: "PostgREST",
        command: `postgrest ${CONFIG_PATH}`,
        startup: "enabled",
      },
    },
  };
}
