import type { HookEvent } from "../hook_event.ts";
import type { ModelStateOptions } from "../model_state.ts";

/** A command line: words parted by single spaces, or a list. */
export type Line = readonly string[] | string;

/**
 * What a hook command answers: the item of the description that says so, the
 * line, its stdout, and its failure if it fails: the exit code, and after a
 * space the text behind `ERROR`. With code 0 the text is all of stderr, and
 * with 127, the shell's for a command that there is not, it is left open.
 */
export type HookToolCase = readonly [
  id: string,
  line: Line,
  stdout: RegExp | string,
  error?: string,
  stdin?: string,
];

/** Cases that share a world; each one has a context of its own. */
export interface HookToolCases {
  /** What they are about. */
  readonly name: string;
  /** What the world has beside that of all cases. @default {{}} */
  readonly world?: Partial<ModelStateOptions>;
  /** What is run. @default {config-changed} */
  readonly event?: HookEvent;
  /** Lines that the context runs before. @default {[]} */
  readonly before?: readonly Line[];
  /** Versions of Juju that answer so. @default {JUJU_3 and JUJU_4} */
  readonly versions?: readonly string[];
  /** The cases. */
  readonly cases: readonly HookToolCase[];
}

/** The newest version of Juju 3 that was read. */
export const JUJU_3 = "3.6.28";
/** The newest version of Juju 4 that was read. */
export const JUJU_4 = "4.0.14";
