import { jsonText } from "./json_text.ts";
import type { Schema } from "./schema.ts";

/** One thing that is wrong with a value. */
export interface Mistake {
  /** Names and places of lists that lead to the value; empty: the root. */
  readonly path: readonly string[];
  /** What Juju says of it, such as `must be of type integer`. */
  readonly problem: string;
  /** What was given, as Juju shows it. */
  readonly given: string;
  /** The key that is missing, or that must not be there. */
  readonly key?: { readonly name: string; readonly isMissing: boolean };
}

/** What is wrong with a value, and how near it came to its schema. */
export class Verdict {
  /** What is wrong, in the order of Juju. */
  readonly mistakes: Mistake[] = [];
  /**
   * Of several schemas of which none fits, Juju shows what is wrong by the one
   * with the highest score.
   */
  score = 0;

  /** Whether nothing is wrong. */
  get isFine(): boolean {
    return this.mistakes.length === 0;
  }

  /** Notes something that is wrong. */
  add(
    path: readonly string[],
    given: unknown,
    problem: string,
    key?: Mistake["key"],
  ): void {
    this.mistakes.push({ path, problem, given: jsonText(given), key });
    this.score -= 2;
  }

  /** Takes over what is wrong by another schema, or with a part of the value. */
  merge({ mistakes, score }: Verdict): void {
    this.mistakes.push(...mistakes);
    this.score += score;
  }
}

/** Checks a value by a schema, as what is to be checked inside of another. */
export type Check = (
  schema: Schema,
  value: unknown,
  path: readonly string[],
) => Verdict;

/** A mistake in Juju's words, such as `(root).level : must be lower than 9, given "10"`. */
export function mistakeText({ path, problem, given }: Mistake): string {
  return `${["(root)", ...path].join(".")} : ${problem}, given ${given}`;
}
