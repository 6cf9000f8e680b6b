import { join, relative } from "@std/path";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { inspectCharmProject, type Inspection } from "./charm_project.ts";
import { codeMistakes } from "./check_code.ts";
import { extraFileMistakes, findEntry } from "./check_settings.ts";
import { inspectCharmkitConfig } from "./deno_config.ts";
import { statOf } from "./file_stat.ts";
import {
  type Finding,
  findingText,
  type Mistake,
  sortMistakes,
} from "./mistakes.ts";
import { entriesOf, memberOf } from "./plain_map.ts";
import { COMPILE_TARGETS } from "./platforms.ts";
import { profileMistakes } from "./rules/profile_rules.ts";
import { unreadable } from "./unreadable.ts";

/** Options of {@linkcode checkCharm}. */
export interface CheckOptions {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** Also let Deno check the types of the code. @default {false} */
  readonly types?: boolean;
  /** The Deno that checks the types, see {@linkcode findDeno}. */
  readonly deno?: string;
}

/** What {@linkcode checkCharm} found. */
export interface CheckResult {
  /** Everything, by file, line and column. */
  readonly findings: readonly Finding[];
  /** How many of them are errors. */
  readonly errors: number;
  /** How many of them are warnings. */
  readonly warnings: number;
}

/**
 * Checks a charm's folder: all that Juju refuses in its metadata, what charmcraft
 * lets pass, code that can't be parsed, names in it that the metadata does not
 * declare, a generated module that is out of date, and the section of charmkit in
 * deno.json with the files that it names. What can't be read is a finding as well.
 *
 * What costs time is loaded only where it is needed: the whole takes a tenth of
 * a second, and the types, if they are asked for, some seconds.
 *
 * @param options Which charm.
 * @param signal Ends the checking.
 * @throws {CliError} If there is no charm.
 */
export async function checkCharm(
  options: CheckOptions,
  signal?: AbortSignal,
): Promise<CheckResult> {
  const { dir } = options;
  const inspection = await inspectCharmProject(dir);
  const config = await inspectCharmkitConfig(dir);
  const { entry, mistakes } = await findEntry(dir, config);
  const errors: Mistake[] = [
    ...config.mistakes,
    ...mistakes,
    ...await extraFileMistakes(dir, config),
    ...await profileMistakes(dir),
    ...await dispatchMistakes(inspection, dir),
    ...await moduleMistakes(dir, inspection.project?.charmcraft ?? null),
  ];
  if (entry !== null) {
    const context = { entry, inspection, config };
    errors.push(...await codeMistakes(options, context, signal));
  }
  const findings = sortMistakes<Finding>(withoutRepeated([
    ...inspection.findings,
    ...errors.map((mistake) => ({ severity: "error" as const, ...mistake })),
    ...platformWarnings(inspection),
  ]));
  const count = (wanted: Finding["severity"]) =>
    findings.filter(({ severity }) => severity === wanted).length;
  return { findings, errors: count("error"), warnings: count("warning") };
}

/** Leaves out what was found before, such as by two who could not read a file. */
function withoutRepeated(findings: readonly Finding[]): Finding[] {
  const byText = findings.map((finding): [string, Finding] => [
    findingText(finding, finding.severity),
    finding,
  ]);
  return [...new Map(byText).values()];
}

/** A mistake in a file as a whole. */
function mistakeIn(file: string, message: string): Mistake {
  return { file, line: null, column: null, path: "", message };
}

/**
 * Looks at what `charmcraft pack` would take for the program: it lets pass one
 * that can't run, and Juju does not make it executable (PKG-13).
 */
async function dispatchMistakes(
  { sources }: Inspection,
  dir: string,
): Promise<Mistake[]> {
  const main = sources["charmcraft.yaml"]?.value;
  const folders = entriesOf(memberOf(main, "parts")).flatMap(([, part]) => {
    const source = memberOf(part, "source");
    return memberOf(part, "plugin") === "dump" && typeof source === "string" &&
        !source.includes(":")
      ? [source]
      : [];
  });
  const paths = new Set(
    [".", ...folders].map((folder) => join(dir, folder, "dispatch")),
  );
  const mistakes: Mistake[] = [];
  for (const path of paths) {
    const file = relative(dir, path);
    let info: Deno.FileInfo | null;
    try {
      info = await statOf(path);
    } catch (error) {
      mistakes.push(unreadable(file, error));
      continue;
    }
    const { isFile, mode } = info ?? { isFile: false, mode: null };
    if (!isFile || mode === null || (mode & 0o111) === 0o111) continue;
    const bits = (mode & 0o777).toString(8).padStart(4, "0");
    mistakes.push(mistakeIn(
      file,
      `expected mode 0755, got ${bits}: Juju can't run it; ` +
        `run \`chmod 0755 ${file}\``,
    ));
  }
  return mistakes;
}

/** Compares the generated module with the metadata. */
async function moduleMistakes(
  dir: string,
  charmcraft: Charmcraft | null,
): Promise<Mistake[]> {
  if (charmcraft === null) return [];
  const { generatedModuleState, MODULE_FILE } = await import(
    "./generated_module.ts"
  );
  try {
    const state = await generatedModuleState(dir, charmcraft);
    if (state !== "stale") return [];
  } catch (error) {
    return [unreadable(MODULE_FILE, error)];
  }
  const message = "not what charmcraft.yaml says; run `charmkit types`";
  return [mistakeIn(MODULE_FILE, message)];
}

function platformWarnings({ platforms, sources }: Inspection): Finding[] {
  const main = sources["charmcraft.yaml"];
  return platforms.flatMap(({ label, bases }) => {
    const others = bases.flatMap((base) => base.architectures)
      .filter((name) => !Object.hasOwn(COMPILE_TARGETS, name));
    return others.length === 0 || main === undefined ? [] : [{
      severity: "warning" as const,
      ...main.mistakeAt(
        main.writtenAt(["base"]) === null && memberOf(main.value, "bases")
          ? ["bases"]
          : ["platforms", label],
        `charmkit compiles for amd64 and arm64, not for ${
          [...new Set(others)].join(", ")
        }`,
      ),
    }];
  });
}
