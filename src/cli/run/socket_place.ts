import { dirname, join } from "@std/path";
import { CliError, errorText } from "../cli_error.ts";
import { exists } from "../file_stat.ts";
import { AWAIT_END, type Guard, startGuard } from "./guard.ts";

/**
 * Where a charm finds its containers; its executable may use no other place.
 */
const CONTAINERS = "/charm/containers";

/** What a charm sees there, in a temporary folder. */
const SOCKETS = "containers";

/**
 * Puts Pebble sockets to where a charm looks for them.
 *
 * A charm's executable has `/charm/containers/<name>/pebble.socket` built in
 * (JEN-33), a place that is not there on a developer's machine.
 */
export interface SocketPlace extends AsyncDisposable {
  /** How it is done, as a sentence part. */
  readonly description: string;
  /** Where the Pebble of a container has to listen. */
  socketPath(container: string): string;
  /**
   * What to put before the program of the charm, so that it sees the sockets.
   */
  readonly prefix: readonly string[];
  /** What is left on the machine if this process is killed. */
  readonly leftovers: readonly string[];
}

/** What decides about a {@linkcode SocketPlace}. */
export interface SocketPlaceOptions {
  /** Number of units that the run has, each with such a place. @default {1} */
  readonly units?: number;
}

/** Path of the socket of a container in the folder that all are in. */
export function socketOf(container: string): string {
  return join(SOCKETS, container, "pebble.socket");
}

/**
 * Finds a way to put the sockets there: a mount namespace of the charm's own,
 * in which `/charm` is a view of a temporary folder (no root needed, two runs
 * never meet, nothing of the machine is touched); or, where namespaces are not
 * allowed, the real `/charm/containers`.
 *
 * @param folder A temporary folder, for sockets and mount points; its path is
 * short enough for {@linkcode socketOf} in it.
 * @param containers Names of the charm's containers.
 * @param options What decides.
 * @throws {CliError} If neither is possible; says what would be.
 */
export async function makeSocketPlace(
  folder: string,
  containers: readonly string[],
  { units = 1 }: SocketPlaceOptions = {},
): Promise<SocketPlace> {
  if (containers.length === 0) return nowhere;
  for (const name of containers) {
    const path = join(folder, socketOf(name));
    await Deno.mkdir(dirname(path), { recursive: true });
  }
  const place = await namespacePlace(folder);
  if (place !== null) return place;
  if (units > 1) {
    throw new CliError(
      `Cannot run ${units} units of a charm with containers: without a mount ` +
        `namespace, all have their sockets in ${CONTAINERS}`,
      { hint: `Run ${WITH_NAMESPACES}, or run one unit` },
    );
  }
  return await makeRealPlace(containers);
}

/** Where mount namespaces can be had. */
const WITH_NAMESPACES =
  "on a Linux that allows user namespaces (`unshare -rm true` succeeds), as root";

const nowhere: SocketPlace = {
  description: "The charm has no containers",
  socketPath: (container) => join(CONTAINERS, container, "pebble.socket"),
  prefix: [],
  leftovers: [],
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** Builds a root folder out of the machine's own, with another /charm. */
const NAMESPACE_SCRIPT = `set -e
# Of mount and chroot, not all are where everybody looks for programs.
PATH=$PATH:/usr/sbin:/sbin
root=$1 containers=$2
mount -t tmpfs -o mode=755 charmkit "$root"
for entry in /* /.[!.]*; do
  [[ $entry == /charm ]] && continue
  if [[ -L $entry ]]; then
    ln -s "$(readlink "$entry")" "$root$entry"
  elif [[ -d $entry ]]; then
    mkdir "$root$entry"
    mount --rbind "$entry" "$root$entry"
  elif [[ -e $entry ]]; then
    : > "$root$entry"
    mount --bind "$entry" "$root$entry"
  fi
done
mkdir -p "$root${CONTAINERS}"
mount --bind "$containers" "$root${CONTAINERS}"
exec chroot "$root" "$BASH" -c '${AWAIT_END}
echo ready
await_end'
`;

async function namespacePlace(folder: string): Promise<SocketPlace | null> {
  if (Deno.build.os !== "linux") return null;
  const sockets = join(folder, SOCKETS);
  const root = join(folder, "root");
  await Deno.mkdir(root, { recursive: true });
  // Root needs no user namespace, and keeps its user that way.
  const ways = NAMESPACES.slice(Deno.uid() === 0 ? 0 : 1);
  for (const [unshare, nsenter] of ways) {
    const guard = await tryNamespace(unshare, root, sockets);
    if (guard === null) continue;
    return {
      description: `In a mount namespace, ${CONTAINERS} is ${sockets}`,
      socketPath: (container) => join(folder, socketOf(container)),
      prefix: ["nsenter", "-t", String(guard.pid), ...nsenter, "--"],
      leftovers: [],
      [Symbol.asyncDispose]: () => guard[Symbol.asyncDispose](),
    };
  }
  return null;
}

/** Flags of unshare, and those of nsenter to get there. */
const NAMESPACES: readonly (readonly [string[], string[]])[] = [
  [["-m"], ["-m", "-r"]],
  [["-r", "-m"], ["-U", "--preserve-credentials", "-m", "-r"]],
];

async function tryNamespace(
  flags: readonly string[],
  root: string,
  sockets: string,
): Promise<Guard | null> {
  let guard: Guard;
  try {
    guard = startGuard({
      script: NAMESPACE_SCRIPT,
      args: [root, sockets],
      prefix: ["unshare", ...flags, "--propagation", "private"],
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  if (await guard.ready === "ready") return guard;
  await guard[Symbol.asyncDispose]();
  return null;
}

/**
 * Puts the sockets to the real place, for machines without namespaces.
 *
 * Two runs of charms with containers of the same name can't be there at a time.
 *
 * @param containers Names of the charm's containers.
 * @param root Where charms look. @default {"/charm/containers"}
 * @throws {CliError} If a folder is taken, or may not be made.
 */
export async function makeRealPlace(
  containers: readonly string[],
  root: string = CONTAINERS,
): Promise<SocketPlace> {
  const made: string[] = [];
  const remove = async () => {
    for (const path of made.toReversed()) {
      // What somebody else put there meanwhile stays, with its folder.
      await Deno.remove(path, { recursive: dirname(path) === root })
        .catch(() => {});
    }
  };
  try {
    for (const path of [dirname(root), root]) {
      if (await exists(path)) continue;
      await Deno.mkdir(path);
      made.push(path);
    }
    for (const name of containers) {
      const path = join(root, name);
      await Deno.mkdir(path);
      made.push(path);
    }
  } catch (error) {
    await remove();
    throw new CliError(
      `Cannot put Pebble sockets to ${root}: ${errorText(error)}`,
      {
        cause: error,
        hint: error instanceof Deno.errors.AlreadyExists
          ? "Another run may use that folder; if none does, remove it"
          : `Run ${WITH_NAMESPACES}, or after ` +
            `\`sudo mkdir -p ${root} && sudo chown $USER ${root}\``,
      },
    );
  }
  return {
    description: `Sockets are in ${root}`,
    socketPath: (container) => join(root, container, "pebble.socket"),
    prefix: [],
    leftovers: containers.map((name) => join(root, name)),
    [Symbol.asyncDispose]: remove,
  };
}
