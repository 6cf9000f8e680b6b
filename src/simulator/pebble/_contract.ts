import { assertRejects } from "@std/assert";
import { APIError, PathError } from "../../pebble/errors.ts";
import type { PebbleClient } from "../../pebble/pebble_client.ts";
import type { StartFailure } from "./simulated_services.ts";

/** A Pebble to hold to the contract. */
export interface Subject extends AsyncDisposable {
  /** Asks it. */
  readonly client: PebbleClient;
  /** A folder in the container that a case may use. */
  readonly folder: string;
  /** Tells a simulation how the start of a service fails. */
  failStart(name: string, failure: StartFailure | null): void;
  /** Tells a simulation what a service writes. */
  serviceWrites(name: string, text: string): void;
  /** Command of an exec check of this name. */
  checkCommand(name: string): string;
  /** Lets runs of that check go well, or fail with exit status 1. */
  setCheck(name: string, up: boolean): Promise<void>;
  /** Lets it answer no more. */
  disconnect(): Promise<void>;
}

/** One thing that every Pebble does. */
export interface ContractCase {
  /** What it does, with the items of the specification. */
  readonly name: string;
  /** Tries it on a fresh Pebble. */
  run(subject: Subject): Promise<void>;
}

/** Status and text of a refusal. */
export async function refusal(
  call: Promise<unknown>,
): Promise<[number, string]> {
  const error = await assertRejects(() => call, APIError);
  return [error.code, error.message];
}

/** Kind of a refusal, if it has one. */
export async function refusalKind(call: Promise<unknown>): Promise<unknown> {
  const { body } = await assertRejects(() => call, APIError);
  const { result } = body;
  return typeof result === "object" && result !== null && "kind" in result
    ? result.kind
    : undefined;
}

/** Kind and text of a failure on a path. */
export async function pathFailure(
  call: Promise<unknown>,
): Promise<[string, string]> {
  const error = await assertRejects(() => call, PathError);
  return [error.kind, error.detail];
}
