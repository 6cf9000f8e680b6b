import { AbortError } from "./abort.ts";
import { describeError, JujuLogger, writeToStderr } from "./backend/logger.ts";
import { JujuBackend } from "./backend/juju_backend.ts";
import { type JujuContext, readJujuContext } from "./backend/juju_context.ts";
import type { CharmClass } from "./charm/charm_base.ts";
import { captureConsole } from "./console_capture.ts";
import { dispatch } from "./dispatch.ts";
import { endBySigterm } from "./end_by_sigterm.ts";
import { kindOf } from "./framework/framework_object.ts";
import { openStateFile } from "./framework/state_file.ts";
import { endLoopTurn, loopTurn } from "./loop_turn.ts";
import { CharmMeta } from "./meta/charm_meta.ts";
import type { Charmcraft } from "./meta/charmcraft.ts";
import type { ModelContext } from "./model/model_context.ts";
import type { TracedDispatch } from "./tracing/traced_dispatch.ts";
import type { Tracer } from "./tracing/tracer.ts";
import type { TracingSetup, TracingStart } from "./tracing/tracing_setup.ts";
import { currentRehearsal, RehearsalCharm } from "./rehearsal.ts";
import { VERSION } from "./version.ts";

/** Tells a charm that is started by its own hook commands that it is. */
const GUARD = "OPERATOR_DISPATCH";

/** How long a dispatch may wait before it says so. */
const SLOW_MS = 2000;

/** Options of {@linkcode main}. */
export interface MainOptions {
  /**
   * Records what the dispatch does: `otlpTracing` of `@charmkit/ops/tracing`, a
   * tracer such as one of `@opentelemetry/api`, or a function that sets one up.
   *
   * The dispatch, each handler and each hook command is a span; neither secret
   * content nor relation data is in one. @default {nothing is recorded}
   */
  readonly tracing?: Tracer | TracingSetup;
}

/**
 * Runs a charm for the event that Juju started this process for, and ends the
 * process: with code 0 when the dispatch succeeded, and 1 when anything threw.
 *
 * An error is written to Juju's log with its stack, no state is kept, and Juju
 * runs the hook again. So it is with an error that no handler waited for. A call
 * of Pebble that a handler did not wait for is waited for, with a warning.
 *
 * What the charm prints with `console` goes to Juju's log: `console.log` and
 * `console.info` at INFO, `console.debug` at DEBUG, `console.warn` at WARNING and
 * `console.error` at ERROR.
 *
 * @param charmClass The charm.
 * @param charmcraft Its metadata, from the module that `charmkit types` writes.
 * Without it, metadata.yaml, config.yaml and actions.yaml are read from the
 * charm's folder.
 * @param options Whether it is traced.
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
  options: MainOptions = {},
): Promise<never> {
  const rehearsal = currentRehearsal();
  const given: unknown = charmClass;
  if (rehearsal !== null && given !== RehearsalCharm) {
    return await main(RehearsalCharm, charmcraft);
  }
  const context = readContext();
  const charmKind = kindOf(charmClass);
  const traced = options.tracing === undefined
    ? null
    : await startTracing(options.tracing, { context, charmName: charmKind });
  const backend = new JujuBackend(context, {
    ...rehearsal && { pebbleSocket: () => rehearsal.pebbleSocket },
    ...traced && { runner: traced.runner, wrapPebble: traced.pebble },
  });
  const log = new JujuLogger(backend, {
    appId: `${context.modelUuid}-${context.unitName}`,
    debug: context.debug,
  });
  const restoreConsole = captureConsole(log);
  let model: ModelContext | null = null;
  let isEnding = false;
  let isWatched = false;
  let isSlow = false;
  let slow: ReturnType<typeof setTimeout> | undefined;

  function onTerminate(): never {
    log.flush();
    Deno.removeSignalListener("SIGTERM", onTerminate);
    endBySigterm();
  }

  /** Ends the process: at once, unless a trace is to be sent first. */
  function end(code: number): Promise<never> {
    isEnding = true;
    restoreConsole();
    if (traced === null) Deno.exit(code);
    return traced.shutdown({ log, meta: model?.meta ?? null })
      .catch((error) => log.warning("Cannot send the trace", error))
      .then(() => Deno.exit(code));
  }

  function fail(error: unknown, note?: string): Promise<never> {
    if (isEnding) return never();
    if (error instanceof AbortError) return end(error.exitCode);
    reportUncaught(error, { context, log, note });
    return end(1);
  }

  /** An error that reached nobody: of a promise or a timer that a handler left behind. */
  function failUnawaited(error: unknown): void {
    const during = model?.running?.handler ?? "no handler";
    void fail(error, `Nothing waited for it; it came during ${during}.`);
  }

  /** Looks whether a wait takes long; for one that does not, no timer is made: the first costs milliseconds. */
  function watchWait(): void {
    if (isWatched) return;
    isWatched = true;
    void loopTurn().then(() => {
      if (isEnding) return;
      slow = setTimeout(() => {
        isSlow = true;
        tellOfWait(model, log);
        Deno.removeSignalListener("SIGTERM", onTerminate);
      }, SLOW_MS);
    });
  }

  async function run(): Promise<void> {
    log.debug(`ops ${VERSION} up and running.`);
    const meta = new CharmMeta(
      charmcraft ?? await readMetadata(context.charmDir),
      { jujuVersion: context.version },
    );
    if (Deno.env.get(GUARD) !== undefined) {
      log.debug(`Charm called itself via ${context.dispatchPath}.`);
      return;
    }
    Deno.env.set(GUARD, "1");
    if (mayHaveLegacyHook(context)) {
      const { runLegacyHook } = await import("./legacy_hook.ts");
      runLegacyHook({ ...context, log });
    }
    await dispatch({
      charmClass,
      meta,
      backend,
      log,
      spans: traced?.spans,
      openStorage: () =>
        openStateFile(`${context.charmDir}/.unit-state.db`, { log, charmKind }),
      onContext: (made) => {
        model = made;
        made.pending.onWait = watchWait;
      },
      beforeCommit: async () => {
        // What keeps the event loop alive for its turn.
        if (isSlow) Deno.addSignalListener("SIGTERM", onTerminate);
        isWatched = true;
        await loopTurn();
        // The error that ends the process is on its way into a trace.
        if (isEnding) await never();
      },
    });
  }

  globalThis.addEventListener("unhandledrejection", (event) => {
    if (endLoopTurn(event)) return;
    event.preventDefault();
    failUnawaited(event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    failUnawaited(event.error);
  });
  // However the process is ended, by the charm's own code too.
  globalThis.addEventListener("unload", () => log.flush());
  Deno.addSignalListener("SIGTERM", onTerminate);
  try {
    await (traced === null ? run() : traced.spans.run("ops.main", {}, run));
  } catch (error) {
    await fail(error);
  }
  clearTimeout(slow);
  return await end(0);
}

function readContext(): JujuContext {
  try {
    return readJujuContext(Deno.env);
  } catch (error) {
    // Juju's log is of no use before its environment is understood.
    writeToStderr(describeError(error));
    Deno.exit(1);
  }
}

/** Most dispatches are not traced, and do not load what is needed for it. */
async function startTracing(
  tracing: Tracer | TracingSetup,
  start: TracingStart,
): Promise<TracedDispatch | null> {
  const { traceDispatch } = await import("./tracing/traced_dispatch.ts");
  try {
    return await traceDispatch(tracing, start);
  } catch (error) {
    writeToStderr(`Cannot set up tracing: ${describeError(error)}`);
    return null;
  }
}

/** Looks for the folder: asking for a file that is not there costs five times as much. */
function mayHaveLegacyHook({ charmDir, dispatchPath }: JujuContext): boolean {
  const [folder, name] = dispatchPath.split("/");
  if (folder === "" || name === undefined) return false;
  return [...Deno.readDirSync(charmDir)].some((entry) => entry.name === folder);
}

/**
 * Prepares for a handler that waits for what never comes.
 *
 * A listener for SIGTERM would keep such a process alive for ever, so it is
 * taken away, and the log does not wait any more. Deno then ends a process that
 * nothing can wake, with code 1; there is no other way to learn of it.
 */
function tellOfWait(model: ModelContext | null, log: JujuLogger): void {
  const { handler = "The charm", event = "dispatch" } = model?.running ?? {};
  log.info(
    `${handler} has been waiting in ${event} for ${
      SLOW_MS / 1000
    } s. If nothing can end the wait, the process ends now, and nothing is kept.`,
  );
  log.stopWaiting();
}

function never(): Promise<never> {
  return new Promise(() => {});
}

/** Reads the packed files only when they are needed: the reader of YAML costs start-up time. */
async function readMetadata(charmDir: string): Promise<Charmcraft> {
  const { readCharmMetadata } = await import("./meta/read_charm_metadata.ts");
  return readCharmMetadata(charmDir);
}

/** The runtime's own advice is for who compiles by hand. */
const PERMISSION_NOTE = "The charm may not do that: if it should, name it in " +
  '"permissions" of the section "charmkit" of its deno.json';

function lacksPermission(error: unknown): boolean {
  // An error can be its own cause.
  const seen = new Set<unknown>();
  for (let found = error; found instanceof Error; found = found.cause) {
    if (found instanceof Deno.errors.NotCapable) return true;
    if (seen.has(found)) return false;
    seen.add(found);
  }
  return false;
}

function reportUncaught(
  error: unknown,
  report: {
    readonly context: JujuContext;
    readonly log: JujuLogger;
    readonly note?: string;
  },
): void {
  const { context, log, note } = report;
  const name = error instanceof Error ? error.name : typeof error;
  const message = error instanceof Error ? error.message : describeError(error);
  const lines = [
    "Uncaught exception while in charm code:",
    describeError(error),
    ...note === undefined ? [] : [note],
    ...lacksPermission(error) ? [PERMISSION_NOTE] : [],
  ];
  log.error(lines.join("\n"));
  if (context.actionName) {
    writeToStderr(`Uncaught ${name} in charm code: ${message}`);
    writeToStderr("Use `juju debug-log` to see the full traceback.");
  }
  log.security({
    level: "WARN",
    event: `sys_crash:${name}`,
    description: `Uncaught exception in charm code: ${name}: ${message}.`,
  });
}
