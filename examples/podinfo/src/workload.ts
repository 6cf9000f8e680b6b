import type { LayerDict } from "@charmkit/ops/pebble";

/** Name of the health check. */
export const CHECK = "ready";

/** The Pebble layer that runs podinfo, and checks its health. */
export function layer(port: number): LayerDict {
  return {
    summary: "podinfo layer",
    services: {
      podinfo: {
        override: "replace",
        summary: "podinfo",
        command: `/home/app/podinfo --port=${port}`,
        startup: "enabled",
        "on-check-failure": { [CHECK]: "restart" },
      },
    },
    checks: {
      // Of level "ready", Kubernetes takes a unit whose check fails out of
      // service; of level "alive", it would restart the container.
      [CHECK]: {
        override: "replace",
        level: "ready",
        period: "10s",
        threshold: 3,
        http: { url: `http://localhost:${port}/readyz` },
      },
    },
  };
}
