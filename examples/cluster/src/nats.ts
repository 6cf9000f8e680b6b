// What runs in the container: a NATS server, its configuration and its layer.
import type { LayerDict } from "@charmkit/ops/pebble";

/** Name of the service, and of the container. */
export const SERVICE = "nats";
/** Name of the check that says whether the server serves. */
export const CHECK = "ready";
/** Where the server looks for its configuration. */
export const CONFIG_PATH = "/etc/nats/nats.conf";
/** Port for clients. */
export const CLIENT_PORT = 4222;
const ROUTE_PORT = 6222;
const HTTP_PORT = 8222;

/** What a server is to know. */
export interface NatsOptions {
  /** Name of the cluster: the application's. */
  readonly cluster: string;
  /** Name of the unit. */
  readonly unit: string;
  /** Unit to address, this one included. */
  readonly members: Readonly<Record<string, string>>;
  /** Bytes that a message may have. */
  readonly maxPayload: number;
}

/**
 * The file that a server reads when it starts and when it gets SIGHUP.
 *
 * Source: https://docs.nats.io/running-a-nats-service/configuration
 */
export function natsConfig(options: NatsOptions): string {
  const { cluster, unit, members, maxPayload } = options;
  const routes = Object.entries(members)
    .filter(([member]) => member !== unit)
    .map(([, address]) => `    ${JSON.stringify(route(address))}\n`);
  return `server_name: ${JSON.stringify(unit.replace("/", "-"))}
port: ${CLIENT_PORT}
http_port: ${HTTP_PORT}
max_payload: ${maxPayload}
cluster {
  name: ${JSON.stringify(cluster)}
  port: ${ROUTE_PORT}
  routes: [
${routes.join("")}  ]
}
`;
}

/** The Pebble layer that runs the server and asks it how it is. */
export function natsLayer(): LayerDict {
  return {
    summary: "NATS layer",
    services: {
      [SERVICE]: {
        override: "replace",
        summary: "NATS server",
        command: `nats-server --config ${CONFIG_PATH}`,
        startup: "enabled",
      },
    },
    checks: {
      [CHECK]: {
        override: "replace",
        level: "ready",
        http: { url: `http://localhost:${HTTP_PORT}/healthz` },
      },
    },
  };
}

function route(address: string): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `nats-route://${host}:${ROUTE_PORT}`;
}
