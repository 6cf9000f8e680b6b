import { isSecretKey } from "../../meta/juju_names.ts";
import { CliError, errorText } from "../cli_error.ts";
import { MetadataError, type Mistake } from "../mistakes.ts";
import { nearestName } from "../nearest_name.ts";
import { isMap } from "../plain_map.ts";
import { readYaml, type YamlFile } from "../yaml_reader.ts";

/** What a remote application says in a relation, as a file gives it. */
export interface RemoteDatabags {
  /** Databag of the application; values may be `secret:NAME`. */
  readonly app: Readonly<Record<string, string>>;
  /** Databags of its units, by number. */
  readonly units: Readonly<Record<number, Readonly<Record<string, string>>>>;
  /** Content of the secrets that it grants, by the name in this file. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An application that says nothing, with one unit. */
export const SILENT: RemoteDatabags = {
  app: {},
  units: { 0: {} },
  secrets: {},
};

const SECTIONS = ["app", "units", "secrets"] as const;

/**
 * Reads a databag file.
 *
 * @param file Path of the file.
 * @param app Name of the remote application.
 * @throws {CliError} If it can't be read.
 * @throws {MetadataError} If it is not what it should be, with its lines.
 */
export async function readDatabagFile(
  file: string,
  app: string,
): Promise<RemoteDatabags> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    throw new CliError(
      `Cannot read databag file "${file}": ${errorText(error)}`,
      { cause: error },
    );
  }
  return parseDatabagFile(file, text, app);
}

/**
 * Reads the text of a databag file: `app`, `units` and `secrets`, each of them
 * maps of texts. A number or boolean is taken as it is written.
 *
 * @throws {MetadataError} If it is not what it should be, with its lines.
 */
export function parseDatabagFile(
  file: string,
  text: string,
  app: string,
): RemoteDatabags {
  const yaml = readYaml(file, text);
  // How YAML's versions read a scalar does not matter: it is taken as written.
  if (!yaml.isReadable) throw new MetadataError(yaml.mistakes);
  const mistakes: Mistake[] = [];
  const reader = new Reader(yaml, mistakes);
  const top = reader.map([], yaml.value ?? {});
  for (const key of Object.keys(top)) {
    if (SECTIONS.some((section) => section === key)) continue;
    const near = nearestName(key, SECTIONS);
    reader.mistake(
      [key],
      near === null
        ? "unknown key: a databag file has app, units and secrets"
        : `unknown key: write ${near}`,
    );
  }
  const bags: RemoteDatabags = {
    app: reader.bag(["app"], top["app"]),
    units: top["units"] === undefined
      ? SILENT.units
      : reader.units(["units"], top["units"], app),
    secrets: reader.secrets(["secrets"], top["secrets"]),
  };
  for (const [path, value] of valuesOf(bags)) {
    const name = /^secret:(.*)$/.exec(value)?.[1];
    if (name === undefined || Object.hasOwn(bags.secrets, name)) continue;
    if (/^[0-9a-v]{20}$/.test(name)) continue;
    reader.mistake(path, `no secret "${name}" is among secrets of this file`);
  }
  if (mistakes.length > 0) throw new MetadataError(mistakes);
  return bags;
}

type Path = readonly PropertyKey[];

/** Takes a value apart, and notes what is wrong with it. */
class Reader {
  readonly #yaml: YamlFile;
  readonly #mistakes: Mistake[];

  constructor(yaml: YamlFile, mistakes: Mistake[]) {
    this.#yaml = yaml;
    this.#mistakes = mistakes;
  }

  mistake(path: Path, message: string): void {
    this.#mistakes.push(this.#yaml.mistakeAt(path, message));
  }

  map(path: Path, value: unknown): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (isMap(value)) return value;
    this.mistake(path, `expected a map, got ${kindOf(value)}`);
    return {};
  }

  /** Texts by key; an empty one is one that is not there, as in Juju. */
  bag(path: Path, value: unknown): Record<string, string> {
    const bag: Record<string, string> = {};
    for (const [key, item] of Object.entries(this.map(path, value))) {
      const text = this.#text([...path, key], item);
      if (text !== "") bag[key] = text;
    }
    return bag;
  }

  units(
    path: Path,
    value: unknown,
    app: string,
  ): Record<number, Record<string, string>> {
    const units: Record<number, Record<string, string>> = {};
    for (const [key, bag] of Object.entries(this.map(path, value))) {
      const at = [...path, key];
      const number = key.startsWith(`${app}/`)
        ? key.slice(app.length + 1)
        : key;
      if (!/^(0|[1-9]\d*)$/.test(number)) {
        this.mistake(at, `expected a unit of "${app}": write ${app}/0`);
      } else if (Object.hasOwn(units, number)) {
        const name = `${app}/${number}`;
        this.mistake(
          at,
          `${number} and ${name} are the same unit: write all its keys below ` +
            `${name}, and remove the other`,
        );
      } else units[Number(number)] = this.bag(at, bag);
    }
    return units;
  }

  secrets(path: Path, value: unknown): Record<string, Record<string, string>> {
    const secrets: Record<string, Record<string, string>> = {};
    for (const [name, content] of Object.entries(this.map(path, value))) {
      const at = [...path, name];
      if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) {
        this.mistake(at, "expected a name of letters, digits, - and _");
      }
      const bag = this.bag(at, content);
      if (Object.keys(bag).length === 0) {
        this.mistake(at, "a secret needs content: write KEY: VALUE below it");
      }
      for (const key of Object.keys(bag)) {
        const message = secretKeyMistake(key);
        if (message !== null) this.mistake([...at, key], message);
      }
      secrets[name] = bag;
    }
    return secrets;
  }

  #text(path: Path, value: unknown): string {
    if (typeof value === "string") return value;
    if (value === null) return "";
    const written = this.#yaml.writtenAt(path);
    if (written !== null) return written;
    this.mistake(
      path,
      `expected text, got ${kindOf(value)}: a databag holds texts only, so ` +
        "write JSON or YAML in quotes",
    );
    return "";
  }
}

/** What Juju has against a key of a secret; null: nothing (JLM-01). */
export function secretKeyMistake(key: string): string | null {
  return isSecretKey(key)
    ? null
    : "expected three lowercase letters or digits or more, a letter first, " +
      "with single hyphens between them";
}

function* valuesOf(bags: RemoteDatabags): Generator<[Path, string]> {
  for (const [key, value] of Object.entries(bags.app)) {
    yield [["app", key], value];
  }
  for (const [unit, bag] of Object.entries(bags.units)) {
    for (const [key, value] of Object.entries(bag)) {
      yield [["units", unit, key], value];
    }
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}
