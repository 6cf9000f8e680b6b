import { decodeSecretValue } from "../src/simulator/secret_state.ts";
import type { ModelState } from "../src/simulator/model_state.ts";
import type { RunStep } from "./run/steps.ts";

/** One thing that happened in a run, in words. */
export interface ExplainedStep {
  /** What it was. */
  readonly kind:
    | "event"
    | "handler"
    | "deferral"
    | "hook-command"
    | "pebble"
    | "log"
    | "error";
  /** The event, handler, command, call, line or error. */
  readonly text: string;
  /** What a hook command printed, or what a call was refused with; null: nothing. */
  readonly answer: string | null;
  /** How deep it is inside handlers. */
  readonly depth: number;
}

/**
 * What a run observed, read and wrote, in order; as text, for people.
 *
 * Contents of secrets are not in it, wherever the charm has put them.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.unit.setWorkloadVersion("1.0");
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, { name: "web" });
 * await ctx.run(ctx.on.start(), new State());
 * const { steps } = ctx.explain();
 *
 * assertEquals(
 *   steps.filter(({ kind }) => kind !== "log").map(({ text }) => text),
 *   ["start", "WebCharm.#onStart", "application-version-set -- 1.0"],
 * );
 * ```
 */
export class Explanation {
  /** What happened, in order. */
  readonly steps: readonly ExplainedStep[];

  /**
   * Takes what was recorded, and the words to hide.
   *
   * @internal
   */
  constructor(steps: readonly RunStep[], secretWords: readonly string[] = []) {
    const hide = hider(secretWords);
    this.steps = steps.map((step) => {
      const { text, answer } = textOf(step);
      return {
        kind: step.kind,
        text: hide(text),
        answer: answer === null ? null : hide(answer),
        depth: step.depth,
      };
    });
  }

  /** One line for each step, indented by handler. */
  toString(): string {
    return this.steps.map(({ kind, text, answer, depth }) => {
      const shown = answer === null ? text : `${text} → ${answer}`;
      const line = MARKS[kind] + shown.replaceAll("\n", "\n    ");
      return "  ".repeat(depth) + line;
    }).join("\n");
  }

  /** The text, when it is printed. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

const MARKS: Readonly<Record<ExplainedStep["kind"], string>> = {
  event: "event ",
  handler: "handler ",
  deferral: "deferred ",
  "hook-command": "",
  pebble: "pebble ",
  log: "",
  error: "threw ",
};

/** Texts that secrets of the world have as their contents. */
export function secretWords({ secrets }: ModelState): string[] {
  const words = new Set<string>();
  for (const { revisions } of secrets.values()) {
    for (const content of revisions.values()) {
      for (const value of Object.values(content)) {
        words.add(decodeSecretValue(value));
      }
    }
  }
  return [...words];
}

/** Shorter ones would be found everywhere, and are no secrets worth the name. */
const SHORTEST_SECRET = 4;

function hider(words: readonly string[]): (text: string) => string {
  // A longer one may have a shorter one in it.
  const secret = words.filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let hidden = text;
    for (const word of secret) hidden = hidden.replaceAll(word, "<secret>");
    return hidden;
  };
}

/** Commands whose answer is nothing to be shown. */
const SECRET_ANSWERS: ReadonlySet<string> = new Set([
  "credential-get",
  "secret-get",
]);
const MAX_LENGTH = 400;

function textOf(
  step: RunStep,
): { readonly text: string; readonly answer: string | null } {
  switch (step.kind) {
    case "event":
      return { text: step.event, answer: null };
    case "handler":
      return {
        text: step.isAgain
          ? `${step.handler} (${step.event}, deferred earlier)`
          : step.handler,
        answer: null,
      };
    case "deferral":
      return { text: `${step.event} for ${step.handler}`, answer: null };
    case "hook-command": {
      const { command: { name, args, code }, exchange } = step;
      const { stdout, stderr, files } = exchange;
      const shown = args.map((arg) => files.get(arg) ?? shownArgument(arg));
      const text = [name, ...shown].join(" ");
      if (code !== 0) {
        return { text, answer: `exit code ${code}: ${stderr.trim()}` };
      }
      if (SECRET_ANSWERS.has(name)) return { text, answer: "<secret>" };
      return { text, answer: stdout === "" ? null : short(stdout.trim()) };
    }
    case "pebble": {
      const { container, call, args, error } = step;
      const last = args.findLastIndex((arg) => arg !== undefined);
      const list = args.slice(0, last + 1)
        .map((arg, index) => shownValue(arg, call, index));
      return {
        text: `${container}: ${call}(${list.join(", ")})`,
        answer: error,
      };
    }
    case "log":
      return { text: `${step.level} ${step.message}`, answer: null };
    case "error":
      return { text: step.message, answer: null };
  }
}

function shownArgument(arg: string): string {
  return /^[\w@%+=:,./<>-]+$/.test(arg) ? arg : JSON.stringify(arg);
}

/** What is given to a call of Pebble; of a file's content only how much it is. */
function shownValue(value: unknown, call: string, index: number): string {
  const isContent = call === "push" && index === 1;
  if (typeof value === "string") {
    return isContent ? `${value.length} characters` : JSON.stringify(value);
  }
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (isContent) return "a stream";
  return short(JSON.stringify(value, shownField) ?? String(value));
}

function shownField(key: string, value: unknown): unknown {
  if (key === "stdin") return "…";
  return typeof value === "object" && value !== null &&
      Symbol.asyncIterator in value
    ? "a stream"
    : value;
}

function short(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}
