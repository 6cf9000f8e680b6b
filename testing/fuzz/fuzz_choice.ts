import type { ConfigValue } from "../../src/hook_commands/types.ts";

/**
 * What is tried next, as data: it is made without a look at the state, and is
 * left out where the unit is in no state for it. So any part of a sequence is a
 * sequence, which is what makes it shrink well.
 */
export type FuzzChoice =
  | { readonly kind: "update-status" | "upgrade" | "lead" | "unlead" }
  | {
    readonly kind: "config";
    /** Option to value; null: it is reset. */
    readonly values: Readonly<Record<string, ConfigValue | null>>;
  }
  | {
    readonly kind: "connect" | "disconnect";
    readonly container: string;
  }
  | {
    /** A check goes from up to down, or back. */
    readonly kind: "check";
    readonly container: string;
    /** Which of the checks that run. */
    readonly slot: number;
  }
  | {
    readonly kind: "notice";
    readonly container: string;
    readonly key: string;
    readonly data: Readonly<Record<string, string>>;
  }
  | {
    readonly kind: "create" | "join" | "change" | "depart" | "break";
    readonly endpoint: string;
    /** Which of the endpoint's relations. */
    readonly slot: number;
    /** Number of a remote unit, from which the own one is left out; null: the application. */
    readonly unit: number | null;
    /** Changes of the databag; an empty text removes the key. */
    readonly data: Readonly<Record<string, string>>;
  }
  | { readonly kind: "attach" | "detach"; readonly storage: string }
  | {
    readonly kind:
      | "secret-changed"
      | "secret-rotate"
      | "secret-expired"
      | "secret-remove";
    /** Which of the secrets that can have the event. */
    readonly slot: number;
    readonly text: string;
  }
  | {
    readonly kind: "action";
    readonly name: string;
    readonly params: Readonly<Record<string, unknown>>;
  };

/** The life of a unit: how it begins, what happens, and whether it is removed. */
export interface FuzzSequence {
  /** Whether the unit leads from the beginning. */
  readonly leader: boolean;
  /** What is tried, in order. */
  readonly choices: readonly FuzzChoice[];
  /** Whether the unit is removed in the end. */
  readonly removed: boolean;
}
