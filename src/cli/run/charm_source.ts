import { dirname, join } from "@std/path";
import { configure, type Entry, ZipReader } from "@zip.js/zip.js";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import { charmContents, writeMembers } from "../charm_contents.ts";
import { readCharmProject } from "../charm_project.ts";
import { CliError, errorText } from "../cli_error.ts";
import { compileCharm } from "../compile.ts";
import { exists } from "../file_stat.ts";
import type { Output } from "../output.ts";
import { copyCharm, isInside } from "./charm_copy.ts";

/** Kinds of a Unix mode. */
const KIND = 0o170000;
const LINK = 0o120000;

const HINT =
  "Name the folder of a charm, or a .charm file as `charmkit pack` " +
  "makes it";

/** Options of {@linkcode placeCharm}. */
export interface PlaceCharmOptions {
  /** A charm's folder, or a packed charm. */
  readonly source: string;
  /** Where the charm goes; a folder that is empty. */
  readonly charmDir: string;
  /** The Deno that compiles. */
  readonly deno?: string;
  /** Folders and files of this machine that are its storage. @default {none} */
  readonly storages?: readonly string[];
  /** Gets what is worth knowing. */
  readonly output: Output;
  /** Ends the work. */
  readonly signal?: AbortSignal;
}

/**
 * Puts a charm where it is to run: a packed one is unpacked as Juju does
 * (CHA-17, CHA-18); a folder with charmcraft.yaml is compiled; a folder that is
 * a charm already, with metadata.yaml and no charmcraft.yaml, is copied.
 *
 * @returns What the charm says of itself.
 * @throws {CliError} If it is no charm, or can't be compiled.
 */
export async function placeCharm(
  options: PlaceCharmOptions,
): Promise<Charmcraft> {
  const { source, charmDir, deno, storages = [], output, signal } = options;
  const found = await Deno.stat(source).catch((cause) => {
    throw new CliError(`Cannot find charm "${source}": ${errorText(cause)}`, {
      cause,
      hint: HINT,
    });
  });
  if (found.isFile) {
    await unpack(source, charmDir);
  } else if (await exists(join(source, "charmcraft.yaml"))) {
    const project = await readCharmProject(source);
    output.note(`Compiling ${project.charmcraft.name}`);
    const dispatch = join(charmDir, "dispatch");
    const permissions = { read: storages, write: storages };
    await compileCharm(
      { dir: source, output: dispatch, deno, permissions },
      output,
      signal,
    );
    for (const [name, content] of Object.entries(project.files)) {
      await Deno.writeFile(join(charmDir, name), content);
    }
    await writeMembers(charmDir, await charmContents(source));
  } else if (await exists(join(source, "metadata.yaml"))) {
    await copyCharm(source, charmDir);
  } else {
    throw new CliError(`Cannot find a charm in "${source}"`, { hint: HINT });
  }

  // Unpacking, Juju always writes one (CHA-15).
  await Deno.writeTextFile(join(charmDir, "revision"), "0");
  return (await readCharmProject(charmDir)).charmcraft;
}

async function unpack(file: string, charmDir: string): Promise<void> {
  configure({ useWebWorkers: false });
  const opened = await Deno.open(file);
  const zip = new ZipReader(opened.readable);
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      await unpackEntry(entry, charmDir);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`Cannot unpack "${file}": ${errorText(error)}`, {
      cause: error,
      hint: HINT,
    });
  } finally {
    await zip.close();
  }
}

async function unpackEntry(entry: Entry, charmDir: string): Promise<void> {
  const { filename } = entry;
  const path = join(charmDir, filename);
  if (!isInside(path, charmDir)) {
    throw new CliError(
      `Cannot unpack "${filename}": it leads out of the charm`,
    );
  }
  if (entry.directory) {
    await Deno.mkdir(path, { recursive: true });
    return;
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  const attributes = entry.externalFileAttributes >>> 16;
  if ((attributes & KIND) === LINK) {
    const stream = new TransformStream<Uint8Array, Uint8Array>();
    const [target] = await Promise.all([
      new Response(stream.readable).text(),
      entry.getData(stream.writable),
    ]);
    if (target.startsWith("/")) {
      throw new CliError(`Cannot unpack: symlink "${target}" is absolute`);
    }
    if (!isInside(join(dirname(path), target), charmDir)) {
      throw new CliError(
        `Cannot unpack: symlink "${target}" leads out of scope`,
      );
    }
    await Deno.symlink(target, path);
    return;
  }
  // Without Unix attributes Juju makes a file that can't run.
  const mode = attributes === 0 ? 0o666 : attributes & 0o777;
  const file = await Deno.open(path, { write: true, createNew: true, mode });
  await entry.getData(file.writable);
}
