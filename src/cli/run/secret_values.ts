import { decodeSecretValue } from "../../simulator/secret_state.ts";
import type { SecretState } from "../../simulator/secret_state.ts";

/** Shorter values are words that may stand anywhere for something else. */
const LEAST = 4;
/** From this length on, a value is looked for within words too. */
const DISTINCT = 8;
const HIDDEN = "<redacted>";
/** Members that hold a name or a word of Juju's, never content. */
const NAMES: ReadonlySet<string> = new Set([
  "app",
  "container",
  "event",
  "key",
  "level",
  "name",
  "of",
  "owner",
  "relation",
  "status",
  "type",
  "unit",
]);
/** Members whose own members have names that somebody else chose. */
const OPEN: ReadonlySet<string> = new Set([
  "changes",
  "config",
  "databags",
  "results",
]);

/**
 * All contents of secrets that a run has seen, to keep them out of what is
 * shown: a charm may log what it must not.
 *
 * Values of fewer than four characters can't be told from other text.
 */
export class SecretValues {
  readonly #values = new Set<string>();
  #pattern: RegExp | null = null;

  /** Learns the content of every revision. */
  learnSecrets(secrets: Iterable<SecretState>): void {
    for (const { revisions } of secrets) {
      for (const content of revisions.values()) {
        for (const value of Object.values(content)) {
          this.learn(value);
          this.learn(decodeSecretValue(value));
        }
      }
    }
  }

  /** Learns one value, the lines of it, and how it looks within JSON. */
  learn(value: string): void {
    if (this.#values.has(value)) return;
    this.#add(value);
    this.#add(JSON.stringify(value).slice(1, -1));
    const lines = value.split(/\r?\n/);
    if (lines.length === 1) return;
    for (const line of lines) {
      // The frame of a PEM block is the same for all.
      if (line.length >= DISTINCT && !line.startsWith("-----")) this.#add(line);
    }
  }

  #add(value: string): void {
    if (value.length < LEAST || this.#values.has(value)) return;
    this.#values.add(value);
    this.#pattern = null;
  }

  /** The text without what is secret. */
  redact(text: string): string {
    if (this.#values.size === 0) return text;
    return text.replace(this.#pattern ??= this.#makePattern(), HIDDEN);
  }

  /**
   * A plain value, such as an entry of the timeline, with all texts redacted
   * that come from the charm or its surroundings; names and kinds stay.
   */
  redactAll<T>(value: T): T {
    return this.#values.size === 0 ? value : this.#deep(value, false) as T;
  }

  #deep(value: unknown, isOpen: boolean): unknown {
    if (typeof value === "string") return this.redact(value);
    if (Array.isArray(value)) {
      return value.map((item) => this.#deep(item, isOpen));
    }
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Date) return value;
    const entries = Object.entries(value).map(([key, item]) => {
      const isName = !isOpen && typeof item === "string" && NAMES.has(key);
      return [key, isName ? item : this.#deep(item, isOpen || OPEN.has(key))];
    });
    return Object.fromEntries(entries);
  }

  #makePattern(): RegExp {
    // The longest one first: another one may be a part of it.
    const parts = [...this.#values].sort((a, b) => b.length - a.length)
      .map((value) => {
        const escaped = value.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
        return value.length >= DISTINCT
          ? escaped
          : `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`;
      });
    return new RegExp(parts.join("|"), "gu");
  }
}
