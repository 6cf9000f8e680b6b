import { AbortError } from "./abort.ts";
import type { Logger } from "./backend/logger.ts";

/** What {@linkcode runLegacyHook} needs to know of the dispatch. */
export interface LegacyHookOptions {
  /** The charm's own folder. */
  readonly charmDir: string;
  /** Path of what is dispatched in it, such as `"hooks/install"`. */
  readonly dispatchPath: string;
  /** Where to tell what is done; what waits in it goes out before the hook runs. */
  readonly log: Logger & { flush(): void };
}

/**
 * Runs the script that a charm of old kept for this hook, before the charm's own
 * handlers.
 *
 * Such a script stands at the very path that Juju dispatches. Charms have it
 * that are on their way from scripts to handlers.
 *
 * @throws {AbortError} If the script fails: the process ends with its exit code.
 */
export function runLegacyHook(options: LegacyHookOptions): void {
  const { charmDir, dispatchPath, log } = options;
  const path = `${charmDir}/${dispatchPath}`;
  const file = statOf(path);
  if (file === null || file.isDirectory) return;
  if (((file.mode ?? 0) & 0o111) === 0) {
    log.warning(`Legacy ${dispatchPath} exists but is not executable.`);
    return;
  }
  if (isThisProgram(path, charmDir)) {
    log.debug(`Legacy ${dispatchPath} is just a link to ourselves.`);
    return;
  }
  log.info(`Running legacy ${dispatchPath}.`);
  log.flush();
  const code = run(path, dispatchPath, log);
  if (code === 0) {
    log.debug(`Legacy ${dispatchPath} exited with status 0.`);
    return;
  }
  log.warning(`Legacy ${dispatchPath} exited with status ${code}.`);
  throw new AbortError(`Legacy ${dispatchPath} failed`, code);
}

function statOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Charms for older versions of Juju have each hook linked to the program itself. */
function isThisProgram(path: string, charmDir: string): boolean {
  return [Deno.execPath(), `${charmDir}/dispatch`]
    .includes(Deno.realPathSync(path));
}

function run(path: string, dispatchPath: string, log: Logger): number {
  try {
    const { code } = new Deno.Command(path, {
      args: Deno.args,
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).outputSync();
    return code;
  } catch (error) {
    log.warning(`Unable to execute legacy ${dispatchPath}:`, error);
    throw new AbortError(`Legacy ${dispatchPath} cannot be run`, 1);
  }
}
