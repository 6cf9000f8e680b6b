const PREFIX = ".charmkit-private-";

// A hook command reads its files as soon as it starts, so what is this old was
// left by a process that was killed.
const STALE_MS = 10 * 60_000;

/** Options of {@linkcode withPrivateFiles}. */
export interface PrivateFilesOptions {
  /** Folder in which the private one is made. @default {the system's} */
  readonly dir?: string;
  /** Also remove what a killed process left there. @default {false} */
  readonly clean?: boolean;
}

/** Puts contents into files that only this user can read, for the time of a call. */
export function withPrivateFiles<T>(
  contents: Readonly<Record<string, string | Uint8Array>>,
  use: (paths: Readonly<Record<string, string>>) => T,
  options: PrivateFilesOptions = {},
): T {
  const names = Object.keys(contents);
  for (const name of names) checkName(name);
  const folder = makeFolder(options.dir);
  try {
    const paths = names.map((name) => [name, `${folder}/${name}`] as const);
    for (const [name, path] of paths) {
      const content = contents[name] ?? "";
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      Deno.writeFileSync(path, bytes, { mode: 0o600, createNew: true });
    }
    return use(Object.fromEntries(paths));
  } finally {
    Deno.removeSync(folder, { recursive: true });
    if (options.clean) {
      removeStale(folder.slice(0, folder.lastIndexOf("/")) || "/");
    }
  }
}

function checkName(name: string): void {
  if (!/^\w[\w.-]{0,254}$/.test(name)) {
    throw new TypeError(
      `Cannot write a private file "${name}": its name must be letters, digits, "_", "." and "-"`,
    );
  }
}

/** The unit agent opens the files in its own folder, so the path is absolute. */
function makeFolder(dir: string | undefined): string {
  const folder = Deno.makeTempDirSync({ dir, prefix: PREFIX });
  return folder.startsWith("/") ? folder : `${Deno.cwd()}/${folder}`;
}

function removeStale(parent: string): void {
  for (const name of privateFolders(parent)) {
    const path = `${parent}/${name}`;
    ignoreForeign(() => {
      const { mtime } = Deno.lstatSync(path);
      if (mtime !== null && Date.now() - mtime.getTime() > STALE_MS) {
        Deno.removeSync(path, { recursive: true });
      }
    });
  }
}

function privateFolders(parent: string): string[] {
  return ignoreForeign(() =>
    [...Deno.readDirSync(parent)]
      .filter(({ isDirectory, name }) => isDirectory && name.startsWith(PREFIX))
      .map(({ name }) => name)
  ) ?? [];
}

/**
 * Another process may be tidying up as well, and what belongs to another user
 * is theirs to remove: neither is a reason to fail a hook.
 */
function ignoreForeign<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable
    ) return undefined;
    throw error;
  }
}
