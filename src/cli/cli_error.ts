import { CharmError } from "../errors.ts";

/** What else is known of a failed command, for the person who typed it. */
export interface CliErrorOptions extends ErrorOptions {
  /** What would help, as a sentence. */
  readonly hint?: string;
  /** Lines shown below the message, such as a compiler's own text. */
  readonly details?: readonly string[];
  /** Whether the command was typed wrongly, for exit code 2. @default {false} */
  readonly usage?: boolean;
}

/**
 * Thrown when a command of `charmkit` cannot do what it was asked; the command
 * line shows it as one line, its details and its hint.
 */
export class CliError extends CharmError {
  static {
    this.prototype.name = "CliError";
  }

  /** What would help, if that is known. */
  readonly hint: string | undefined;
  /** Lines that explain the message, in order; empty when it says all. */
  readonly details: readonly string[];
  /** 2 if the command was typed wrongly, else 1. */
  readonly exitCode: 1 | 2;

  /** Takes the message, as one line, and what else is known. */
  constructor(message: string, options: CliErrorOptions = {}) {
    const { hint, details = [], usage = false, ...rest } = options;
    super(message, rest);
    this.hint = hint;
    this.details = details;
    this.exitCode = usage ? 2 : 1;
  }
}

/** One line about any error, for use inside another message. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
