import type { Framework } from "../../src/framework/framework.ts";
import type { CharmBase } from "../../src/charm/charm_base.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";

/** A class of charms that a harness can hold one of. */
export interface HarnessCharmClass<
  C extends Charmcraft,
  T extends CharmBase<C> = CharmBase<C>,
> {
  /** Makes the charm. */
  new (framework: Framework): T;
  /** Name of the class: the top of its paths. */
  readonly name: string;
  /** Name in paths, when it is to differ from the class's own. */
  readonly handleKind?: string | undefined;
}

/** Options of `Harness`. */
export interface HarnessOptions {
  /** Version of Juju to simulate. @default {"3.6.28"} */
  readonly jujuVersion?: string;
  /** Where the unit runs. @default {kubernetes if the charm has containers} */
  readonly substrate?: "kubernetes" | "machine";
  /**
   * The charm's own folder, as the charm is told.
   *
   * @default {a temporary one with the metadata}
   */
  readonly charmDir?: string;
  /**
   * Gives numbers from 0 up to 1, for what has no order: relations that were
   * there before the unit.
   *
   * @default {Math.random}
   */
  readonly random?: () => number;
}
