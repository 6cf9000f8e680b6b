import type {
  CommandExchange,
  RecordedCommand,
} from "../../src/simulator/simulated_runner.ts";

/** One thing that happened in a run, as it was recorded. */
export type RunStep =
  & {
    /** How deep it is inside handlers that emit events. */
    readonly depth: number;
  }
  & (
    | { readonly kind: "event"; readonly event: string }
    | {
      readonly kind: "handler" | "deferral";
      readonly event: string;
      readonly handler: string;
      readonly isAgain: boolean;
    }
    | {
      readonly kind: "hook-command";
      readonly command: RecordedCommand;
      readonly exchange: CommandExchange;
    }
    | {
      readonly kind: "pebble";
      readonly container: string;
      readonly call: string;
      readonly args: readonly unknown[];
      /** What it was refused with; set when it is known. */
      error: string | null;
    }
    | {
      readonly kind: "log";
      readonly level: string;
      readonly message: string;
    }
    | { readonly kind: "error"; readonly message: string }
  );

/** A call of Pebble. */
export type PebbleStep = Extract<RunStep, { kind: "pebble" }>;
