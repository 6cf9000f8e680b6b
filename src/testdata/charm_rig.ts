import { fromFileUrl } from "@std/path";
import { SqliteStorage } from "../framework/sqlite_storage.ts";

const MOD = new URL("../../mod.ts", import.meta.url).href;
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

const COMMANDS = [
  "action-get",
  "application-version-set",
  "config-get",
  "is-leader",
  "juju-log",
  "juju-reboot",
  "relation-get",
  "relation-ids",
  "relation-list",
  "relation-set",
  "secret-add",
  "status-set",
];

/** Where Deno finds what it has cached; the charm's process gets nothing else. */
const CACHE = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "DENO_TLS_CA_STORE"];

/** What came of a process. */
export interface Outcome {
  readonly code: number;
  readonly signal: string | null;
  readonly stderr: string;
  /** The hook commands, with their arguments. */
  readonly calls: readonly (readonly string[])[];
}

/**
 * The signal that ends a dispatch that got SIGTERM: an older Deno does not let
 * it end by one.
 */
export const OWN_SIGTERM: string | null = /^2\.[678]\./.test(Deno.version.deno)
  ? null
  : "SIGTERM";

/**
 * A charm's folder, and hook commands that are small shell scripts: each notes
 * its arguments, and does what the test says.
 */
export class Rig implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly charmDir: string = `${this.path}/charm`;
  readonly stateFile: string = `${this.charmDir}/.unit-state.db`;
  readonly #hooks: string[] = [];

  /** Takes the charm's code, and what hook commands do in shell. */
  constructor(charm: string, answers: Readonly<Record<string, string>> = {}) {
    for (const folder of ["charm", "bin", "answers"]) {
      Deno.mkdirSync(`${this.path}/${folder}`);
    }
    Deno.writeTextFileSync(
      `${this.charmDir}/charm.ts`,
      `import * as ops from "${MOD}";\n${charm}`,
    );
    this.answer({ "config-get": "echo '{}'", "is-leader": "echo true" });
    this.answer(answers);
    for (const name of COMMANDS) {
      Deno.writeTextFileSync(`${this.path}/bin/${name}`, this.#script(), {
        mode: 0o755,
      });
    }
  }

  #script(): string {
    return `#!/bin/sh
rig='${this.path}'
name=\${0##*/}
{
  printf '%s' "$name"
  for argument; do printf '\\037%s' "$argument"; done
  printf '\\036'
} >> "$rig/calls"
count=0
[ -e "$rig/count" ] && read -r count < "$rig/count"
count=$((count + 1))
echo "$count" > "$rig/count"
if [ -e "$rig/kill-at" ]; then
  read -r at < "$rig/kill-at"
  [ "$count" = "$at" ] && kill -KILL "$PPID"
fi
[ -e "$rig/answers/$name" ] && . "$rig/answers/$name"
exit 0
`;
  }

  /** Sets what commands do, in shell. */
  answer(answers: Readonly<Record<string, string>>): void {
    for (const [name, script] of Object.entries(answers)) {
      Deno.writeTextFileSync(`${this.path}/answers/${name}`, `${script}\n`);
    }
  }

  /** Puts a script beside the charm, where Juju of old looked for hooks. */
  writeHook(path: string, script: string, mode: number = 0o755): void {
    const file = `${this.charmDir}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(file, `#!/bin/sh\nrig='${this.path}'\n${script}\n`);
    Deno.chmodSync(file, mode);
    this.#hooks.push(path);
  }

  /** Takes a command away. */
  remove(command: string): void {
    Deno.removeSync(`${this.path}/bin/${command}`);
  }

  /** Starts the charm as Juju does; the process that runs the given command is killed. It may reach the hosts of `net`. */
  async dispatch(
    path: string,
    env: Readonly<Record<string, string>> = {},
    options: { readonly killAt?: number; readonly net?: string } = {},
  ): Promise<Outcome> {
    Deno.writeTextFileSync(`${this.path}/calls`, "");
    Deno.writeTextFileSync(`${this.path}/count`, "0\n");
    Deno.writeTextFileSync(
      `${this.path}/kill-at`,
      `${options.killAt ?? "never"}\n`,
    );
    const { code, signal, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-lock",
        "--no-check",
        `--config=${CONFIG}`,
        "--allow-env=JUJU_*,OPERATOR_DISPATCH",
        "--allow-read=.",
        "--allow-write=.",
        `--allow-run=${
          [...COMMANDS, ...this.#hooks.map((path) => `./${path}`)].join(",")
        }`,
        ...options.net === undefined ? [] : [`--allow-net=${options.net}`],
        `${this.charmDir}/charm.ts`,
      ],
      cwd: this.charmDir,
      clearEnv: true,
      env: { ...this.#environment(path), ...env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    const calls = Deno.readTextFileSync(`${this.path}/calls`).split("\x1e")
      .slice(0, -1).map((call) => call.split("\x1f"));
    return { code, signal, stderr: new TextDecoder().decode(stderr), calls };
  }

  #environment(path: string): Record<string, string> {
    const cache = CACHE.map((name) => [name, Deno.env.get(name)])
      .filter(([, value]) => value !== undefined);
    return {
      ...Object.fromEntries(cache),
      PATH: `${this.path}/bin`,
      JUJU_CHARM_DIR: this.charmDir,
      JUJU_DISPATCH_PATH: path,
      JUJU_HOOK_NAME: path.startsWith("hooks/") ? path.slice(6) : "",
      JUJU_MODEL_NAME: "model",
      JUJU_MODEL_UUID: "model-uuid",
      JUJU_UNIT_NAME: "app/0",
      JUJU_VERSION: "3.6.2",
    };
  }

  /** What was kept, as JSON. */
  state(path: string): unknown {
    const storage = new SqliteStorage(this.stateFile);
    try {
      return JSON.parse(storage.loadSnapshot(path) ?? "null");
    } finally {
      storage.close();
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** The records of juju-log: level and text. */
export function logOf({ calls }: Outcome): [string, string][] {
  return calls.filter(([command]) => command === "juju-log")
    .map(([, , level, , text]) => [level!, text!]);
}

/** The commands besides juju-log. */
export function commandsOf({ calls }: Outcome): string[] {
  return calls.filter(([command]) => command !== "juju-log")
    .map((call) => call.join(" "));
}

/** A charm that does this on start, after it has counted its runs. */
export function onStart(code: string, members = ""): string {
  return `
class TestCharm extends ops.CharmBase {
  readonly state = this.storedState({ runs: 0 });
  constructor(framework: ops.Framework) {
    super(framework);
    this.state.runs++;
    this.observe(this.on.start, this.#onStart);
  }
  async #onStart(event: ops.StartEvent): Promise<void> {
    ${code}
  }
  ${members}
}
await ops.main(TestCharm, { name: "app", actions: { start: {} } });
`;
}

/** Where the state of that charm is kept. */
export const STATE = "TestCharm/StoredStateData[_stored]";

/** How many hook commands ran, and how many of them before the commit: what comes after sends the log. */
export function commandCounts(
  { calls }: Outcome,
): { total: number; last: number } {
  const last = calls.findLastIndex(([command]) => command !== "juju-log") + 1;
  return { total: calls.length, last };
}
