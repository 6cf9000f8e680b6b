import type { ProjectNames } from "../init_names.ts";
import type { ProjectChoices } from "./mod.ts";
import { parts } from "./part.ts";

/** What a Kubernetes charm has beside the files of every charm. */
export function kubernetesFiles(
  { names, denoVersion }: ProjectChoices,
): Record<string, string> {
  return {
    "charmcraft.yaml": charmcraftYaml(names, denoVersion),
    "src/charm.ts": charm(names),
    [`src/${names.module}.ts`]: workload(names),
    "tests/unit/charm_test.ts": charmTest(names),
  };
}

function charmcraftYaml(
  { charm, workload }: ProjectNames,
  denoVersion: string,
): string {
  return `type: charm
name: ${charm}
summary: What ${charm} is, in one line.
description: |
  What ${charm} does, for whom it is, and what it needs, in a few sentences:
  Charmhub shows them.

base: ubuntu@24.04
platforms:
  amd64:
  arm64:

assumes:
  - juju >= 3.6
  - k8s-api

containers:
  ${workload}:
    resource: ${workload}-image

resources:
  ${workload}-image:
    type: oci-image
    description: The image of the container ${workload}.
    # Juju does not read this; it tells people and tests what to deploy.
    upstream-source: docker.io/library/ubuntu:24.04

config:
  options:
    log-level:
      type: string
      default: info
      description: |
        How much the workload logs: debug, info, warning or error.

actions:
  restart:
    description: Restart the workload.
    additionalProperties: false

${parts(denoVersion)}`;
}

function charm({ className, workload, module }: ProjectNames): string {
  return `import * as ops from "@charmkit/ops";
import { charmcraft } from "./charmcraft.ts";
import { layer, LOG_LEVELS, VERSION } from "./${module}.ts";

/** Runs ${workload} in a workload container. */
export class ${className} extends ops.CharmBase<typeof charmcraft> {
  readonly #container: ops.Container = this.getContainer("${workload}");

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on["${workload}"].pebbleReady, this.#onPebbleReady);
    this.observe(this.on.configChanged, this.#reconcile);
    this.observe(this.on["restart"].action, this.#onRestart);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  async #onPebbleReady(): Promise<void> {
    this.unit.status = new ops.MaintenanceStatus("Starting ${workload}");
    await this.#reconcile();
  }

  /** Brings the workload in line with the configuration, where that is possible. */
  async #reconcile(): Promise<void> {
    const logLevel = this.config.get("log-level");
    if (!LOG_LEVELS.includes(logLevel)) return;
    if (!await this.#container.canConnect()) return;
    await this.#container.ensureLayer("${workload}", layer(logLevel));
    this.unit.setWorkloadVersion(VERSION);
  }

  async #onRestart(event: ops.ActionEvent): Promise<void> {
    if (!await this.#container.canConnect()) {
      event.fail("Cannot restart: Pebble does not answer yet");
      return;
    }
    await this.#container.restart("${workload}");
    event.setResults({ restarted: "${workload}" });
  }

  /** Says how the unit is, at the end of every event. */
  async #onCollectUnitStatus(event: ops.CollectStatusEvent): Promise<void> {
    const logLevel = this.config.get("log-level");
    if (!LOG_LEVELS.includes(logLevel)) {
      event.addStatus(
        new ops.BlockedStatus(
          \`Invalid log-level "\${logLevel}"; choose one of \${LOG_LEVELS.join(", ")}\`,
        ),
      );
    }
    if (!await this.#container.canConnect()) {
      event.addStatus(new ops.WaitingStatus("Waiting for Pebble"));
      return;
    }
    const services = await this.#container.getServices("${workload}");
    event.addStatus(
      services.get("${workload}")?.isRunning()
        ? new ops.ActiveStatus()
        : new ops.WaitingStatus("Waiting for ${workload} to run"),
    );
  }
}

if (import.meta.main) await ops.main(${className}, charmcraft);
`;
}

function workload({ workload }: ProjectNames): string {
  return `// What runs in the container. This stands in for it: a shell that says every
// half minute that it is there. Put your own command and version here.
import type { LayerDict } from "@charmkit/ops/pebble";

/** How much it can log. */
export const LOG_LEVELS: readonly string[] = ["debug", "info", "warning", "error"];

/** Its version, for \`juju status\`; better asked of the workload itself. */
export const VERSION = "0.1.0";

/** The Pebble layer that runs it. */
export function layer(logLevel: string): LayerDict {
  return {
    summary: "${workload} layer",
    services: {
      "${workload}": {
        override: "replace",
        summary: "${workload}",
        command:
          "sh -c 'while true; do echo \\"$LOG_LEVEL: ${workload} is here\\"; sleep 30; done'",
        startup: "enabled",
        environment: { LOG_LEVEL: logLevel },
      },
    },
  };
}
`;
}

function charmTest({ className, workload }: ProjectNames): string {
  return `import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import { Container, Context, State } from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { ${className} } from "../../src/charm.ts";
import { charmcraft } from "../../src/charmcraft.ts";

const READY = new Container("${workload}", { canConnect: true });

Deno.test("${className} runs ${workload} and is active once Pebble is ready", async () => {
  const ctx = new Context(${className}, charmcraft);

  const out = await ctx.run(
    ctx.on.pebbleReady(READY),
    new State({ containers: [READY] }),
  );

  assertEquals(out.unitStatus, new ActiveStatus());
  assertEquals(out.workloadVersion, "0.1.0");
  const { plan, serviceStatuses } = out.getContainer("${workload}");
  assertEquals(serviceStatuses, { "${workload}": "active" });
  assertEquals(plan.services["${workload}"]?.environment, { LOG_LEVEL: "info" });
});

Deno.test("${className} waits while Pebble does not answer", async () => {
  const ctx = new Context(${className}, charmcraft);
  const container = new Container("${workload}", { canConnect: false });

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ containers: [container] }),
  );

  assertEquals(out.unitStatus, new WaitingStatus("Waiting for Pebble"));
});

Deno.test("${className} is blocked by a log level that the workload lacks", async () => {
  const ctx = new Context(${className}, charmcraft);

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { "log-level": "loud" }, containers: [READY] }),
  );

  assertEquals(
    out.unitStatus,
    new BlockedStatus(
      'Invalid log-level "loud"; choose one of debug, info, warning, error',
    ),
  );
  assertEquals(out.getContainer("${workload}").layers, {});
});

Deno.test("${className} starts ${workload} again by its action", async () => {
  const ctx = new Context(${className}, charmcraft);
  const running = await ctx.run(
    ctx.on.pebbleReady(READY),
    new State({ containers: [READY] }),
  );
  const stopped = running.getContainer("${workload}").with({
    serviceStatuses: { "${workload}": "inactive" },
  });

  const out = await ctx.run(
    ctx.on.action("restart"),
    running.with({ containers: [stopped] }),
  );

  assertEquals(out.getContainer("${workload}").serviceStatuses, {
    "${workload}": "active",
  });
  assertEquals(out.unitStatus, new ActiveStatus());
});
`;
}
