import { argvOf } from "./_argv.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** What a payload is doing, in Juju's words. */
export type PayloadStatus = "starting" | "started" | "stopping" | "stopped";

/** Options of {@linkcode payloadRegister}. */
export interface PayloadRegisterOptions {
  /** Kind of payload, as the metadata says for its class, such as `"docker"`. */
  readonly type: string;
  /** Words for people, shown beside the payload. @default {none} */
  readonly tags?: readonly string[];
}

/** Names a payload that is running. */
export interface PayloadRef {
  /** Its class: a name in `payloads` of the charm's metadata. */
  readonly payloadClass: string;
  /** Its id among those of that class, chosen by the charm. */
  readonly id: string;
}

/** Arguments of `payload-register`. */
export function payloadRegisterArgs(
  { payloadClass, id }: PayloadRef,
  { type, tags = [] }: PayloadRegisterOptions,
): string[] {
  return argvOf(["payload-register"], [type, payloadClass, id, ...tags]);
}

/**
 * Tells Juju of a payload that was started, with `payload-register`.
 *
 * Juju 3.6 and before; Juju 4 has no payloads.
 *
 * @example Usage
 * ```ts ignore
 * import { payloadRegister } from "@charmkit/ops/hook-commands";
 *
 * const payload = { payloadClass: "monitoring", id: "0fcgaba" };
 * payloadRegister(payload, { type: "docker" });
 * ```
 *
 * @param payload Its class and id.
 * @param options Its kind, and tags.
 * @param runner Runs the command.
 * @throws {HookCommandNotFoundError} If this is Juju 4.
 * @throws {HookCommandError} If the metadata has no such class or kind.
 */
export function payloadRegister(
  payload: PayloadRef,
  options: PayloadRegisterOptions,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(payloadRegisterArgs(payload, options));
}

/** Arguments of `payload-status-set`. */
export function payloadStatusSetArgs(
  { payloadClass, id }: PayloadRef,
  status: PayloadStatus,
): string[] {
  return argvOf(["payload-status-set"], [payloadClass, id, status]);
}

/**
 * Tells Juju what a payload is doing now, with `payload-status-set`.
 *
 * Juju 3.6 and before; Juju 4 has no payloads.
 *
 * @example Usage
 * ```ts ignore
 * import { payloadStatusSet } from "@charmkit/ops/hook-commands";
 *
 * payloadStatusSet({ payloadClass: "monitoring", id: "0fcgaba" }, "stopping");
 * ```
 *
 * @param payload Its class and id, as they were registered.
 * @param status What it is doing.
 * @param runner Runs the command.
 * @throws {HookCommandNotFoundError} If this is Juju 4.
 * @throws {HookCommandError} If Juju knows no such payload.
 */
export function payloadStatusSet(
  payload: PayloadRef,
  status: PayloadStatus,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(payloadStatusSetArgs(payload, status));
}

/** Arguments of `payload-unregister`. */
export function payloadUnregisterArgs(
  { payloadClass, id }: PayloadRef,
): string[] {
  return argvOf(["payload-unregister"], [payloadClass, id]);
}

/**
 * Tells Juju that a payload is gone, with `payload-unregister`.
 *
 * Juju 3.6 and before; Juju 4 has no payloads.
 *
 * @example Usage
 * ```ts ignore
 * import { payloadUnregister } from "@charmkit/ops/hook-commands";
 *
 * payloadUnregister({ payloadClass: "monitoring", id: "0fcgaba" });
 * ```
 *
 * @param payload Its class and id, as they were registered.
 * @param runner Runs the command.
 * @throws {HookCommandNotFoundError} If this is Juju 4.
 * @throws {HookCommandError} If the command fails.
 */
export function payloadUnregister(
  payload: PayloadRef,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(payloadUnregisterArgs(payload));
}
