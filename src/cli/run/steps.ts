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
  const { application } = context;
  const { remote } = application;
  switch (step.kind) {
    case "event":
      await dispatch(unitOf(application, step), step.name);
      break;
    case "config": {
      const { charmcraft } = application.first.state;
      const pairs = step.pairs.map((pair) => resolved(application, pair));
      await application.setConfig(parseOptions(pairs, charmcraft));
      break;
    }
    case "config-file": {
      const { app } = application.first.state;
      await application.setConfig(await readConfigFile(step.file, app));
      break;
    }
    case "action": {
      const unit = unitOf(application, step);
      const params = parseParams(step.pairs);
      const { status } = await unit.runAction(step.name, params);
      await application.settle();
      return status === "completed";
    }
    case "leader":
      await application.setLeader(leaderOf(application, step.leader));
      break;
    case "restart":
      await unitOf(application, step).restartContainer(step.container);
      break;
    case "retry":
      for (const unit of failedUnits(application, step)) await unit.retry();
      break;
    case "resolve":
      for (const unit of failedUnits(application, step)) await unit.skip();
      break;
    case "relate": {
      const target = parseRelate(step.target);
      await context.files.relate(target);
      break;
    }
    case "remove": {
      const relation = remote.find(step.relation);
      context.files.forget(relation);
      remote.remove(relation);
      break;
    }
    case "set": {
      const [relation, owner] = remote.findOwner(step.target);
      remote.set(relation, owner, parseTexts(step.pairs));
      break;
    }
    case "join": {
      const [relation, unit] = remote.findOwner(step.target);
      remote.join(relation, unit, parseTexts(step.pairs));
      break;
    }
    case "depart": {
      const [relation, unit] = remote.findOwner(step.target);
      remote.depart(relation, unit);
      break;
    }
    case "storage": {
      const unit = unitOf(application, step);
      if (step.verb === "add") await unit.addStorage(step.name, step.count);
      else await unit.detachStorage(step.name);
      break;
    }
    case "secret":
      doSecretStep(application, step);
      break;
    case "expect":
    case "wait":
      return await expectation(application, step, context.signal);
  }
  await application.settle();
  return true;
}

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
