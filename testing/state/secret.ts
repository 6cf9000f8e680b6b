import type { SecretRotate } from "../../src/hook_commands/types.ts";
import { StateValidationError } from "../errors.ts";
import { randomId } from "./_ids.ts";
import { nameList, type Names } from "./_lists.ts";
import { textMap } from "./_texts.ts";
import { Component } from "./component.ts";

/** Content of a secret: texts by key. */
export type SecretContent = Readonly<Record<string, string>>;

/** Options of {@linkcode Secret}. */
export interface SecretOptions {
  /** Content of the newest revision. @default {the tracked content} */
  readonly latestContent?: SecretContent;
  /** Id with `secret:`. @default {a random one} */
  readonly id?: string;
  /** Whose it is; null: somebody else's, granted to this unit. @default {null} */
  readonly owner?: "unit" | "app" | null;
  /** Number of a relation to the applications or units that may read it. @default {{}} */
  readonly remoteGrants?: Readonly<Record<number, Names>>;
  /** Label by which this side finds it. @default {null} */
  readonly label?: string | null;
  /** Description for people. @default {null} */
  readonly description?: string | null;
  /** When it expires. @default {null} */
  readonly expire?: Date | null;
  /** How often it is to be rotated. @default {null} */
  readonly rotate?: SecretRotate | null;
}

/** What {@linkcode Secret.with} can replace. */
export interface SecretChanges extends SecretOptions {
  /** Content of the revision that this unit tracks. */
  readonly trackedContent?: SecretContent;
}

/** Numbers of a secret's revisions. */
export interface SecretRevisions {
  /** The one that this unit reads. */
  readonly tracked: number;
  /** The newest one. */
  readonly latest: number;
}

/** Those of secrets that are not at their first; kept apart, so that equality does not see them. */
const REVISIONS: WeakMap<Secret, SecretRevisions> = new WeakMap();
const FIRST: SecretRevisions = Object.freeze({ tracked: 1, latest: 1 });

/**
 * A secret of this charm, or one that was granted to it.
 *
 * @example Usage
 * ```ts
 * import { Secret } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const secret = new Secret({ password: "old" }, {
 *   latestContent: { password: "new" },
 *   label: "db",
 * });
 *
 * assertEquals(secret.owner, null);
 * assertEquals(secret.id.length, "secret:".length + 20);
 * ```
 */
export class Secret extends Component {
  /** Content of the revision that this unit tracks. */
  readonly trackedContent: SecretContent;
  /** Content of the newest revision. */
  readonly latestContent: SecretContent;
  /** Id with `secret:`. */
  readonly id: string;
  /** Whose it is; null: somebody else's, granted to this unit. */
  readonly owner: "unit" | "app" | null;
  /** Number of a relation to the applications or units that may read it. */
  readonly remoteGrants: Readonly<Record<number, readonly string[]>>;
  /** Label by which this side finds it, or null. */
  readonly label: string | null;
  /** Description for people, or null. */
  readonly description: string | null;
  /** When it expires, or null. */
  readonly expire: Date | null;
  /** How often it is to be rotated, or null. */
  readonly rotate: SecretRotate | null;

  /**
   * Takes the content that this unit sees, and what else is known.
   *
   * @throws {StateValidationError} If a content is empty or not a plain object
   * of strings, or names are given as a text.
   */
  constructor(trackedContent: SecretContent, options: SecretOptions = {}) {
    super();
    this.trackedContent = contentOf("trackedContent", trackedContent);
    this.latestContent = contentOf(
      "latestContent",
      options.latestContent ?? this.trackedContent,
    );
    this.id = options.id ?? `secret:${randomId()}`;
    this.owner = options.owner ?? null;
    this.remoteGrants = Object.freeze(Object.fromEntries(
      Object.entries(options.remoteGrants ?? {}).map(([relation, names]) => {
        const given = nameList(`remoteGrants[${relation}]`, names);
        return [relation, nameList("remoteGrants", new Set(given))];
      }),
    ));
    this.label = options.label ?? null;
    this.description = options.description ?? null;
    this.expire = options.expire ? new Date(options.expire) : null;
    this.rotate = options.rotate ?? null;
    Object.freeze(this);
  }

  /** A copy with some fields replaced; the id stays. */
  with(changes: SecretChanges): Secret {
    const copy = new Secret(changes.trackedContent ?? this.trackedContent, {
      ...this,
      ...changes,
    });
    const revisions = REVISIONS.get(this);
    if (revisions !== undefined) REVISIONS.set(copy, revisions);
    return copy;
  }
}

/** Numbers of a secret's revisions, which take no part in equality. */
export function revisionsOf(secret: Secret): SecretRevisions {
  return REVISIONS.get(secret) ?? FIRST;
}

/** A copy of a secret with other numbers of revisions. */
export function withRevisions(
  secret: Secret,
  revisions: SecretRevisions,
): Secret {
  const copy = secret.with({});
  REVISIONS.set(copy, Object.freeze({ ...revisions }));
  return copy;
}

function contentOf(field: string, given: SecretContent): SecretContent {
  const content = textMap(field, given);
  if (Object.keys(content).length > 0) return content;
  throw new StateValidationError(
    `Cannot take "${field}": it is empty; a secret has at least one key`,
  );
}
