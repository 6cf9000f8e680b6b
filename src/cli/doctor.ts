import { resolve } from "@std/path";
import {
  checkCompiler,
  checkPebble,
  checkProgram,
  checkRuntime,
  checkSockets,
} from "./doctor_machine.ts";
import { checkProject, otherArchitectures } from "./doctor_project.ts";

/** How a thing is: right, just so, worth a look, or in the way of work. */
export type DiagnosisLevel = "ok" | "info" | "warning" | "problem";

/** What the doctor found of one thing. */
export interface Diagnosis {
  /** What was looked at, such as `"pebble"`; stable, for programs. */
  readonly name: string;
  /** How it is. */
  readonly level: DiagnosisLevel;
  /** What was found, as a sentence. */
  readonly message: string;
  /** What to do, where there is something. */
  readonly advice?: string;
}

/** Options of {@linkcode examine}. */
export interface DoctorOptions {
  /** The charm's folder; one without charmcraft.yaml is left out. */
  readonly dir: string;
  /** The Deno that compiles, see {@linkcode findDeno}. */
  readonly deno?: string;
  /** Where Deno's runtimes are, for tests. @default {Deno's own place} */
  readonly downloads?: string;
}

/** What {@linkcode examine} found. */
export interface DoctorResult {
  /** Each thing, in the order in which an author meets it. */
  readonly diagnoses: readonly Diagnosis[];
  /** How many of them are in the way of work. */
  readonly problems: number;
  /** How many are worth a look. */
  readonly warnings: number;
}

/**
 * Looks whether this machine and a charm's project have what charmkit needs: a
 * Deno and its runtime to compile, a Pebble and a place for its socket to run,
 * and the project's files. What Juju and charmcraft would be for is told as well.
 *
 * @param options Which project.
 * @param signal Ends the looking.
 */
export async function examine(
  options: DoctorOptions,
  signal?: AbortSignal,
): Promise<DoctorResult> {
  const { deno: path, downloads } = options;
  const { deno, diagnosis } = await checkCompiler(path);
  signal?.throwIfAborted();
  const dir = resolve(options.dir);
  const architectures = await otherArchitectures(dir);
  const groups = await Promise.all([
    diagnosis,
    ...deno === null ? [] : [checkRuntime(deno, { downloads, signal })],
    ...deno === null
      ? []
      : architectures.map((architecture) =>
        checkRuntime(deno, { architecture, downloads, signal })
      ),
    checkPebble(),
    checkSockets(),
    checkProgram("juju", "deploys charms"),
    checkProgram("charmcraft", "uploads charms to Charmhub"),
    checkProject(dir),
  ]);
  signal?.throwIfAborted();
  const diagnoses = groups.flat();
  const count = (wanted: DiagnosisLevel) =>
    diagnoses.filter(({ level }) => level === wanted).length;
  return {
    diagnoses,
    problems: count("problem"),
    warnings: count("warning"),
  };
}
