import { join } from "@std/path";
import type { Mistake } from "../mistakes.ts";
import { entriesOf, isMap, memberOf } from "../plain_map.ts";
import { readText, unreadable } from "../unreadable.ts";
import { readYaml, type YamlFile } from "../yaml_reader.ts";

const NAME = "lxd-profile.yaml";
const DEVICES = ["unix-char", "unix-block", "gpu", "usb"];

/**
 * Checks lxd-profile.yaml, which goes into the charm as it is.
 *
 * Source: `ReadLXDProfile` and `ValidateConfigDevices` of
 * `github.com/juju/charm/v12`; Juju refuses a charm by the second at deploy.
 *
 * @param dir The charm's folder.
 */
export async function profileMistakes(dir: string): Promise<Mistake[]> {
  let text: string;
  try {
    text = await readText(join(dir, NAME));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    return [unreadable(NAME, error)];
  }
  const file = readYaml(NAME, text);
  if (!file.isReadable) return [...file.mistakes];
  if (file.value === null) return [];
  if (!isMap(file.value)) return [file.mistakeAt([], "expected a map")];
  return [...shapeMistakes(file), ...valueMistakes(file)];
}

function shapeMistakes(file: YamlFile): Mistake[] {
  const mistakes: Mistake[] = [];
  const wantTexts = (value: unknown, path: readonly string[]): void => {
    if (value === undefined || value === null) return;
    if (!isMap(value)) mistakes.push(file.mistakeAt(path, "expected a map"));
    for (const [key, entry] of entriesOf(value)) {
      if (typeof entry !== "object" || entry === null) continue;
      mistakes.push(file.mistakeAt([...path, key], "expected text"));
    }
  };
  const devices = memberOf(file.value, "devices");
  wantTexts(memberOf(file.value, "config"), ["config"]);
  if (devices !== undefined && devices !== null && !isMap(devices)) {
    mistakes.push(file.mistakeAt(["devices"], "expected a map"));
  }
  for (const [name, device] of entriesOf(devices)) {
    wantTexts(device, ["devices", name]);
  }
  const description = memberOf(file.value, "description");
  if (typeof description === "object" && description !== null) {
    mistakes.push(file.mistakeAt(["description"], "expected text"));
  }
  return mistakes;
}

function valueMistakes(file: YamlFile): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [key] of entriesOf(memberOf(file.value, "config"))) {
    if (!/^(?:boot|limits|migration)/.test(key)) continue;
    mistakes.push(file.mistakeAt(
      ["config", key],
      "Juju sets boot, limits and migration itself; remove it",
    ));
  }
  for (const [name, device] of entriesOf(memberOf(file.value, "devices"))) {
    const type = memberOf(device, "type");
    if (type === undefined || DEVICES.includes(String(type))) continue;
    mistakes.push(file.mistakeAt(
      ["devices", name, "type"],
      `expected ${DEVICES.join(", ")}, got "${type}"`,
    ));
  }
  return mistakes;
}
