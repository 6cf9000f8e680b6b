// Makes the files of Python's ops that tests read, by running a charm of it.
// As a program, it renews those under src/framework/testdata/, which then want
// `deno fmt`.
import { fileURLToPath } from "node:url";
import { linkHookCommands, makeAnswers } from "../bench/stand_in.ts";
import { readToolchain } from "../toolchain/read.ts";

const PEER = fileURLToPath(new URL("./peer", import.meta.url));
const TESTDATA = fileURLToPath(
  new URL("../../src/framework/testdata", import.meta.url),
);

/** What both charms find on PATH and in their environment. */
export interface Stage {
  /** The unit's folder. */
  readonly charmDir: string;
  /** The environment of a hook. */
  env(hook: string, extra?: Readonly<Record<string, string>>): Record<
    string,
    string
  >;
}

const DB = {
  JUJU_RELATION: "db",
  JUJU_RELATION_ID: "db:3",
  JUJU_REMOTE_APP: "postgresql",
  JUJU_REMOTE_UNIT: "postgresql/0",
};

/** The hooks that the Python charm gets, one after the other. */
const HOOKS: readonly (readonly [string, Readonly<Record<string, string>>])[] =
  [
    ["config-changed", {}],
    ["db-relation-changed", DB],
    ["db-relation-departed", {
      ...DB,
      JUJU_DEPARTING_UNIT: "postgresql/0",
    }],
    ["web-pebble-ready", { JUJU_WORKLOAD_NAME: "web" }],
    ["secret-changed", { JUJU_SECRET_ID: "secret:9m4e2mr0ui3e8a215n4g" }],
    ["leader-elected", {}],
    ["config-changed", {}],
  ];

/** Python with ops, as the toolchain has it. */
export function python(): string {
  const { python } = readToolchain();
  if (python === undefined) throw new Error("The toolchain has no Python");
  return python;
}

/** Runs a program of the peer's and gives what it prints. */
export async function runPeer(
  program: string,
  args: readonly string[] = [],
): Promise<string> {
  return await run(python(), [`${PEER}/${program}`, ...args], {});
}

/** Prepares a unit's folder and its hook commands. */
export async function makeStage(folder: string): Promise<Stage> {
  const charmDir = `${folder}/charm`;
  await Deno.mkdir(charmDir);
  await Deno.copyFile(`${PEER}/metadata.yaml`, `${charmDir}/metadata.yaml`);
  await linkHookCommands(`${folder}/tools`);
  await makeAnswers(`${folder}/juju`, {
    "is-leader": false,
    "config-get": {},
    "relation-ids": ["db:3"],
    "relation-list": ["postgresql/0"],
    "relation-get": {},
  });
  return {
    charmDir,
    env: (hook, extra = {}) => ({
      PATH: `${folder}/tools:/usr/local/bin:/usr/bin:/bin`,
      CHARMKIT_STANDIN: `${folder}/juju`,
      JUJU_CHARM_DIR: charmDir,
      JUJU_DISPATCH_PATH: `hooks/${hook}`,
      JUJU_HOOK_NAME: hook,
      JUJU_MODEL_NAME: "model",
      JUJU_MODEL_UUID: "cdac5656-2423-4388-8f30-41854b4cca7d",
      JUJU_UNIT_NAME: "peer/0",
      JUJU_VERSION: "3.6.9",
      LANG: "C.UTF-8",
      ...extra,
    }),
  };
}

/** Takes the Python charm through its hooks; leaves its state in the folder. */
export async function makePythonState(stage: Stage): Promise<void> {
  for (const [hook, extra] of HOOKS) {
    await run(python(), [`${PEER}/charm.py`], stage.env(hook, extra));
  }
}

/** Runs a command, which must succeed, and gives what it prints. */
export async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    clearEnv: true,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) {
    throw new Error(`${command} ${args[0]} failed: ${decoder.decode(stderr)}`);
  }
  return decoder.decode(stdout);
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  try {
    const stage = await makeStage(folder);
    await makePythonState(stage);
    await Deno.copyFile(
      `${stage.charmDir}/.unit-state.db`,
      `${TESTDATA}/python_state.db`,
    );
    await Deno.writeTextFile(
      `${TESTDATA}/pickles.json`,
      await runPeer("pickles.py"),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
