import { fromFileUrl, join } from "@std/path";
import { parse } from "@std/yaml";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import { readCharmMetadata } from "../src/meta/read_charm_metadata.ts";
import { ContextSetupError, MetadataNotFoundError } from "./errors.ts";

/** What charmcraft.yaml must have to be the metadata of a charm. */
const REQUIRED = ["name", "summary", "description"] as const;

/**
 * Reads the metadata of a charm's folder: charmcraft.yaml, if it is that of a
 * charm, else metadata.yaml with config.yaml and actions.yaml.
 *
 * @throws {ContextSetupError} If there is none, or it can't be read.
 */
export async function loadCharmcraft(
  folder: string | URL,
): Promise<Charmcraft> {
  const path = folder instanceof URL ? fromFileUrl(folder) : folder;
  const unified = await readUnified(path);
  if (unified !== null) return unified;
  try {
    return await readCharmMetadata(path);
  } catch (error) {
    if (!isNotFound(error)) throw unreadable(path, error);
  }
  throw new ContextSetupError(
    `Cannot load the metadata of a charm from "${path}": neither a charmcraft.yaml with type, name, summary and description nor a metadata.yaml is there; pass the metadata to new Context()`,
    {
      cause: new MetadataNotFoundError(
        `Cannot find charmcraft.yaml or metadata.yaml in "${path}"`,
      ),
    },
  );
}

/** charmcraft.yaml; null where there is none, or it is of something else. */
async function readUnified(folder: string): Promise<Charmcraft | null> {
  let value: unknown;
  try {
    value = parse(await Deno.readTextFile(join(folder, "charmcraft.yaml")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw unreadable(folder, error);
  }
  if (typeof value !== "object" || value === null) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  const isCharm = fields["type"] === "charm" &&
    REQUIRED.every((name) => typeof fields[name] === "string");
  if (!isCharm) return null;
  const { extensions } = fields;
  if (Array.isArray(extensions) && extensions.length > 0) {
    throw new ContextSetupError(
      `Cannot load "${folder}/charmcraft.yaml": it has the extensions ${
        extensions.map((name) => `"${name}"`).join(", ")
      }, which only charmcraft knows; run charmcraft expand-extensions, and pass its result to new Context()`,
    );
  }
  return value as Charmcraft;
}

function unreadable(folder: string, cause: unknown): ContextSetupError {
  return new ContextSetupError(
    `Cannot load the metadata of a charm from "${folder}": ${
      cause instanceof Error ? cause.message : String(cause)
    }`,
    { cause },
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Deno.errors.NotFound;
}
