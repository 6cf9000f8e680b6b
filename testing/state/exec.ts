import { nameList, type Names } from "./_lists.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode Exec}. */
export interface ExecOptions {
  /** Exit code. @default {0} */
  readonly returnCode?: number;
  /** What the command writes to its standard output. @default {""} */
  readonly stdout?: string;
  /** What the command writes to its standard error. @default {""} */
  readonly stderr?: string;
}

/** What {@linkcode Exec.with} can replace. */
export interface ExecChanges extends ExecOptions {
  /** The first words of the commands that it answers. */
  readonly commandPrefix?: Names;
}

/**
 * What happens when the charm runs a command in a container: of those whose
 * prefix fits, the one with the longest is taken.
 *
 * @example Usage
 * ```ts
 * import { Container, Exec } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const ls = new Exec(["ls", "-l"], { stdout: "total 0\n" });
 * const container = new Container("web", { execs: [ls] });
 *
 * assertEquals(container.execs[0]?.commandPrefix, ["ls", "-l"]);
 * ```
 */
export class Exec extends Component {
  /** The first words of the commands that it answers; none: of any command. */
  readonly commandPrefix: readonly string[];
  /** Exit code. */
  readonly returnCode: number;
  /** What the command writes to its standard output. */
  readonly stdout: string;
  /** What the command writes to its standard error. */
  readonly stderr: string;

  /**
   * Takes the first words of a command, and what comes of it.
   *
   * @throws {StateValidationError} If the words are a text instead of a list.
   */
  constructor(commandPrefix: Names, options: ExecOptions = {}) {
    super();
    this.commandPrefix = nameList("commandPrefix", commandPrefix);
    this.returnCode = options.returnCode ?? 0;
    this.stdout = options.stdout ?? "";
    this.stderr = options.stderr ?? "";
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: ExecChanges): Exec {
    return new Exec(changes.commandPrefix ?? this.commandPrefix, {
      ...this,
      ...changes,
    });
  }
}
