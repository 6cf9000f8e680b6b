// Compares a config-changed of the compiled httpbin example with that of the
// same charm on Python's ops: same Pebble daemon, same hook commands, in turn.
// The limits are for ops as the toolchain installs it, with its tracing; ops
// alone is shown beside it, and no more hook commands than its are allowed.
//
// Usage: dispatch_bench.ts [--dispatch FILE] [--rounds N]
import { fileURLToPath } from "node:url";
import { setUp } from "../toolchain.ts";
import type { Toolchain } from "../toolchain/read.ts";
import { type Command, type Cost, measure } from "./measure.ts";
import { startPebble } from "./pebble_daemon.ts";
import { linkHookCommands, makeAnswers, takeCalls } from "./stand_in.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PEER = `${ROOT}/.ci/bench/httpbin_python`;
/** Juju puts Pebble's sockets here, so both charms look nowhere else. */
const CONTAINER = "/charm/containers/httpbin";

const LIMITS = { cpuMs: 0.2, memoryKib: 1.25 } as const;

/** One of the two charms, unpacked into a folder of its own. */
interface Charm {
  readonly name: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Ours, the peer that the limits are for, and the peer with nothing beside it. */
type Charms = readonly [Charm, Charm, Charm];

/** What a charm did and what it cost. */
interface Result extends Cost {
  readonly name: string;
  readonly calls: readonly string[];
}

/** The environment that Juju gives to a hook of a unit. */
function hookEnv(charm: Charm, work: string, answers: string): Command {
  return {
    argv: [`${charm.folder}/dispatch`],
    cwd: charm.folder,
    env: {
      CHARM_DIR: charm.folder,
      JUJU_CHARM_DIR: charm.folder,
      JUJU_CONTEXT_ID: "httpbin/0-config-changed-0123456789abcdef",
      JUJU_HOOK_NAME: "config-changed",
      JUJU_DISPATCH_PATH: "hooks/config-changed",
      JUJU_AGENT_SOCKET_ADDRESS: "@/var/lib/juju/agent.socket",
      JUJU_AGENT_SOCKET_NETWORK: "unix",
      JUJU_UNIT_NAME: "httpbin/0",
      JUJU_MODEL_UUID: "cdac5656-2423-4388-8f30-41854b4cca7d",
      JUJU_MODEL_NAME: "bench",
      JUJU_API_ADDRESSES: "10.0.0.1:17070",
      JUJU_MACHINE_ID: "",
      JUJU_PRINCIPAL_UNIT: "",
      JUJU_AVAILABILITY_ZONE: "",
      JUJU_VERSION: "3.6.9",
      LANG: "C.UTF-8",
      PATH: `${work}/hook_commands:/usr/local/bin:/usr/bin:/bin`,
      CHARMKIT_STANDIN: `${work}/${answers}`,
      ...charm.env,
    },
  };
}

async function compileExample(target: string): Promise<void> {
  const folder = `${ROOT}/examples/httpbin`;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "charmkit", "compile", folder, "--output", target],
    cwd: ROOT,
    stdin: "null",
  }).spawn().status;
  if (code !== 0) throw new Error("Cannot compile examples/httpbin");
}

async function makeCharms(
  toolchain: Toolchain,
  work: string,
  dispatch: string | undefined,
): Promise<Charms> {
  const { python, plainOps } = toolchain;
  if (!python || !plainOps) throw new Error("Python's ops is not here");
  const ours = { name: "compiled", folder: `${work}/compiled`, env: {} };
  const theirs = {
    name: "ops",
    folder: `${work}/ops`,
    env: { CHARMKIT_PYTHON: python },
  };
  const alone = {
    name: "ops alone",
    folder: `${work}/ops_alone`,
    // Without its site packages, Python sees no more than this one folder.
    env: {
      ...theirs.env,
      CHARMKIT_PYTHON_OPTIONS: "-S",
      PYTHONPATH: plainOps,
    },
  };
  for (const { folder } of [ours, theirs, alone]) {
    await Deno.mkdir(`${folder}/src`, { recursive: true });
    for (const file of ["metadata.yaml", "config.yaml"]) {
      await Deno.copyFile(`${PEER}/${file}`, `${folder}/${file}`);
    }
  }
  for (const { folder } of [theirs, alone]) {
    for (const file of ["dispatch", "src/charm.py"]) {
      await Deno.copyFile(`${PEER}/${file}`, `${folder}/${file}`);
    }
  }
  const target = `${ours.folder}/dispatch`;
  if (dispatch) await Deno.copyFile(dispatch, target);
  else await compileExample(target);
  return [ours, theirs, alone];
}

/** Prints the charms side by side; returns what is over its limit. */
function compare(title: string, results: readonly Result[]): string[] {
  const [ours, theirs, alone] = results;
  if (!ours || !theirs || !alone) throw new Error("A charm was not measured");
  const rows: [string, (result: Result) => number, number | undefined][] = [
    ["CPU time (ms)", ({ cpuMs }) => cpuMs, LIMITS.cpuMs],
    ["wall time (ms)", ({ wallMs }) => wallMs, undefined],
    ["memory (MiB)", ({ memoryKib }) => memoryKib / 1024, LIMITS.memoryKib],
    ["hook commands", ({ calls }) => calls.length, undefined],
  ];
  const heads = [ours.name, theirs.name, "ratio", "at most", alone.name];
  console.log(`\n${title}`);
  console.log(line("", [...heads, "ratio"]));
  const over: string[] = [];
  for (const [name, of, limit] of rows) {
    const ratio = of(ours) / of(theirs);
    const isOver = limit !== undefined && ratio > limit;
    if (isOver) over.push(`${title}: ${name} ${ratio.toFixed(3)} > ${limit}`);
    console.log(line(name, [
      of(ours).toFixed(1),
      of(theirs).toFixed(1),
      ratio.toFixed(3),
      (limit === undefined ? "" : `${limit}`) + (isOver ? " OVER" : ""),
      of(alone).toFixed(1),
      (of(ours) / of(alone)).toFixed(3),
    ]));
  }
  if (ours.calls.length > alone.calls.length) {
    over.push(`${title}: more hook commands than ops alone`);
  }
  for (const { name, calls } of [ours, alone]) {
    console.log(`  ${name}: ${calls.join(" | ")}`);
  }
  return over;
}

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(11)).join("");
}

async function bench(
  charms: Charms,
  options: {
    readonly python: string;
    readonly work: string;
    readonly rounds: number;
  },
): Promise<string[]> {
  const { python, work, rounds } = options;
  const over: string[] = [];
  const scenarios = [
    { title: "config-changed that changes nothing", to: "same", rounds },
    // Pebble waits a second for a service that it starts.
    {
      title: "config-changed with another log-level",
      to: "debug",
      rounds: Math.ceil(rounds / 2),
    },
  ];
  for (const { title, to, rounds } of scenarios) {
    const commands = charms.map((charm) => ({
      name: charm.name,
      ...hookEnv(charm, work, to),
      before: hookEnv(charm, work, "info"),
    }));
    const calls = new Map<string, readonly string[]>();
    for (const command of commands) {
      await takeCalls(`${work}/${to}`);
      await measure(python, [command], 0);
      calls.set(command.name, await takeCalls(`${work}/${to}`));
    }
    const costs = await measure(python, commands, rounds);
    const results = charms.map(({ name }) => ({
      name,
      ...costs.get(name)!,
      calls: calls.get(name)!,
    }));
    over.push(...compare(title, results));
  }
  return over;
}

async function main(): Promise<boolean> {
  const args = new Map<string, string>();
  for (let i = 0; i < Deno.args.length; i += 2) {
    args.set(Deno.args[i]!, Deno.args[i + 1] ?? "");
  }
  const { toolchain } = await setUp();
  const { pebble, python } = toolchain;
  if (!pebble || !python) throw new Error("Pebble or Python is not here");
  const work = await Deno.makeTempDir({ prefix: "bench-" });
  // Fails when another one runs: there is only one such folder on a machine.
  await Deno.mkdir("/charm/containers", { recursive: true });
  await Deno.mkdir(CONTAINER);
  try {
    await linkHookCommands(`${work}/hook_commands`);
    const answers = {
      "is-leader": true,
      "config-get": { "log-level": "info" },
    };
    await makeAnswers(`${work}/info`, answers);
    await makeAnswers(`${work}/same`, answers);
    await makeAnswers(`${work}/debug`, {
      ...answers,
      "config-get": { "log-level": "debug" },
    });
    await Deno.mkdir(`${work}/services`);
    await Deno.writeTextFile(
      `${work}/services/gunicorn`,
      "#!/bin/sh\nexec sleep 86400\n",
      { mode: 0o755 },
    );
    const charms = await makeCharms(toolchain, work, args.get("--dispatch"));
    await using _daemon = await startPebble(pebble, {
      socketPath: `${CONTAINER}/pebble.socket`,
      folder: `${work}/pebble`,
      path: `${work}/services:/usr/bin:/bin`,
    });
    const rounds = Number(args.get("--rounds") ?? 20);
    let over: string[] = [];
    // Somebody else's work on the machine may be what was measured.
    for (let tries = 0; tries < 3; tries++) {
      over = await bench(charms, { python, work, rounds });
      if (over.length === 0) break;
    }
    for (const line of over) console.error(`error: ${line}`);
    return over.length === 0;
  } finally {
    await Deno.remove(work, { recursive: true });
    await Deno.remove(CONTAINER, { recursive: true });
    await removeIfEmpty("/charm/containers");
    await removeIfEmpty("/charm");
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await Deno.remove(folder);
  } catch {
    // Something else is in it, or was there before.
  }
}

if (import.meta.main && !await main()) Deno.exit(1);
