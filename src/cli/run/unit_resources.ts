import { join } from "@std/path";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { isFile } from "../file_stat.ts";

/**
 * Looks, before anything is done, whether the files of resources are there.
 *
 * @param given Files, by name of the resource.
 * @throws {CliError} If one is not.
 */
export async function expectResourceFiles(
  given: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, file] of Object.entries(given)) {
    if (await isFile(file)) continue;
    throw new CliError(`Cannot find file "${file}" of resource "${name}"`, {
      hint: "Write --resource NAME=FILE",
      usage: true,
    });
  }
}

/**
 * Lays resources out as the unit agent does (JHT-18).
 *
 * @param state The world of the unit, which gets their paths.
 * @param base The folder of the unit's agent.
 * @param given Files, by name of the resource.
 * @throws {CliError} If the charm has no such resource.
 */
export async function placeResources(
  state: ModelState,
  base: string,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  const { resources = {} }: Charmcraft = state.charmcraft;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(resources, name)) {
      throw new CliError(
        `Cannot use resource "${name}": the charm has none of that name`,
        {
          hint: `Its resources: ${Object.keys(resources).join(", ") || "none"}`,
        },
      );
    }
  }
  for (const [name, resource] of Object.entries(resources)) {
    const folder = join(base, "resources", name);
    const file = given[name];
    const isImage = resource.type === "oci-image";
    if (file === undefined && !isImage) continue;
    await Deno.mkdir(folder, { recursive: true });
    const path = join(
      folder,
      isImage ? "content.yaml" : resource.filename ?? name,
    );
    if (file !== undefined) await Deno.copyFile(file, path);
    else {
      await Deno.writeTextFile(
        path,
        `registrypath: localhost/${name}\nusername: ""\npassword: ""\n`,
      );
    }
    state.resources.set(name, path);
  }
}
