import { JujuBackend } from "./backend/juju_backend.ts";
import { readJujuContext } from "./backend/juju_context.ts";
import { JujuLogger } from "./backend/logger.ts";
import type { CharmBase, CharmClass } from "./charm/charm_base.ts";
import { dispatch } from "./dispatch.ts";
import { Framework } from "./framework/framework.ts";
import { MemoryStorage } from "./framework/memory_storage.ts";
import type { StateStorage } from "./framework/state_storage.ts";
import { CharmMeta } from "./meta/charm_meta.ts";
import type { Charmcraft } from "./meta/charmcraft.ts";
import { Model } from "./model/model.ts";
import {
  ModelContext,
  type ModelContextOptions,
} from "./model/model_context.ts";
import type { Spans } from "./tracing/spans.ts";
import { type Script, ScriptedRunner } from "./_scripted_runner.ts";

/** What a test says of Juju; everything has a default. */
export interface FixtureOptions extends
  Partial<
    Pick<ModelContextOptions, "brokenRelationId" | "departedUnitName">
  > {
  /** The charm's metadata. */
  readonly charmcraft?: Charmcraft;
  /** The environment, beside the unit and the model. */
  readonly env?: Readonly<Record<string, string>>;
  /** The hook commands that may run. */
  readonly script?: Script;
}

/** Juju's log as a list. */
export class LogLines {
  /** The logger that fills the list. */
  readonly logger: JujuLogger;
  readonly #lines: string[] = [];

  /** Takes nothing. */
  constructor() {
    this.logger = new JujuLogger({
      jujuLog: (message, { level = "INFO" } = {}) =>
        this.#lines.push(
          ...message.split("\n").map((line) => `${level} ${line}`),
        ),
    }, { appId: "model-uuid-app/0" });
  }

  /** All lines so far, each with its level before it. */
  all(): string[] {
    this.logger.flush();
    return [...this.#lines];
  }

  /** The lines so far of one level, without the level. */
  of(level: string): string[] {
    return this.all().filter((line) => line.startsWith(`${level} `))
      .map((line) => line.slice(level.length + 1));
  }
}

/** A model over scripted hook commands. */
export interface Fixture {
  readonly runner: ScriptedRunner;
  readonly backend: JujuBackend;
  readonly meta: CharmMeta;
  readonly log: LogLines;
  readonly context: ModelContext;
  readonly model: Model;
}

/** Makes a model of the unit `app/0`. */
export function makeFixture(options: FixtureOptions = {}): Fixture {
  const { charmcraft = { name: "app" }, env = {}, script, ...rest } = options;
  const runner = new ScriptedRunner(script);
  const backend = new JujuBackend(
    readJujuContext(
      new Map(Object.entries({
        JUJU_UNIT_NAME: "app/0",
        JUJU_MODEL_NAME: "model",
        JUJU_MODEL_UUID: "model-uuid",
        JUJU_VERSION: "3.6.2",
        JUJU_CHARM_DIR: "/charm",
        ...env,
      })),
    ),
    { runner },
  );
  const meta = new CharmMeta(charmcraft);
  const log = new LogLines();
  const context = new ModelContext({
    backend,
    meta,
    log: log.logger,
    ...rest,
  });
  return { runner, backend, meta, log, context, model: new Model(context) };
}

/** Makes a framework, as one dispatch has it. */
export function makeFramework(
  storage: StateStorage = new MemoryStorage(),
  fixture: Fixture = makeFixture(),
): Framework {
  const { model, context } = fixture;
  return new Framework({ model, context, storage });
}

/** What a test dispatches. */
export interface DispatchFixtureOptions extends FixtureOptions {
  /** The charm. */
  readonly charmClass: CharmClass;
  /** State of earlier dispatches. @default {none} */
  readonly storage?: StateStorage;
  /** The spans, if the dispatch is traced. */
  readonly spans?: Spans;
}

/** What came of a dispatch. */
export interface Dispatched extends Fixture {
  readonly storage: StateStorage;
  readonly charm: CharmBase | null;
  /** What was thrown, if anything was. */
  readonly error: unknown;
}

/** Takes a charm through one event; an error is given, not thrown. */
export async function tryDispatch(
  options: DispatchFixtureOptions,
): Promise<Dispatched> {
  const { charmClass, storage = new MemoryStorage(), spans, ...rest } = options;
  const fixture = makeFixture(rest);
  let charm: CharmBase | null = null;
  let error: unknown = null;
  try {
    await dispatch({
      charmClass,
      meta: fixture.meta,
      backend: fixture.backend,
      log: fixture.log.logger,
      spans,
      openStorage: () => storage,
      onCharm: (made) => charm = made,
    });
  } catch (thrown) {
    error = thrown;
  }
  return { ...fixture, storage, charm, error };
}

/** Takes a charm through one event. */
export async function runDispatch(
  options: DispatchFixtureOptions,
): Promise<Dispatched> {
  const dispatched = await tryDispatch(options);
  if (dispatched.error !== null) throw dispatched.error;
  return dispatched;
}
