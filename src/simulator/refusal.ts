import { CharmError } from "../errors.ts";

/**
 * Thrown by the simulator when Juju would refuse: the exit code and the text of
 * the hook command, without the word `ERROR` before it.
 *
 * Code 1 is a command that ran and failed, 2 one whose arguments were refused.
 */
export class Refusal extends CharmError {
  static {
    this.prototype.name = "Refusal";
  }

  /** Exit code of the hook command. */
  readonly code: 1 | 2;

  /** Takes the exit code and Juju's text. */
  constructor(code: 1 | 2, message: string) {
    super(message);
    this.code = code;
  }
}

/** Refuses a command that ran: exit code 1. */
export function fail(message: string): never {
  throw new Refusal(1, message);
}

/** Refuses the arguments of a command: exit code 2. */
export function refuse(message: string): never {
  throw new Refusal(2, message);
}
