/** The parts of a {@linkcode JujuVersion}. */
interface Parts {
  readonly major: number;
  readonly minor: number;
  readonly tag: string;
  readonly patch: number;
  readonly build: number;
}

const GRAMMAR =
  /^(\d{1,9})\.(\d{1,9})(?:(?:\.|-([a-z]+))(\d{1,9}))?(?:\.(\d{1,9}))?$/;

/**
 * A version of Juju, such as `3.6.14` or `4.0-beta2`, that can be compared and
 * asked what Juju of that version can do.
 *
 * Source: Juju's `core/semversion` package.
 *
 * @example Usage
 * ```ts
 * import { JujuVersion } from "@charmkit/ops";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const version = JujuVersion.parse("3.6-rc1");
 *
 * assert(version.hasSecrets);
 * assert(version.compare("3.6.0") < 0);
 * assertEquals(`${version}`, "3.6-rc1");
 * ```
 */
export class JujuVersion {
  /** The first number. */
  readonly major: number;
  /** The second number. */
  readonly minor: number;
  /** What a version before the first release is called, such as `"beta"`; else empty. */
  readonly tag: string;
  /** The third number, or the one after the tag; 0 when there is none. */
  readonly patch: number;
  /** The number of the build, which only development versions have; else 0. */
  readonly build: number;

  private constructor(parts: Parts) {
    this.major = parts.major;
    this.minor = parts.minor;
    this.tag = parts.tag;
    this.patch = parts.patch;
    this.build = parts.build;
  }

  /**
   * Reads a version as Juju writes it.
   *
   * @param text Such as `"3.6"`, `"3.6.14"`, `"4.0-beta2"` or `"4.0.1.27"`.
   * @returns The version; parts that are not given are 0 or empty.
   * @throws {SyntaxError} If the text is not a version.
   */
  static parse(text: string): JujuVersion {
    const match = GRAMMAR.exec(text);
    if (match === null) {
      throw new SyntaxError(`Cannot parse Juju version "${text}"`);
    }
    const [, major, minor, tag = "", patch = "0", build = "0"] = match;
    return new JujuVersion({
      major: Number(major),
      minor: Number(minor),
      tag,
      patch: Number(patch),
      build: Number(build),
    });
  }

  /** The version as Juju writes it, patch included: `3.6` becomes `3.6.0`. */
  toString(): string {
    const separator = this.tag === "" ? "." : `-${this.tag}`;
    const build = this.build > 0 ? `.${this.build}` : "";
    return `${this.major}.${this.minor}${separator}${this.patch}${build}`;
  }

  /**
   * Orders two versions; a version with a tag comes before the one without.
   *
   * @param other The other version; text is parsed.
   * @returns Below zero when this one is older, above when it is newer, else zero.
   * @throws {SyntaxError} If the other one is text but not a version.
   * @throws {TypeError} If the other one is neither a version nor text.
   */
  compare(other: JujuVersion | string): number {
    const that = typeof other === "string" ? JujuVersion.parse(other) : other;
    if (!(that instanceof JujuVersion)) {
      throw new TypeError(
        `Cannot compare Juju version ${this}: the other one is a ${typeof that}`,
      );
    }
    return this.major - that.major || this.minor - that.minor ||
      compareTags(this.tag, that.tag) ||
      this.patch - that.patch || this.build - that.build;
  }

  /** Whether relations have data of the application (2.7). */
  get hasAppData(): boolean {
    return this.#isFrom(2, 7, 0);
  }

  /** Whether Juju runs `dispatch` instead of one file for each hook (2.8). */
  get isDispatchAware(): boolean {
    return this.#isFrom(2, 8, 0);
  }

  /** Whether the controller keeps state for units, with `state-set` (2.8). */
  get hasControllerStorage(): boolean {
    return this.#isFrom(2, 8, 0);
  }

  /** Whether there are secrets (3.0.3). */
  get hasSecrets(): boolean {
    return this.#isFrom(3, 0, 3);
  }

  /** Whether `open-port` has an effect on Kubernetes (3.0.3). */
  get supportsOpenPortOnK8s(): boolean {
    return this.#isFrom(3, 0, 3);
  }

  /** Whether Pebble runs a command in the context of a service (3.1.6, not 3.2.0). */
  get supportsExecServiceContext(): boolean {
    return this.#isFrom(3, 1, 6) && !this.#is(3, 2, 0);
  }

  /** Whether Pebble forwards logs (3.4). */
  get supportsPebbleLogForwarding(): boolean {
    return this.#isFrom(3, 4, 0);
  }

  /** Whether Pebble has identities (3.6.4). */
  get supportsPebbleIdentities(): boolean {
    return this.#isFrom(3, 6, 4);
  }

  /** Whether Pebble offers metrics (3.6.4). */
  get supportsPebbleMetrics(): boolean {
    return this.#isFrom(3, 6, 4);
  }

  // What Juju can do is told by the numbers alone: a beta of 3.4 already has
  // what 3.4 has.
  #isFrom(major: number, minor: number, patch: number): boolean {
    return (this.major - major || this.minor - minor || this.patch - patch) >=
      0;
  }

  #is(major: number, minor: number, patch: number): boolean {
    return this.major === major && this.minor === minor && this.patch === patch;
  }
}

function compareTags(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "") return 1;
  if (b === "") return -1;
  return a < b ? -1 : 1;
}
