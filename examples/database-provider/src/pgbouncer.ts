import type { Login } from "@charmkit/database-provider/interface";
import type { LayerDict } from "@charmkit/ops/pebble";

/** The port on which PgBouncer listens. */
export const PORT = 6432;

/** A database, and who may use it. */
export interface Client {
  /** Name of the database, here and on the server. */
  readonly database: string;
  /** The login of the application. */
  readonly login: Login;
}

/** The server behind PgBouncer. */
export interface Server {
  /** Host name or address. */
  readonly host: string;
  /** Port. */
  readonly port: number;
  /** The login as which PgBouncer comes to it. */
  readonly login: Login;
}

/** Reads `HOST:PORT`; null if it is not that. */
export function parseServer(text: string): Omit<Server, "login"> | null {
  const [, host, port] = /^([\w.-]+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined ? null : { host, port: Number(port) };
}

/**
 * Whether a login fits into PgBouncer's files, which have no way to write a line
 * break. A secret that is made of a file often ends with the file's.
 */
export function isOneLine({ username, password }: Login): boolean {
  return !/\p{Cc}/u.test(username + password);
}

/**
 * The files of PgBouncer by path. Logins are in one of them, the user list;
 * nobody but PgBouncer may read it.
 */
export function files(
  server: Server,
  clients: readonly Client[],
): Readonly<Record<string, string>> {
  const names = [...new Set(clients.map(({ database }) => database))].sort();
  const databases = names.map((name) =>
    `${name} = host=${server.host} port=${server.port} dbname=${name} ` +
    `user='${server.login.username.replaceAll("'", "''")}'`
  );
  const rules = clients.map(({ database, login }) =>
    `host "${database}" "${login.username}" all scram-sha-256`
  );
  const users = [server.login, ...clients.map(({ login }) => login)];
  return {
    "/etc/pgbouncer/pgbouncer.ini": lines([
      "[databases]",
      ...databases,
      "[pgbouncer]",
      "listen_addr = *",
      `listen_port = ${PORT}`,
      "auth_type = hba",
      "auth_hba_file = /etc/pgbouncer/hba.conf",
      "auth_file = /etc/pgbouncer/userlist.txt",
    ]),
    "/etc/pgbouncer/hba.conf": lines(rules),
    "/etc/pgbouncer/userlist.txt": lines(
      users.map(({ username, password }) =>
        `${quoted(username)} ${quoted(password)}`
      ),
    ),
  };
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** Text as the user list has it. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The Pebble layer that runs PgBouncer. */
export function layer(): LayerDict {
  return {
    summary: "pgbouncer layer",
    services: {
      pgbouncer: {
        override: "replace",
        summary: "PgBouncer",
        command: "pgbouncer /etc/pgbouncer/pgbouncer.ini",
        startup: "enabled",
      },
    },
  };
}
