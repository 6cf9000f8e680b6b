import { fileURLToPath } from "node:url";
import type { Toolchain } from "../toolchain/read.ts";
import type { Command } from "./measure.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON_DISPATCH = `${ROOT}/.ci/bench/python_dispatch`;

/** A charm of this project and the same one on Python's ops. */
export interface CharmSources {
  /** The application that it operates. */
  readonly application: string;
  /** Folder of ours, with charmcraft.yaml. */
  readonly ours: string;
  /** Folder of the peer: metadata.yaml, config.yaml and src/charm.py. */
  readonly peer: string;
}

/** A charm, unpacked into a folder of its own. */
export interface Charm {
  /** What it is called in a table. */
  readonly name: string;
  /** The folder that Juju unpacked it into. */
  readonly folder: string;
  /** What its dispatch needs in its environment, beside what Juju gives. */
  readonly env: Readonly<Record<string, string>>;
}

/** Ours, the peer that the limits are for, and the peer with nothing beside it. */
export type Charms = readonly [ours: Charm, theirs: Charm, alone: Charm];

/**
 * Makes the three charms below a folder.
 *
 * The peer is ops as the toolchain installs it, with its tracing; ops alone has
 * no site packages.
 *
 * @param dispatch Our program, when it is compiled already.
 */
export async function makeCharms(
  sources: CharmSources,
  toolchain: Toolchain,
  work: string,
  dispatch?: string,
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
  await Deno.mkdir(ours.folder, { recursive: true });
  for (const { folder } of [theirs, alone]) {
    await Deno.mkdir(`${folder}/src`, { recursive: true });
    for (const file of ["metadata.yaml", "config.yaml", "src/charm.py"]) {
      await Deno.copyFile(`${sources.peer}/${file}`, `${folder}/${file}`);
    }
    await Deno.copyFile(PYTHON_DISPATCH, `${folder}/dispatch`);
  }
  const target = `${ours.folder}/dispatch`;
  if (dispatch) await Deno.copyFile(dispatch, target);
  else await compile(sources.ours, target);
  return [ours, theirs, alone];
}

async function compile(folder: string, target: string): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "charmkit", "compile", folder, "--output", target],
    cwd: ROOT,
    stdin: "null",
  }).spawn().status;
  if (code !== 0) throw new Error(`Cannot compile ${folder}`);
}

/** A hook of the charm's unit 0, with the environment that Juju gives it. */
export function hook(
  charm: Charm,
  options: {
    readonly application: string;
    readonly event: string;
    readonly hookCommands: string;
    readonly answers: string;
  },
): Command {
  const { application, event, hookCommands, answers } = options;
  return {
    argv: [`${charm.folder}/dispatch`],
    cwd: charm.folder,
    env: {
      CHARM_DIR: charm.folder,
      JUJU_CHARM_DIR: charm.folder,
      JUJU_CONTEXT_ID: `${application}/0-${event}-0123456789abcdef`,
      JUJU_HOOK_NAME: event,
      JUJU_DISPATCH_PATH: `hooks/${event}`,
      JUJU_AGENT_SOCKET_ADDRESS: "@/var/lib/juju/agent.socket",
      JUJU_AGENT_SOCKET_NETWORK: "unix",
      JUJU_UNIT_NAME: `${application}/0`,
      JUJU_MODEL_UUID: "cdac5656-2423-4388-8f30-41854b4cca7d",
      JUJU_MODEL_NAME: "bench",
      JUJU_API_ADDRESSES: "10.0.0.1:17070",
      JUJU_MACHINE_ID: "",
      JUJU_PRINCIPAL_UNIT: "",
      JUJU_AVAILABILITY_ZONE: "",
      JUJU_VERSION: "3.6.9",
      LANG: "C.UTF-8",
      PATH: `${hookCommands}:/usr/local/bin:/usr/bin:/bin`,
      CHARMKIT_STANDIN: answers,
      ...charm.env,
    },
  };
}
