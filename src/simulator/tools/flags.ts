import type { HookContext } from "../hook_context.ts";
import { refuse } from "../refusal.ts";
import { parseBool, quote, quoteList } from "./go_text.ts";

/**
 * How a flag takes its value: a boolean needs none; `parse` refuses a value by
 * throwing an `Error`, whose text Juju shows.
 */
export interface FlagSpec {
  /** Names without dashes; the first one is the key of the result. */
  readonly names: readonly string[];
  /** Whether it is true by being there. @default {false} */
  readonly boolean?: boolean;
  /** Checks a value; an error's message ends the refusal. */
  readonly check?: (value: string, context: HookContext) => void;
}

/** What was found in an argument list. */
export interface ParsedFlags {
  /** Values by the first name of their flag; the last one given wins. */
  readonly values: ReadonlyMap<string, string>;
  /** Boolean flags that are set. */
  readonly set: ReadonlySet<string>;
  /** What is not a flag. */
  readonly positional: readonly string[];
  /** Whether help was asked for, so that nothing is to be run. */
  readonly help: boolean;
}

/**
 * Parses arguments with the rules of Juju's hook commands (JHT-00.4): flags and
 * positionals mixed, `--` ends the flags, `-r1` but not `-r=1`.
 *
 * Source: `github.com/juju/gnuflag`, with "option" as the word for a flag.
 *
 * @param args What comes after the command's name.
 * @param specs The flags that the command has.
 * @param context The run, which some values are checked against.
 * @throws {Refusal} With Juju's text, code 2.
 */
export function parseFlags(
  args: readonly string[],
  specs: readonly FlagSpec[],
  context: HookContext,
): ParsedFlags {
  const values = new Map<string, string>();
  const set = new Set<string>();
  const positional: string[] = [];
  const queue = [...args];
  let help = false;

  /** Takes one flag; returns whether it used up what is attached. */
  function take(name: string, attached: string | undefined): boolean {
    const shown = name.length > 1 ? `--${name}` : `-${name}`;
    const spec = specs.find((candidate) => candidate.names.includes(name));
    if (spec === undefined) {
      if (name === "help" || name === "h") {
        help = true;
        return true;
      }
      refuse(`option provided but not defined: ${shown}`);
    }
    const key = spec.names[0] ?? name;
    if (spec.boolean && !attached?.startsWith("=")) {
      set.add(key);
      return false;
    }
    let value = attached;
    if (value === undefined) {
      value = queue.shift();
      if (value === undefined) refuse(`option needs an argument: ${shown}`);
    } else if (name.length > 1) value = value.slice(1);
    check(spec, value, shown, context);
    if (!spec.boolean) values.set(key, value);
    else if (parseBool(value)) set.add(key);
    else set.delete(key);
    return true;
  }

  while (queue.length > 0 && !help) {
    const arg = queue.shift() ?? "";
    if (arg === "--") {
      positional.push(...queue.splice(0));
    } else if (arg === "-" || !arg.startsWith("-")) {
      positional.push(arg);
    } else if (arg.startsWith("--")) {
      const equals = arg.indexOf("=");
      if (equals === 2) refuse(`empty option in argument ${quote(arg)}`);
      take(
        equals < 0 ? arg.slice(2) : arg.slice(2, equals),
        equals < 0 ? undefined : arg.slice(equals),
      );
    } else {
      const letters = [...arg.slice(1)];
      while (letters.length > 0 && !help) {
        const letter = letters.shift() ?? "";
        const attached = letters.length > 0 ? letters.join("") : undefined;
        if (take(letter, attached)) break;
      }
    }
  }
  return { values, set, positional, help };
}

function check(
  spec: FlagSpec,
  value: string,
  shown: string,
  context: HookContext,
): void {
  try {
    if (spec.boolean && parseBool(value) === undefined) {
      throw new Error(
        `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`,
      );
    }
    spec.check?.(value, context);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    refuse(`invalid value ${quote(value)} for option ${shown}: ${text}`);
  }
}

/**
 * Refuses positionals beyond those that a command takes.
 *
 * @throws {Refusal} With Juju's text, code 2.
 */
export function refuseExtra(
  positional: readonly string[],
  most: number,
): void {
  if (positional.length > most) {
    refuse(`unrecognized args: ${quoteList(positional.slice(most))}`);
  }
}
