import { CliError } from "../cli_error.ts";
import { readConfigFile } from "./config_file.ts";
import type { LocalApplication } from "./local_application.ts";
import type { LocalUnit } from "./local_unit.ts";
import { type Expectation, expectation } from "./expectations.ts";
import { parseOptions, parseParams, parseTexts } from "./pairs.ts";
import type { RelationFiles } from "./relation_files.ts";
import { doSecretStep, type SecretStep } from "./secret_steps.ts";
import { parseRelate } from "./targets.ts";

/** One thing that a user asks of the charm and its surroundings. */
export type Step =
  | { readonly kind: "event"; readonly unit?: string; readonly name: string }
  | { readonly kind: "config"; readonly pairs: readonly string[] }
  | { readonly kind: "config-file"; readonly file: string }
  | {
    readonly kind: "action";
    readonly unit?: string;
    readonly name: string;
    readonly pairs: readonly string[];
  }
  | { readonly kind: "leader"; readonly leader: boolean | string }
  | {
    readonly kind: "restart";
    readonly unit?: string;
    readonly container: string;
  }
  | { readonly kind: "resolve" | "retry"; readonly unit?: string }
  | { readonly kind: "relate"; readonly target: string }
  | { readonly kind: "remove"; readonly relation: string }
  | {
    readonly kind: "set" | "join";
    readonly target: string;
    readonly pairs: readonly string[];
  }
  | { readonly kind: "depart"; readonly target: string }
  | {
    readonly kind: "storage";
    readonly verb: "add" | "detach";
    readonly unit?: string;
    readonly name: string;
    readonly count: number;
  }
  | SecretStep
  | Expectation;

/** What a step needs beside the charm. */
export interface StepContext {
  /** The charm's units. */
  readonly application: LocalApplication;
  /** Files of databags, which are read again when they change. */
  readonly files: RelationFiles;
  /** Ends what waits. */
  readonly signal?: AbortSignal;
}

/**
 * Does a step, until all units are idle again.
 *
 * @returns Whether it went well: an action that fails did not, nor did an
 * expectation that is not met.
 * @throws {CliError} If there is no such thing.
 */
export async function doStep(
  context: StepContext,
  step: Step,
): Promise<boolean> {
  const { application, signal } = context;
  // What is expected is looked at as it is now.
  if (isExpectation(step)) return await expectation(application, step, signal);
  // The table has for each kind what does steps of that kind.
  const act = ACTS[step.kind] as Act<Deed>;
  const isFine = await act(step, context);
  await application.settle();
  return isFine ?? true;
}

function isExpectation(step: Step): step is Expectation {
  return step.kind === "expect" || step.kind === "wait";
}

/** A step that changes something. */
type Deed = Exclude<Step, Expectation>;

/** Does steps of one kind; nothing that comes back means that it went well. */
type Act<Kind> = (
  step: Kind,
  context: StepContext,
) => Promise<boolean | void> | void;

const ACTS: {
  readonly [Kind in Deed["kind"]]: Act<Deed & { readonly kind: Kind }>;
} = {
  action: async (step, { application }) => {
    const unit = unitOf(application, step);
    const params = parseParams(step.pairs);
    const { status } = await unit.runAction(step.name, params);
    return status === "completed";
  },
  config: async ({ pairs }, { application }) => {
    const { charmcraft } = application.first.state;
    const texts = pairs.map((pair) => resolved(application, pair));
    await application.setConfig(parseOptions(texts, charmcraft));
  },
  "config-file": async ({ file }, { application }) => {
    const { app } = application.first.state;
    await application.setConfig(await readConfigFile(file, app));
  },
  depart: ({ target }, { application: { remote } }) => {
    remote.depart(...remote.findOwner(target));
  },
  event: (step, { application }) =>
    dispatch(unitOf(application, step), step.name),
  join: ({ target, pairs }, { application: { remote } }) => {
    remote.join(...remote.findOwner(target), parseTexts(pairs));
  },
  leader: ({ leader }, { application }) =>
    application.setLeader(leaderOf(application, leader)),
  relate: async ({ target }, { files }) => {
    await files.relate(parseRelate(target));
  },
  remove: ({ relation }, { application: { remote }, files }) => {
    const found = remote.find(relation);
    files.forget(found);
    remote.remove(found);
  },
  resolve: async (step, { application }) => {
    for (const unit of failedUnits(application, step)) await unit.skip();
  },
  restart: (step, { application }) =>
    unitOf(application, step).restartContainer(step.container),
  retry: async (step, { application }) => {
    for (const unit of failedUnits(application, step)) await unit.retry();
  },
  secret: (step, { application }) => doSecretStep(application, step),
  set: ({ target, pairs }, { application: { remote } }) => {
    remote.set(...remote.findOwner(target), parseTexts(pairs));
  },
  storage: async (step, { application }) => {
    const unit = unitOf(application, step);
    if (step.verb === "add") await unit.addStorage(step.name, step.count);
    else await unit.detachStorage(step.name);
  },
};

function unitOf(
  application: LocalApplication,
  { unit }: { readonly unit?: string },
): LocalUnit {
  return unit === undefined ? application.first : application.unit(unit);
}

function failedUnits(
  application: LocalApplication,
  { unit }: { readonly unit?: string },
): LocalUnit[] {
  const units = unit === undefined
    ? application.units
    : [application.unit(unit)];
  const failed = units.filter(({ status }) => status.failed !== null);
  if (failed.length === 0) application.timeline.note("No hook waits in error");
  return failed;
}

function leaderOf(
  application: LocalApplication,
  leader: boolean | string,
): LocalUnit | null {
  if (typeof leader === "string") return application.unit(leader);
  return leader ? application.first : null;
}

/** A value of config may name a secret of this run. */
function resolved(application: LocalApplication, pair: string): string {
  const equals = pair.indexOf("=");
  if (equals < 1 || !pair.slice(equals + 1).startsWith("secret:")) return pair;
  const { secrets } = application.remote;
  const value = secrets.resolve(pair.slice(equals + 1), "user");
  return `${pair.slice(0, equals)}=${value}`;
}

async function dispatch(unit: LocalUnit, name: string): Promise<void> {
  try {
    await unit.dispatch(name);
  } catch (error) {
    if (error instanceof TypeError) {
      throw new CliError(error.message, { cause: error });
    }
    throw error;
  }
}
