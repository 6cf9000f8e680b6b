import type { SecretRotate } from "../hook_commands/types.ts";

/** Content of one revision: every value in base64, as Juju keeps it. */
export type SecretContent = Readonly<Record<string, string>>;

/** Who may read a secret over a relation: an application or one unit. */
export interface SecretGrant {
  /** Number of the relation. */
  readonly relationId: number;
  /** The unit; null: every unit of the remote application. */
  readonly unit: string | null;
}

/** What {@linkcode SecretState} is made from. */
export interface SecretOptions {
  /** The bare id: 20 characters, without `secret:`. */
  readonly id: string;
  /** Who of this side owns it; null: somebody else does. */
  readonly owner: "application" | "unit" | null;
  /** Revision number to content. */
  readonly revisions: ReadonlyMap<number, SecretContent>;
  /** The owner's label. @default {""} */
  readonly label?: string;
  /** The owner's description. @default {""} */
  readonly description?: string;
  /** When it expires. @default {null} */
  readonly expire?: Date | null;
  /** How often it is rotated. @default {"never"} */
  readonly rotate?: SecretRotate;
  /** Revision that this unit tracks as a reader. @default {null} */
  readonly tracked?: number | null;
  /** This unit's own label for a secret that it reads. @default {""} */
  readonly consumerLabel?: string;
  /** Whether a secret of somebody else may be read. @default {true} */
  readonly granted?: boolean;
  /** When it is next rotated. @default {null} */
  readonly rotates?: Date | null;
  /** Whom this side lets read it. @default {[]} */
  readonly grants?: readonly SecretGrant[];
  /** Other readers, with the revision that each one tracks. @default {none} */
  readonly readers?: ReadonlyMap<string, number>;
}

/** A secret as the controller knows it, seen from one unit. */
export class SecretState {
  /** The bare id. */
  readonly id: string;
  /** Who of this side owns it; null: somebody else does. */
  readonly owner: "application" | "unit" | null;
  /** Revision number to content. */
  readonly revisions: Map<number, SecretContent>;
  /** The owner's label. */
  label: string;
  /** The owner's description. */
  description: string;
  /** When it expires, if it does. */
  expire: Date | null;
  /** How often it is rotated. */
  rotate: SecretRotate;
  /** When it is next rotated, if it is. */
  rotates: Date | null;
  /** Revision that this unit tracks; null before its first read. */
  tracked: number | null;
  /** This unit's own label for a secret that it reads. */
  consumerLabel: string;
  /** Whether a secret of somebody else may be read. */
  granted: boolean;
  /** Whom this side lets read it; replaced rather than changed. */
  grants: readonly SecretGrant[];
  /**
   * Other units that read it, with the revision that each one tracks: an older
   * revision that nobody tracks is to be removed by its owner (JEV-20).
   */
  readonly readers: Map<string, number>;

  /** Takes contents as they are, without copying them. */
  constructor(options: SecretOptions) {
    this.id = options.id;
    this.owner = options.owner;
    this.revisions = new Map(options.revisions);
    this.label = options.label ?? "";
    this.description = options.description ?? "";
    this.expire = options.expire ?? null;
    this.rotate = options.rotate ?? "never";
    this.tracked = options.tracked ?? null;
    this.consumerLabel = options.consumerLabel ?? "";
    this.granted = options.granted ?? true;
    this.rotates = options.rotates ?? null;
    this.grants = options.grants ?? [];
    this.readers = new Map(options.readers);
  }

  /** Number of the newest revision. */
  get latest(): number {
    let latest = 0;
    for (const revision of this.revisions.keys()) {
      if (revision > latest) latest = revision;
    }
    return latest;
  }

  /** Older revisions that no unit tracks, oldest first. */
  get unusedRevisions(): number[] {
    const { latest, tracked } = this;
    const used = new Set(this.readers.values());
    return [...this.revisions.keys()]
      .filter((revision) =>
        revision !== latest && revision !== tracked && !used.has(revision)
      )
      .sort((a, b) => a - b);
  }
}

/**
 * A new secret id in the form of Juju's: 12 random bytes as 20 characters of
 * base32 with the digits `0-9a-v`.
 */
export function newSecretId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  let bits = 0n;
  for (const byte of bytes) bits = bits << 8n | BigInt(byte);
  return (bits << 4n).toString(32).padStart(20, "0");
}

/** A text as a value of {@linkcode SecretContent}. */
export function encodeSecretValue(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/**
 * A value of {@linkcode SecretContent} as text; bytes that are not UTF-8 are
 * damaged, as in Juju.
 */
export function decodeSecretValue(value: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(value));
  } catch {
    return value;
  }
}
