/**
 * Runs hook commands: the one way from this module to the processes of Juju.
 *
 * Every function of this module takes one as its last parameter; without it a
 * {@linkcode ProcessRunner} starts the command that `PATH` names.
 */
export interface HookCommandRunner {
  /**
   * Runs a command to its end.
   *
   * @param argv The command and its arguments.
   * @param options What of the arguments may be shown in an error.
   * @returns What the command wrote to stdout.
   * @throws {HookCommandError} If it exits with another code than zero.
   * @throws {HookCommandNotFoundError} If `PATH` has no such command.
   */
  run(argv: readonly string[], options?: RunOptions): string;
  /**
   * Puts texts or bytes into private files (mode 0600, in a folder of mode 0700)
   * for the time of a call, so that neither bulk nor secret data is in an argument list.
   *
   * @param contents File name to content.
   * @param use Gets the absolute path of each file, by the same names.
   * @returns What `use` returned. The files are gone then, also after an error.
   */
  withFiles<T>(
    contents: Readonly<Record<string, string | Uint8Array>>,
    use: (paths: Readonly<Record<string, string>>) => T,
  ): T;
}

/** Options of {@linkcode HookCommandRunner.run}. */
export interface RunOptions {
  /** The arguments as an error may show them. @default {the arguments} */
  readonly shown?: readonly string[];
  /** Whether the output is secret, so that no error may hold it. @default {false} */
  readonly isSecret?: boolean;
}
