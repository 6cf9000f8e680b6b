import { goNumber } from "./go_number.ts";
import type { NumberRules, TextRules } from "./schema.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Checks a number.
 *
 * Source: `validateNumber` of `github.com/juju/gojsonschema`, which says "lower"
 * where it means "lower or equal" and the other way round, and shows the number
 * as a text.
 */
export function checkNumber(
  rules: NumberRules | null,
  value: number,
  path: readonly string[],
  verdict: Verdict,
): void {
  verdict.score += 1;
  if (rules === null) return;
  const { multipleOf, maximum, minimum } = rules;
  const add = (problem: string) => verdict.add(path, goNumber(value), problem);
  if (multipleOf !== undefined && !Number.isSafeInteger(value / multipleOf)) {
    add(`must be a multiple of ${goNumber(multipleOf)}`);
  }
  if (maximum !== undefined) {
    if (rules.exclusiveMaximum) {
      if (value >= maximum) {
        add(`must be lower than or equal to ${goNumber(maximum)}`);
      }
    } else if (value > maximum) add(`must be lower than ${goNumber(maximum)}`);
  }
  if (minimum === undefined) return;
  if (rules.exclusiveMinimum) {
    if (value <= minimum) {
      add(`must be greater than or equal to ${goNumber(minimum)}`);
    }
  } else if (value < minimum) add(`must be greater than ${goNumber(minimum)}`);
}

/** Checks a text. Its length is counted in characters of Unicode. */
export function checkText(
  rules: TextRules | null,
  value: string,
  path: readonly string[],
  verdict: Verdict,
): void {
  verdict.score += 1;
  if (rules === null) return;
  const { minLength, maxLength, pattern } = rules;
  if ((minLength ?? maxLength) !== undefined) {
    const length = [...value].length;
    if (minLength !== undefined && length < minLength) {
      verdict.add(
        path,
        value,
        `string length must be greater or equal to ${minLength}`,
      );
    }
    if (maxLength !== undefined && length > maxLength) {
      verdict.add(
        path,
        value,
        `string length must be lower or equal to ${maxLength}`,
      );
    }
  }
  if (pattern?.regExp?.test(value) === false) {
    verdict.add(path, value, `does not match pattern '${pattern.source}'`);
  }
}
