import { HookCommandOutputError } from "./hook_command_output_error.ts";
import type { HookCommandRunner, RunOptions } from "./runner.ts";

/** Runs a command that prints JSON. */
export function runJson(
  runner: HookCommandRunner,
  argv: readonly string[],
  options?: RunOptions,
): OutputReader {
  return OutputReader.parse(argv[0] ?? "", runner.run(argv, options));
}

/**
 * A place in the JSON that a hook command printed, which is read as what Juju
 * documents or refused.
 *
 * Go writes an empty map or list as null, so null is read as an empty one.
 */
export class OutputReader {
  readonly #command: string;
  readonly #value: unknown;
  readonly #path: string;

  private constructor(command: string, value: unknown, path: string) {
    this.#command = command;
    this.#value = value;
    this.#path = path;
  }

  /** Reads the whole output of a command. */
  static parse(command: string, stdout: string): OutputReader {
    let value: unknown;
    try {
      value = JSON.parse(stdout);
    } catch {
      // The parser's own message quotes the text, which may be secret.
      throw new HookCommandOutputError(command, "it is not JSON", "JSON");
    }
    return new OutputReader(command, value, "");
  }

  /** The value as it is, null if there is none. */
  get value(): unknown {
    return this.#value ?? null;
  }

  /** Whether there is no value here, or null. */
  get isAbsent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  /** A member of the map that is here; one that is missing is absent. */
  get(key: string): OutputReader {
    const map = this.#map();
    const value = Object.hasOwn(map, key) ? map[key] : undefined;
    return this.#at(value, key);
  }

  /** The text that is here. */
  text(): string {
    return typeof this.#value === "string" ? this.#value : this.fail("text");
  }

  /** The text that is here; empty when absent. */
  textOrEmpty(): string {
    return this.isAbsent ? "" : this.text();
  }

  /** The text that is here; null when absent or empty. */
  textOrNull(): string | null {
    return this.textOrEmpty() || null;
  }

  /** The bytes that are here, in base64. */
  bytes(): Uint8Array<ArrayBuffer> {
    try {
      const text = this.text();
      if (/\s/.test(text)) return this.fail("base64");
      return Uint8Array.fromBase64(text, { lastChunkHandling: "strict" });
    } catch {
      // The parser's own message quotes the text, which may be secret.
      return this.fail("base64");
    }
  }

  /** The whole number that is here, not below zero. */
  count(): number {
    const value = this.#value;
    return typeof value === "number" && Number.isSafeInteger(value) &&
        value >= 0
      ? value
      : this.fail("a whole number");
  }

  /** The boolean that is here. */
  boolean(): boolean {
    return typeof this.#value === "boolean"
      ? this.#value
      : this.fail("a boolean");
  }

  /** The boolean that is here; false when absent. */
  booleanOrFalse(): boolean {
    return this.isAbsent ? false : this.boolean();
  }

  /** Each entry of the list that is here. */
  list<T>(read: (entry: OutputReader) => T): T[] {
    if (this.isAbsent) return [];
    if (!Array.isArray(this.#value)) return this.fail("a list");
    return this.#value.map((value, index) => read(this.#at(value, `${index}`)));
  }

  /** Each text of the list that is here. */
  texts(): string[] {
    return this.list((entry) => entry.text());
  }

  /** Each member of the map that is here, in order. */
  entries(): [string, OutputReader][] {
    return Object.entries(this.#map())
      .map(([key, value]) => [key, this.#at(value, key)]);
  }

  /** The map that is here, each member read. */
  map<T>(read: (member: OutputReader) => T): Record<string, T> {
    return Object.fromEntries(
      this.entries().map(([key, member]) => [key, read(member)]),
    );
  }

  /** Refuses what is here, without showing it. */
  fail(expected: string): never {
    const place = this.#path === "" ? "it" : `"${this.#path}"`;
    throw new HookCommandOutputError(
      this.#command,
      `${place} is ${kindOf(this.#value)}`,
      expected,
    );
  }

  #map(): Readonly<Record<string, unknown>> {
    if (this.isAbsent) return {};
    return isMap(this.#value) ? this.#value : this.fail("a map");
  }

  #at(value: unknown, key: string): OutputReader {
    const path = this.#path === "" ? key : `${this.#path}.${key}`;
    return new OutputReader(this.#command, value, path);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "other text";
    case "object":
      return "a map";
    default:
      return `a ${typeof value}`;
  }
}
