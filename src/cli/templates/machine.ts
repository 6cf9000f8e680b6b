import type { ProjectNames } from "../init_names.ts";
import type { ProjectChoices } from "./mod.ts";
import { parts } from "./part.ts";
import { charmTest, serviceTest } from "./machine_tests.ts";

/** What a machine charm has beside the files of every charm. */
export function machineFiles(
  { names, denoVersion }: ProjectChoices,
): Record<string, string> {
  return {
    "charmcraft.yaml": charmcraftYaml(names, denoVersion),
    "src/charm.ts": charm(names),
    [`src/${names.module}.ts`]: service(names),
    "tests/unit/charm_test.ts": charmTest(names),
    [`tests/unit/${names.module}_test.ts`]: serviceTest(names),
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

config:
  options:
    interval:
      type: int
      default: 30
      description: |
        How many seconds ${workload} rests between two lines of its log.

actions:
  restart:
    description: Restart the service.
    additionalProperties: false

${parts(denoVersion)}`;
}

function charm({ className, workload, module, workloadClass }: ProjectNames) {
  return `import * as ops from "@charmkit/ops";
import { charmcraft } from "./charmcraft.ts";
import { ${workloadClass}, type Service } from "./${module}.ts";

/** Runs ${workload} on the unit's machine. */
export class ${className} extends ops.CharmBase<typeof charmcraft> {
  /** What it runs; tests put something else here. */
  protected readonly service: Service = new ${workloadClass}(
    \`\${this.charmDir}/${workload}\`,
  );

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.install, this.#onInstall);
    this.observe(this.on.upgradeCharm, this.#onUpgradeCharm);
    this.observe(this.on.start, this.#onStart);
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on.stop, this.#onStop);
    this.observe(this.on["restart"].action, this.#onRestart);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  #onInstall(): void {
    this.unit.status = new ops.MaintenanceStatus("Installing ${workload}");
    this.service.install();
    this.unit.setWorkloadVersion(this.service.version());
  }

  #onUpgradeCharm(): void {
    this.#onInstall();
    if (this.service.isRunning()) this.service.restart();
  }

  /** Juju also runs this after each reboot of the machine. */
  #onStart(): void {
    this.unit.status = new ops.MaintenanceStatus("Starting ${workload}");
    this.service.start();
  }

  #onConfigChanged(): void {
    const seconds = this.config.get("interval");
    if (seconds < 1) return;
    const hasChanged = this.service.configure(seconds);
    if (hasChanged && this.service.isRunning()) this.service.restart();
  }

  #onStop(): void {
    this.service.stop();
  }

  #onRestart(event: ops.ActionEvent): void {
    this.service.restart();
    event.setResults({ restarted: "${workload}" });
  }

  /** Says how the unit is, at the end of every event. */
  #onCollectUnitStatus(event: ops.CollectStatusEvent): void {
    const seconds = this.config.get("interval");
    if (seconds < 1) {
      event.addStatus(
        new ops.BlockedStatus(\`Invalid interval \${seconds}; choose 1 or more\`),
      );
    }
    event.addStatus(
      this.service.isRunning()
        ? new ops.ActiveStatus()
        : new ops.WaitingStatus("Waiting for ${workload} to run"),
    );
  }
}

if (import.meta.main) await ops.main(${className}, charmcraft);
`;
}

function service({ workload, workloadClass }: ProjectNames): string {
  return `// What runs on the machine. This stands in for it: a shell in the background
// that adds a line to its log now and then, all in one folder and without root.
// Yours may come from apt or snap and be run by systemd; what it needs then goes
// into \`charmkit: { permissions }\` of deno.json.

/** What the charm does with the service. */
export interface Service {
  /** Puts the service on the machine; does no harm where it is already. */
  install(): void;
  /** Writes the configuration; gives whether it is another than before. */
  configure(intervalSeconds: number): boolean;
  /** Starts it, unless it runs. */
  start(): void;
  /** Stops it, if it runs. */
  stop(): void;
  /** Stops and starts it. */
  restart(): void;
  /** Whether it runs. */
  isRunning(): boolean;
  /** Its version. */
  version(): string;
}

/** A script that is its own service manager. */
const SCRIPT = \`#!/bin/sh
# Usage: ${workload}.sh start|stop|status|version
cd "$(dirname "$0")" || exit 1

is_running() {
  # The process of that number may be another since the machine was started.
  test -f pid && grep -qs ${workload}.sh "/proc/$(cat pid)/cmdline"
}

case "$1" in
start)
  is_running && exit 0
  nohup sh ./${workload}.sh serve </dev/null >>log 2>&1 &
  echo "$!" >pid
  ;;
stop)
  is_running && kill "$(cat pid)"
  rm -f pid
  ;;
status)
  is_running
  ;;
version)
  echo 0.1.0
  ;;
serve)
  # Ends by itself, within a second, when its folder is removed.
  while test -f ${workload}.sh; do
    echo "$(date) ${workload} is here"
    seconds=$(cat interval 2>/dev/null || echo 30)
    while test "$seconds" -gt 0 && test -f ${workload}.sh; do
      sleep 1
      seconds=$((seconds - 1))
    done
  done
  ;;
esac
\`;

/** The service, in a folder of its own. */
export class ${workloadClass} implements Service {
  readonly #folder: string;

  /** Takes the path of the folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  install(): void {
    Deno.mkdirSync(this.#folder, { recursive: true });
    Deno.writeTextFileSync(this.#path("${workload}.sh"), SCRIPT);
  }

  configure(intervalSeconds: number): boolean {
    const text = \`\${intervalSeconds}\\n\`;
    if (text === this.#read("interval")) return false;
    Deno.writeTextFileSync(this.#path("interval"), text);
    return true;
  }

  start(): void {
    this.#run("start");
  }

  stop(): void {
    this.#run("stop");
  }

  restart(): void {
    this.stop();
    this.start();
  }

  isRunning(): boolean {
    return this.#read("${workload}.sh") !== null && this.#command("status").success;
  }

  version(): string {
    return this.#run("version").trim();
  }

  #path(name: string): string {
    return \`\${this.#folder}/\${name}\`;
  }

  #read(name: string): string | null {
    try {
      return Deno.readTextFileSync(this.#path(name));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  #run(verb: string): string {
    const { success, stdout, stderr } = this.#command(verb);
    const decoder = new TextDecoder();
    if (success) return decoder.decode(stdout);
    throw new Error(\`Cannot \${verb} ${workload}: \${decoder.decode(stderr)}\`);
  }

  #command(verb: string): Deno.CommandOutput {
    const args = [this.#path("${workload}.sh"), verb];
    return new Deno.Command("sh", { args }).outputSync();
  }
}
`;
}
