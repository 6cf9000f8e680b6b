import { parse } from "@std/yaml";
import { ModelError } from "../model/errors.ts";
import type { Charmcraft } from "./charmcraft.ts";

/**
 * Reads metadata.yaml, config.yaml and actions.yaml of a packed charm.
 *
 * @param charmDir The charm's own folder.
 * @throws {ModelError} If metadata.yaml is missing, or a file is not a YAML map.
 */
export async function readCharmMetadata(charmDir: string): Promise<Charmcraft> {
  const [metadata, config, actions] = await Promise.all([
    readMap(`${charmDir}/metadata.yaml`, "required"),
    readMap(`${charmDir}/config.yaml`, "optional"),
    readMap(`${charmDir}/actions.yaml`, "optional"),
  ]);
  if (typeof metadata.name !== "string") {
    throw new ModelError(
      `Cannot read "${charmDir}/metadata.yaml": it has no name`,
    );
  }
  return { ...metadata, name: metadata.name, config, actions } as Charmcraft;
}

async function readMap(
  path: string,
  presence: "required" | "optional",
): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    if (presence === "optional" && cause instanceof Deno.errors.NotFound) {
      return {};
    }
    throw new ModelError(`Cannot read "${path}"`, { cause });
  }
  let value: unknown;
  try {
    value = parse(text, { schema: "default" }) ?? {};
  } catch (cause) {
    throw new ModelError(`Cannot read "${path}": it is not YAML`, { cause });
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new ModelError(`Cannot read "${path}": it is not a YAML map`);
  }
  return value as Record<string, unknown>;
}
