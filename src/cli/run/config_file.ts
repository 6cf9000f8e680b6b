import type { ConfigValue } from "../../hook_commands/types.ts";
import { CliError, errorText } from "../cli_error.ts";
import { MetadataError } from "../mistakes.ts";
import { isMap } from "../plain_map.ts";
import { readYaml } from "../yaml_reader.ts";

/**
 * Reads a file of options as `juju deploy --config` takes it: options below the
 * application's name, or options alone.
 *
 * @param file Path of the file.
 * @param app Name of the application.
 * @throws {CliError} If it can't be read.
 * @throws {MetadataError} If it is no map of values, with its lines.
 */
export async function readConfigFile(
  file: string,
  app: string,
): Promise<Record<string, ConfigValue>> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    throw new CliError(`Cannot read config "${file}": ${errorText(error)}`, {
      cause: error,
    });
  }
  const yaml = readYaml(file, text);
  if (yaml.mistakes.length > 0) throw new MetadataError(yaml.mistakes);
  if (!isMap(yaml.value)) {
    throw new MetadataError([yaml.mistakeAt([], "expected a map of options")]);
  }
  const below = yaml.value[app];
  const path = isMap(below) ? [app] : [];
  const options = isMap(below) ? below : yaml.value;
  const values: Record<string, ConfigValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (
      typeof value !== "string" && typeof value !== "number" &&
      typeof value !== "boolean"
    ) {
      const message = "expected text, a number, true or false";
      throw new MetadataError([yaml.mistakeAt([...path, name], message)]);
    }
    values[name] = value;
  }
  return values;
}
