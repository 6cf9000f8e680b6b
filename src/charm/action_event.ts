import { EventBase, type EventOrigin } from "../framework/event_base.ts";
import { AbortError } from "../abort.ts";
import type { DeclaredFields } from "../schema/declared_fields.ts";
import { loadData } from "../schema/load_data.ts";
import type { LoadResult } from "../schema/load_result.ts";
import type {
  SchemaInput,
  SchemaOutput,
  StandardSchema,
} from "../schema/standard_schema.ts";
import { translateErrors } from "../model/_translate_errors.ts";
import type { ActionResults } from "../hook_commands/action.ts";
import { assertResultKeys } from "./action_results.ts";

/** What is stored of an action. */
export type ActionEventData = {
  /** Id of the run, as Juju gave it. */
  readonly id: string;
};

/** Options of {@linkcode ActionEvent.loadParams}. */
export interface LoadParamsOptions {
  /**
   * What happens when the parameters are not as the schema wants them:
   * `"throw"`, or `"fail"` to mark the action as failed and end the dispatch.
   * @default {"throw"}
   */
  readonly onError?: "throw" | "fail";
}

/**
 * Somebody runs an action. Cannot be deferred: they wait for its end.
 *
 * `P` is the type of its parameters, which `ActionParams` makes of the metadata:
 * `ActionEvent<ActionParams<typeof charmcraft, "backup">>`.
 */
export class ActionEvent<
  P extends Readonly<Record<string, unknown>> = Readonly<
    Record<string, unknown>
  >,
> extends EventBase<ActionEventData> {
  /** Always false. */
  static override readonly deferrable: boolean = false;
  /** Always `"action"`. */
  static override readonly origin: EventOrigin = "action";
  #params: P | null = null;

  /** Id of the run, as Juju gave it. */
  get id(): string {
    return this.data.id;
  }

  /** The parameters, defaults filled in; read at first use. Source: `action-get`. */
  get params(): P {
    return this.#params ??= this.#ask(
      "Cannot read the action's parameters",
      () => this.framework.context.backend.actionGet() as P,
    );
  }

  /**
   * The parameters as a schema gives them.
   *
   * The schema gets all parameters by their names in the metadata; for names
   * with hyphens, its keys are text: `z.object({ "dry-run": z.boolean() })`.
   *
   * @example Usage
   * ```ts
   * import * as ops from "@charmkit/ops";
   * import { z } from "zod";
   *
   * const charmcraft = {
   *   name: "web",
   *   actions: {
   *     backup: { params: { path: { type: "string" } }, required: ["path"] },
   *   },
   * } as const satisfies ops.Charmcraft;
   * type BackupParams = ops.ActionParams<typeof charmcraft, "backup">;
   *
   * const Backup = z.object({ path: z.string().startsWith("/") });
   *
   * class WebCharm extends ops.CharmBase<typeof charmcraft> {
   *   constructor(framework: ops.Framework) {
   *     super(framework);
   *     this.observe(this.on["backup"].action, this.#onBackup);
   *   }
   *
   *   #onBackup(event: ops.ActionEvent<BackupParams>): void {
   *     const { path } = event.loadParams(Backup, { onError: "fail" });
   *     event.setResults({ file: `${path}/backup.tar` });
   *   }
   * }
   * ```
   *
   * @param schema Checks the parameters: of zod, valibot, arktype or your own.
   * @param options With `onError: "fail"`, wrong parameters mark the action as
   * failed, with what is wrong with them, and end the dispatch: other handlers
   * are not called, and no state is kept.
   * @throws {InvalidDataError} If the parameters are not as the schema wants them.
   * @throws {ModelError} If Juju does not tell them.
   * @throws {TypeError} If the schema is asynchronous.
   */
  loadParams<S extends StandardSchema>(
    schema: S & DeclaredFields<SchemaInput<S>, P>,
    options: LoadParamsOptions = {},
  ): SchemaOutput<S> {
    const result = this.tryLoadParams(schema);
    if (result.ok) return result.value;
    if (options.onError !== "fail") throw result.error;
    this.fail(`Error in action parameters: ${result.error.details}`);
    throw new AbortError(result.error.message);
  }

  /**
   * As {@linkcode ActionEvent.loadParams}, but parameters that are not as the
   * schema wants them are a result to look at. All other errors are thrown.
   */
  tryLoadParams<S extends StandardSchema>(
    schema: S & DeclaredFields<SchemaInput<S>, P>,
  ): LoadResult<SchemaOutput<S>> {
    return loadData<S>(schema, this.params, {
      action: "Cannot load the action's parameters",
    });
  }

  /**
   * Adds results, which whoever runs the action sees at its end.
   *
   * Nested objects become keys with dots. Booleans are `true` and `false`, null
   * is empty, lists are JSON. Source: `action-set`.
   *
   * @throws {TypeError} If a key is not made of lower-case letters, digits,
   * hyphens and dots, or two keys are the same after flattening.
   * @throws {ModelError} If Juju refuses, for example a key such as `stdout`.
   */
  setResults(results: ActionResults): void {
    assertResultKeys(results);
    this.#ask(
      "Cannot set the action's results",
      () => this.framework.context.backend.actionSet(results),
    );
  }

  /** Shows a line to whoever runs the action, at once. Source: `action-log`. */
  log(message: string): void {
    this.#ask(
      "Cannot log for the action",
      () => this.framework.context.backend.actionLog(message),
    );
  }

  /** Marks the action as failed; the handler goes on. Source: `action-fail`. */
  fail(message: string = ""): void {
    this.#ask(
      "Cannot mark the action as failed",
      () => this.framework.context.backend.actionFail(message),
    );
  }

  #ask<T>(action: string, run: () => T): T {
    return translateErrors(this.framework.context, action, run);
  }
}
