import { InvalidArgumentError } from "commander";
import { CliError } from "../cli_error.ts";
import { readScript, type ScriptLine } from "./script.ts";
import type { Step } from "./steps.ts";
import { parseStorage, type StoragePlan } from "./storages.ts";
import { parseRelate, type RelateTarget } from "./targets.ts";

/**
 * What flags of `charmkit run` say that may be given more than once, in the
 * order given.
 *
 * A flag's value is only kept at first: what is refused about it is told once
 * the command runs, which knows how errors are shown.
 */
export class RepeatedFlags {
  /** What to do once the units are installed. */
  readonly steps: (ScriptLine | Step)[] = [];
  /** Relations from the beginning on. */
  readonly relate: RelateTarget[] = [];
  /** Storage by name. */
  readonly storages: Record<string, StoragePlan> = {};
  /** Variables for workloads. */
  readonly env: Record<string, string> = {};
  /** Files of resources, by name. */
  readonly resources: Record<string, string> = {};

  readonly #pending: (() => void)[] = [];

  /**
   * Reads what was given; before that there are no steps, relations or storage.
   *
   * @throws {CliError} If a value can't be read.
   */
  read(): void {
    for (const add of this.#pending.splice(0)) add();
  }

  /** Takes a step. */
  addStep(step: Step): void {
    this.#pending.push(() => this.steps.push(step));
  }

  /** Takes an option, or a file of them. */
  addConfig(text: string): void {
    this.addStep(
      text.includes("=")
        ? { kind: "config", pairs: [text] }
        : { kind: "config-file", file: text },
    );
  }

  /** Takes the name of an action, or a parameter of the one before. */
  addActionWord(text: string): void {
    this.#pending.push(() => addActionWord(this.steps, text));
  }

  /** Takes a script, whose lines are steps. */
  addScript(file: string): void {
    this.#pending.push(() => this.steps.push(...readScript(file)));
  }

  /** Takes a relation. */
  addRelation(text: string): void {
    this.#pending.push(() => this.relate.push(parseRelate(text)));
  }

  /** Takes what storage there is of a name, or where it is. */
  addStorage(text: string): void {
    this.#pending.push(() => {
      const [name, plan] = parseStorage(text);
      this.storages[name] = { ...this.storages[name], ...plan };
    });
  }

  /** Takes a variable for workloads. */
  addVariable(pair: string): void {
    addPair(this.env, pair);
  }

  /** Takes the file of a resource. */
  addResource(pair: string): void {
    addPair(this.resources, pair);
  }
}

/** A name begins an action, `param=value` belongs to the one before. */
function addActionWord(steps: (ScriptLine | Step)[], text: string): void {
  const last = steps.at(-1);
  if (!text.includes("=")) {
    steps.push({ kind: "action", name: text, pairs: [] });
  } else if (
    last !== undefined && "kind" in last && last.kind === "action"
  ) {
    steps.splice(-1, 1, { ...last, pairs: [...last.pairs, text] });
  } else {
    throw new CliError(
      `Cannot read "${text}": expected the name of an action`,
      { usage: true },
    );
  }
}

function addPair(pairs: Record<string, string>, text: string): void {
  const equals = text.indexOf("=");
  if (equals < 1) {
    throw new InvalidArgumentError("Expected NAME=VALUE.");
  }
  pairs[text.slice(0, equals)] = text.slice(equals + 1);
}
