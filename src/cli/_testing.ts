import { dirname, join } from "@std/path";
import { CliError } from "./cli_error.ts";
import type { Output } from "./output.ts";

/** charmcraft.yaml of a small Kubernetes charm, for tests of this folder. */
export const TINY_CHARM = `type: charm
name: tiny
summary: A tiny charm.
description: Does little.
base: ubuntu@24.04
platforms:
  amd64:
  arm64:
containers:
  web:
    resource: web-image
resources:
  web-image:
    type: oci-image
config:
  options:
    port:
      type: int
      default: 8080
actions:
  restart:
`;

/** A folder that is removed with its content at the end of a test. */
export interface TestFolder extends AsyncDisposable {
  /** Absolute path. */
  readonly path: string;
  /** Path of something in it. */
  at(name: string): string;
}

/** Makes a folder with files, by their paths in it. */
export async function makeFolder(
  files: Readonly<Record<string, string>> = {},
): Promise<TestFolder> {
  const path = await Deno.realPath(await Deno.makeTempDir());
  for (const [name, content] of Object.entries(files)) {
    const file = join(path, name);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, content);
  }
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** An output that keeps what it gets. */
export class MemoryOutput implements Output {
  /** Lines for stdout. */
  readonly lines: string[] = [];
  /** Lines for stderr. */
  readonly notes: string[] = [];
  /** JSON documents. */
  readonly documents: unknown[] = [];

  line(text: string): void {
    this.lines.push(text);
  }

  note(text: string): void {
    this.notes.push(text);
  }

  json(value: unknown): void {
    this.documents.push(value);
  }
}

/** Runs what has to succeed, and shows all that an error knows if it does not. */
export async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { message, details, hint = "" } = error;
    throw new Error([message, ...details, hint].join("\n"), { cause: error });
  }
}
