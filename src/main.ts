import { describeError, JujuLogger } from "./backend/logger.ts";
import { JujuBackend } from "./backend/juju_backend.ts";
import { type JujuContext, readJujuContext } from "./backend/juju_context.ts";
import type { CharmClass } from "./charm/charm_base.ts";
import { dispatch } from "./dispatch.ts";
import { openStateFile } from "./framework/state_file.ts";
import { CharmMeta } from "./meta/charm_meta.ts";
import type { Charmcraft } from "./meta/charmcraft.ts";
import { VERSION } from "./version.ts";

/** Tells a charm that is started by its own hook commands that it is. */
const GUARD = "OPERATOR_DISPATCH";

/**
 * Runs a charm for the event that Juju started this process for, and ends the
 * process: with code 0 when the dispatch succeeded, and 1 when anything threw.
 *
 * An error is written to Juju's log with its stack, no state is kept, and Juju
 * runs the hook again.
 *
 * @param charmClass The charm.
 * @param charmcraft Its metadata, from the module that `charmkit types` writes.
 * Without it, metadata.yaml, config.yaml and actions.yaml are read from the
 * charm's folder.
 *
 * @example Usage
 * ```ts ignore
 * import * as ops from "@charmkit/ops";
 * import { charmcraft } from "./charmcraft.ts";
 *
 * class HelloCharm extends ops.CharmBase<typeof charmcraft> {}
 *
 * if (import.meta.main) await ops.main(HelloCharm, charmcraft);
 * ```
 */
export async function main<C extends Charmcraft>(
  charmClass: CharmClass<C>,
  charmcraft?: C,
): Promise<never> {
  let context: JujuContext;
  try {
    context = readJujuContext(Deno.env);
  } catch (error) {
    // Juju's log is of no use before its environment is understood.
    console.error(describeError(error));
    Deno.exit(1);
  }
  const backend = new JujuBackend(context);
  const log = new JujuLogger(backend, {
    appId: `${context.modelUuid}-${context.unitName}`,
    debug: context.debug,
  });
  function fail(error: unknown): never {
    reportUncaught(error, context, log);
    Deno.exit(1);
  }
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error);
  });
  // However the process is ended, by the charm's own code too.
  globalThis.addEventListener("unload", () => log.flush());
  Deno.addSignalListener("SIGTERM", () => Deno.exit(143));
  try {
    log.debug(`ops ${VERSION} up and running.`);
    const meta = new CharmMeta(
      charmcraft ?? await readMetadata(context.charmDir),
    );
    if (Deno.env.get(GUARD) !== undefined) {
      log.debug(`Charm called itself via ${context.dispatchPath}.`);
    } else {
      Deno.env.set(GUARD, "1");
      await dispatch({
        charmClass,
        meta,
        backend,
        log,
        openStorage: () =>
          openStateFile(`${context.charmDir}/.unit-state.db`, log),
      });
    }
  } catch (error) {
    fail(error);
  }
  Deno.exit(0);
}

/** Reads the packed files only when they are needed: the reader of YAML costs start-up time. */
async function readMetadata(charmDir: string): Promise<Charmcraft> {
  const { readCharmMetadata } = await import("./meta/read_charm_metadata.ts");
  return readCharmMetadata(charmDir);
}

function reportUncaught(
  error: unknown,
  context: JujuContext,
  log: JujuLogger,
): void {
  const name = error instanceof Error ? error.name : typeof error;
  const message = error instanceof Error ? error.message : describeError(error);
  log.error("Uncaught exception while in charm code:", error);
  if (context.actionName) {
    console.error(`Uncaught ${name} in charm code: ${message}`);
    console.error("Use `juju debug-log` to see the full traceback.");
  }
  log.security({
    level: "WARN",
    event: `sys_crash:${name}`,
    description: `Uncaught exception in charm code: ${name}: ${message}.`,
  });
}
