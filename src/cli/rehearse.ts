import { dirname, join } from "@std/path";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { hookEnvironment } from "../simulator/environment.ts";
import { writeHookClients } from "../simulator/hook_client.ts";
import { HookContext } from "../simulator/hook_context.ts";
import { hookToolNames } from "../simulator/hook_tool.ts";
import { SimulatedPebble } from "../simulator/pebble/simulated_pebble.ts";
import { PebbleServer } from "../simulator/pebble_server.ts";
import { ModelState } from "../simulator/model_state.ts";
import { HookToolServer } from "../simulator/server.ts";
import { CliError } from "./cli_error.ts";
import { type DenoTool, runDeno } from "./deno_tool.ts";
import { permissionArguments } from "./permissions.ts";
import { findPlainFolder, type PlainFolder } from "./plain_folder.ts";

/** Most rehearsals take a quarter of a second. */
const TIMEOUT_MS = 20_000;

/** The socket of the program's Pebble. */
const SOCKET = "pebble.socket";

/** Where a charm keeps its state, in its folder. */
const STATE = ".unit-state.db";

/** A rehearsal of a program. */
export interface Rehearsal {
  /** The Deno that runs it. */
  readonly deno: DenoTool;
  /** The program's folder, the only one that it may read and write. */
  readonly dir: string;
  /** The charm's metadata. */
  readonly charmcraft: Charmcraft;
  /**
   * Arguments of `deno run`: flags, the program and its arguments. The socket of
   * a Pebble is one more argument.
   */
  readonly args: readonly string[];
  /** Where else what is served to it may be. @default {temporary folders} */
  readonly parents?: readonly string[];
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program as Juju would for a `config-changed`, with the simulator's hook
 * commands and Pebble, a relation at each endpoint, and no permission for anything
 * else.
 *
 * Of the author's code, only what modules do when they are imported is run: the
 * framework puts a charm of its own in place of the author's when the program
 * says that it is a rehearsal. What comes of it is the program's business.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<void> {
  const { deno, dir, charmcraft, args, signal } = rehearsal;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const state = new ModelState({ charmcraft });
  const { requires, provides, peers } = charmcraft;
  for (const endpoint of Object.keys({ ...requires, ...provides })) {
    state.addRelation({
      endpoint,
      remoteApp: "remote",
      units: { "remote/0": {} },
    });
  }
  for (const endpoint of Object.keys(peers ?? {})) {
    state.addRelation({ endpoint });
  }
  await using parts = new AsyncDisposableStack();
  const folder = parts.use(await servingFolder(rehearsal));
  if (folder === null) return;
  const socket = join(folder.path, SOCKET);
  parts.defer(() => Deno.remove(socket).catch(() => {}));
  // Deno lets nothing write to a folder that has programs which may be run.
  const tools = join(folder.path, "hook_commands");
  const names = hookToolNames(state.release);
  await Deno.mkdir(tools);
  parts.defer(() => Deno.remove(tools, { recursive: true }));
  // The next one begins without state, too.
  parts.defer(() => Deno.remove(join(dir, STATE)).catch(() => {}));
  const server = parts.use(new HookToolServer());
  const pebble = new SimulatedPebble({ socketPath: socket });
  parts.defer(() => pebble.close());
  parts.use(new PebbleServer(pebble, socket));
  try {
    await writeHookClients(tools, names);
    const context = new HookContext(state, { kind: "config-changed" });
    server.setContext(context);
    await runDeno(deno, [
      "run",
      "--no-config",
      "--no-prompt",
      ...permissionArguments({
        read: [dir, socket],
        write: [dir, socket],
        net: deno.features.unixNet ? [`unix:${socket}`] : [],
        env: true,
        sys: ["uid"],
        run: names,
      }),
      ...args,
      socket,
    ], {
      cwd: dir,
      env: hookEnvironment(context, {
        charmDir: dir,
        agentSocketAddress: server.address,
        agentSocketNetwork: "tcp",
        path: `${tools}:${Deno.env.get("PATH") ?? ""}`,
      }),
      signal: AbortSignal.any([timeout, ...signal ? [signal] : []]),
    });
  } catch (error) {
    // A machine without bash has no hook commands.
    if (timeout.aborted || error instanceof Deno.errors.NotFound) return;
    throw error;
  }
}

/** Where to serve a program's Pebble and hook commands; null: nowhere. */
async function servingFolder(
  { dir, parents }: Rehearsal,
): Promise<PlainFolder | null> {
  const options = { sockets: [SOCKET], ...parents ? { parents } : {} };
  try {
    return await findPlainFolder(dirname(dir), options);
  } catch (error) {
    // The program will do without what it would have taken from a rehearsal.
    if (error instanceof CliError) return null;
    throw error;
  }
}
