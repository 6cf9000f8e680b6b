import type {
  CheckLevel,
  CheckStartup,
  CheckStatus,
} from "../../src/pebble/check_info.ts";
import { StateValidationError } from "../errors.ts";
import { nextChangeId } from "./_ids.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode CheckInfo}. */
export interface CheckInfoOptions {
  /** What the check says about; `""` if the plan does not tell. @default {""} */
  readonly level?: CheckLevel;
  /** Whether it starts by itself. @default {"enabled"} */
  readonly startup?: CheckStartup;
  /** How it goes. @default {"up"} */
  readonly status?: CheckStatus;
  /** Successes since it started; null simulates an old Pebble. @default {0} */
  readonly successes?: number | null;
  /** Failures in a row. @default {0} */
  readonly failures?: number;
  /** How many failures in a row make it down. @default {3} */
  readonly threshold?: number;
  /**
   * Id of the change that runs it.
   *
   * @default {one that no other check has or, while it is inactive, ""}
   */
  readonly changeId?: string;
}

/**
 * State of a check in the Pebble of a container.
 *
 * @example Usage
 * ```ts
 * import { CheckInfo, Container } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const check = { override: "replace", http: { url: "http://localhost/" } };
 * const container = new Container("web", {
 *   layers: { base: { checks: { up: check } } },
 *   checkInfos: [new CheckInfo("up", { status: "down", failures: 3 })],
 * });
 *
 * assertEquals(container.getCheckInfo("up").status, "down");
 * ```
 */
export class CheckInfo extends Component {
  /** Name in the plan. */
  readonly name: string;
  /** What it says about; `""` if the plan does not tell. */
  readonly level: CheckLevel;
  /** Whether it starts by itself. */
  readonly startup: CheckStartup;
  /** How it goes. */
  readonly status: CheckStatus;
  /** Successes since it started; null from an old Pebble. */
  readonly successes: number | null;
  /** Failures in a row. */
  readonly failures: number;
  /** How many failures in a row make it down. */
  readonly threshold: number;
  /** Id of the change that runs it; empty while it is stopped. */
  readonly changeId: string;

  /**
   * Takes the name and how the check goes.
   *
   * @throws {StateValidationError} If level, startup or status are no words of Pebble's.
   */
  constructor(name: string, options: CheckInfoOptions = {}) {
    super();
    this.name = name;
    this.level = oneOf("level", options.level ?? "", ["", "alive", "ready"]);
    this.startup = oneOf("startup", options.startup || "enabled", [
      "enabled",
      "disabled",
    ]);
    this.status = oneOf("status", options.status ?? "up", [
      "up",
      "down",
      "inactive",
    ]);
    this.successes = options.successes === undefined ? 0 : options.successes;
    this.failures = options.failures ?? 0;
    this.threshold = options.threshold ?? 3;
    this.changeId = options.changeId ??
      (this.status === "inactive" ? "" : String(nextChangeId()));
    Object.freeze(this);
  }

  /** A copy with some fields replaced; the change stays. */
  with(changes: CheckInfoOptions & { readonly name?: string }): CheckInfo {
    return new CheckInfo(changes.name ?? this.name, { ...this, ...changes });
  }
}

function oneOf<T extends string>(
  field: string,
  value: T,
  words: readonly T[],
): T {
  if (words.includes(value)) return value;
  throw new StateValidationError(
    `Cannot make a CheckInfo: its ${field} is "${value}"; it must be one of ${
      words.map((word) => `"${word}"`).join(", ")
    }`,
  );
}
