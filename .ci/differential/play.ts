import { dirname, fromFileUrl } from "@std/path";
import { hookEnvironment } from "../../src/simulator/environment.ts";
import { hookToolNames } from "../../src/simulator/hook_tool.ts";
import { writeHookClients } from "../../src/simulator/hook_client.ts";
import { HookContext } from "../../src/simulator/hook_context.ts";
import {
  setStatusAfter,
  setStatusBefore,
} from "../../src/simulator/juju_status.ts";
import type { ModelState } from "../../src/simulator/model_state.ts";
import { HookToolServer } from "../../src/simulator/server.ts";
import { readToolchain, type Toolchain } from "../toolchain/read.ts";
import type { Plan } from "./charm/charm.ts";
import {
  type DispatchOutcome,
  type Happened,
  outcomeOf,
  type SeenLine,
} from "./outcome.ts";
import type { Dispatch, Scenario } from "./scenario.ts";
import { CHARM, makeWorld } from "./world.ts";

/** Which of the two charms. */
export type Player = "ops" | "ours";

/** Where Deno finds what it has cached; nothing else is inherited. */
const CACHE = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "DENO_TLS_CA_STORE"];
/** Juju before 3.6.11 has it; what it is given is noted, and goes no further. */
const ADD_METRIC = "add-metric";
const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** How a charm is started. */
interface Program {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Takes a charm through a scenario: its process is the real one, and Juju's
 * side is the simulator, which is served to it.
 *
 * @throws {Error} If the toolchain has no Python with ops.
 */
export async function play(
  player: Player,
  scenario: Scenario,
): Promise<DispatchOutcome[]> {
  const { upgradeAt = 0 } = scenario;
  const folder = await Deno.makeTempDir({ prefix: "differential-" });
  try {
    const charmDir = `${folder}/charm`;
    const toolDir = `${folder}/tools`;
    await Deno.mkdir(charmDir);
    await Deno.mkdir(toolDir);
    for (const name of ["metadata", "config", "actions"]) {
      await Deno.copyFile(`${CHARM}/${name}.yaml`, `${charmDir}/${name}.yaml`);
    }
    const state = makeWorld(scenario.world);
    await writeHookClients(toolDir, hookToolNames(state.release));
    const outcomes: DispatchOutcome[] = [];
    for (const [index, dispatch] of scenario.dispatches.entries()) {
      const isOps = player === "ops" || index < upgradeAt;
      const program = isOps ? python() : deno();
      const stage = { state, charmDir, toolDir, program };
      outcomes.push(await playOne(stage, dispatch));
    }
    return outcomes;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Stage {
  readonly state: ModelState;
  readonly charmDir: string;
  readonly toolDir: string;
  readonly program: Program;
}

async function playOne(
  stage: Stage,
  dispatch: Dispatch,
): Promise<DispatchOutcome> {
  const { state, charmDir } = stage;
  const happened: Happened = { commands: [], log: [], immediate: [] };
  watch(state, happened);
  dispatch.before?.(state);
  // What Juju does not know has no context of its own; any will do.
  const event = typeof dispatch.event === "string"
    ? { kind: "update-status" } as const
    : dispatch.event;
  const context = new HookContext(state, event);
  const plan: Plan = {
    init: dispatch.init ?? [],
    parts: dispatch.parts ?? ["first", "second"],
    isTwice: dispatch.isTwice ?? false,
    observers: {
      charm: dispatch.on ?? {},
      first: dispatch.first ?? {},
      second: dispatch.second ?? {},
    },
  };
  await Deno.writeTextFile(`${charmDir}/plan.json`, JSON.stringify(plan));
  for (const [path, script] of Object.entries(dispatch.scripts ?? {})) {
    const { text, mode = 0o755 } = script;
    const file = `${charmDir}/${path}`;
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, `#!/bin/sh\n${text}\n`, { mode });
  }
  await Deno.writeTextFile(`${charmDir}/seen.jsonl`, "");
  setStatusBefore(event, state);
  const { code, stderr } = await run(stage, context, dispatch, happened);
  dispatch.after?.(state);
  const isKept = code === 0 && context.reboot !== "now";
  const flushError = isKept ? context.tryFlush() : null;
  if (isKept && flushError === null) setStatusAfter(event, state);
  const seen = (await Deno.readTextFile(`${charmDir}/seen.jsonl`)).split("\n")
    .filter((line) => line !== "")
    .map((line): SeenLine => JSON.parse(line));
  return outcomeOf({
    code,
    stderr,
    flushError,
    seen,
    happened,
    context,
    charmDir,
  });
}

async function run(
  { charmDir, toolDir, program }: Stage,
  context: HookContext,
  dispatch: Dispatch,
  happened: Happened,
): Promise<{ readonly code: number; readonly stderr: string }> {
  await using server = new HookToolServer({
    onServed: ({ name, args, code }) => {
      happened.commands.push({ name, args, code });
    },
    answer: (name, args) => {
      if (name === ADD_METRIC) {
        happened.immediate.push([name, ...args]);
        return { code: 0, stdout: "", stderr: "" };
      }
      const failure = dispatch.failing?.[name];
      if (failure === undefined) return null;
      const { code = 1, stdout = "", stderr } = failure;
      return { code, stdout, stderr: stderr ? `ERROR ${stderr}\n` : "" };
    },
  });
  server.setContext(context);
  const path: Record<string, string> = typeof dispatch.event === "string"
    ? {
      JUJU_DISPATCH_PATH: dispatch.event,
      JUJU_HOOK_NAME: dispatch.event.split("/").at(-1) ?? "",
    }
    : {};
  const [command = "", ...args] = program.argv;
  const { code, stderr } = await new Deno.Command(command, {
    args,
    cwd: charmDir,
    clearEnv: true,
    env: {
      ...hookEnvironment(context, {
        charmDir,
        agentSocketAddress: server.address,
        agentSocketNetwork: "tcp",
        path: `${toolDir}:/usr/bin:/bin`,
      }),
      ...path,
      ...dispatch.env,
      ...program.env,
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  await server.idle();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/** Notes what takes effect at once. */
function watch(state: ModelState, { log, immediate }: Happened): void {
  state.observer = {
    onLog: ({ level, message }) => log.push({ level, message }),
    onStatus: ({ of, status, message }) =>
      immediate.push([`${of} status`, status, message]),
    onWorkloadVersion: (version) => immediate.push(["version", version]),
    onActionLog: (message) => immediate.push(["action log", message]),
  };
}

function toolchain(): Partial<Toolchain> {
  try {
    return readToolchain();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

function python(): Program {
  const { python, plainOps } = toolchain();
  if (python === undefined || plainOps === undefined) {
    throw new Error(
      "Cannot compare with ops: the toolchain has no Python with it; run " +
        "deno task toolchain",
    );
  }
  return {
    // Without its site packages, Python sees no more than this one folder.
    argv: [python, "-S", `${CHARM}/charm.py`],
    env: { PYTHONPATH: plainOps, PYTHONDONTWRITEBYTECODE: "1" },
  };
}

function deno(): Program {
  const cache = CACHE.map((name) => [name, Deno.env.get(name)])
    .filter(([, value]) => value !== undefined);
  const options = [
    "--quiet",
    "--no-prompt",
    "--no-lock",
    "--no-check",
    `--config=${ROOT}deno.json`,
    "--allow-all",
  ];
  return {
    argv: [Deno.execPath(), "run", ...options, `${CHARM}/charm.ts`],
    env: Object.fromEntries(cache),
  };
}
