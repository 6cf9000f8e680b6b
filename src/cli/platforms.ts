import { CliError } from "./cli_error.ts";
import type { CharmcraftYaml } from "./charmcraft_schema.ts";
import type { Mistake } from "./mistakes.ts";
import type { YamlFile } from "./yaml_reader.ts";

/** A base that a charm runs on, as manifest.yaml lists it. */
export interface ManifestBase {
  /** Name of the system, such as `"ubuntu"`. */
  readonly name: string;
  /** Its version, such as `"24.04"`. */
  readonly channel: string;
  /** Architectures in Juju's words, such as `"amd64"`. */
  readonly architectures: readonly string[];
}

/** One way to build a charm, from `platforms` (or the older `bases`). */
export interface CharmPlatform {
  /** The label in charmcraft.yaml. */
  readonly label: string;
  /** The label as it stands in the file name of the charm. */
  readonly fileLabel: string;
  /** What the built charm runs on. */
  readonly bases: readonly ManifestBase[];
}

/** Architectures that a program can be compiled for, in Juju's words. */
export type CharmArchitecture = "amd64" | "arm64";

/** A target of `deno compile` that a charm can have. */
export type CompileTarget =
  | "x86_64-unknown-linux-gnu"
  | "aarch64-unknown-linux-gnu";

/** The compile targets, by architecture. */
export const COMPILE_TARGETS: Readonly<
  Record<CharmArchitecture, CompileTarget>
> = {
  amd64: "x86_64-unknown-linux-gnu",
  arm64: "aarch64-unknown-linux-gnu",
};

const ARCHITECTURES = [
  "amd64",
  "arm64",
  "armhf",
  "ppc64el",
  "riscv64",
  "s390x",
  "all",
];

/** Systems that may stand in manifest.yaml (`github.com/juju/charm/v12`). */
const JUJU_SYSTEMS = [
  "ubuntu",
  "centos",
  "windows",
  "osx",
  "opensuse",
  "genericlinux",
];

/**
 * Reads the platforms of a charm by charmcraft's rules: a label may itself be an
 * architecture, or a base and an architecture (`ubuntu@24.04:amd64`).
 *
 * Source: the `platforms` and `bases` keys of the charmcraft.yaml reference.
 *
 * @param yaml charmcraft.yaml as the schema gave it.
 * @param file The same as a file, for the lines of mistakes.
 * @param mistakes Gets what does not make a platform.
 */
export function readPlatforms(
  yaml: CharmcraftYaml,
  file: YamlFile,
  mistakes: Mistake[],
): CharmPlatform[] {
  if (yaml.bases !== undefined && yaml.platforms !== undefined) {
    mistakes.push(
      file.mistakeAt(["bases"], "not allowed beside platforms; remove one"),
    );
  }
  if (yaml.platforms === undefined) {
    const platforms = legacyPlatforms(yaml);
    for (const { name } of platforms.flatMap(({ bases }) => bases)) {
      if (!JUJU_SYSTEMS.includes(name)) {
        mistakes.push(file.mistakeAt(["bases"], unknownSystem(name)));
      }
    }
    return platforms;
  }
  const platforms: CharmPlatform[] = [];
  for (const [label, platform] of Object.entries(yaml.platforms)) {
    const buildFor = [platform?.["build-for"] ?? label].flat()[0] ?? label;
    const target = splitTarget(buildFor);
    const base = target.base ?? splitTarget(label).base ?? yaml.base;
    const path = ["platforms", label];
    if (!ARCHITECTURES.includes(target.architecture)) {
      mistakes.push(file.mistakeAt(
        path,
        `expected "build-for" with an architecture, got "${buildFor}"`,
      ));
      continue;
    }
    const [name, channel] = base?.split("@") ?? [];
    if (!name || !channel) {
      mistakes.push(file.mistakeAt(
        base === yaml.base && base !== undefined ? ["base"] : path,
        `expected a base such as "ubuntu@24.04", got ${
          base === undefined ? "nothing" : `"${base}"`
        }`,
      ));
      continue;
    }
    if (!JUJU_SYSTEMS.includes(name)) {
      mistakes.push(file.mistakeAt(
        target.base === undefined && base === yaml.base ? ["base"] : path,
        unknownSystem(name),
      ));
      continue;
    }
    if (target.architecture === "all") {
      mistakes.push(file.mistakeAt(
        path,
        'Juju knows no architecture "all"; write amd64 or arm64',
      ));
      continue;
    }
    const bases = [{ name, channel, architectures: [target.architecture] }];
    platforms.push({ label, fileLabel: label.replaceAll(":", "-"), bases });
  }
  return platforms;
}

function unknownSystem(name: string): string {
  return `Juju knows no system "${name}"; write one such as "ubuntu@24.04"`;
}

function splitTarget(text: string): { base?: string; architecture: string } {
  const [first = "", second] = text.split(":");
  return second === undefined
    ? { architecture: first }
    : { base: first, architecture: second };
}

/** The deprecated `bases`: the file name lists what the charm runs on. */
function legacyPlatforms(yaml: CharmcraftYaml): CharmPlatform[] {
  return (yaml.bases ?? []).map((entry) => {
    const runOn = "build-on" in entry
      ? entry["run-on"] ?? entry["build-on"]
      : [entry];
    const bases = (runOn as LegacyBase[]).map((base): ManifestBase => ({
      name: base.name,
      channel: base.channel,
      architectures: base.architectures ?? [machineArchitecture()],
    }));
    const label = bases.map(({ name, channel, architectures }) =>
      `${name}-${channel}-${architectures.join("-")}`
    ).join("_");
    return { label, fileLabel: label, bases };
  });
}

interface LegacyBase {
  readonly name: string;
  readonly channel: string;
  readonly architectures?: string[];
}

/** This machine's architecture in Juju's words. */
export function machineArchitecture(): CharmArchitecture {
  return Deno.build.arch === "aarch64" ? "arm64" : "amd64";
}

/** A platform that a charm can be compiled for. */
export interface FittingPlatform {
  /** The platform. */
  readonly platform: CharmPlatform;
  /** What its program is for. */
  readonly architecture: CharmArchitecture;
}

/** What {@linkcode choosePlatforms} chose. */
export interface PlatformChoice {
  /** What to pack, in the order of charmcraft.yaml; at least one. */
  readonly fitting: readonly FittingPlatform[];
  /** What nobody named and Deno has no target for, with why and what to do. */
  readonly leftOut: readonly {
    readonly platform: string;
    readonly reason: string;
    readonly advice: string;
  }[];
}

/**
 * Chooses what to pack: the platforms with the labels or, without labels, all
 * that Deno can compile for. `build-on` does not matter: Deno compiles for other
 * machines as well.
 *
 * @param platforms What charmcraft.yaml offers.
 * @param labels The labels asked for, if any.
 * @throws {CliError} If there is no such platform, or none that can be compiled
 * for.
 */
export function choosePlatforms(
  platforms: readonly CharmPlatform[],
  labels?: readonly string[],
): PlatformChoice {
  if (platforms.length === 0) {
    throw new CliError("Cannot pack: charmcraft.yaml names no platforms", {
      hint: `Add "base: ubuntu@24.04" and "platforms: {amd64:, arm64:}" to it`,
    });
  }
  const own = platforms.map(({ label }) => label);
  const unknown = labels?.find((label) => !own.includes(label));
  if (unknown !== undefined) {
    throw new CliError(
      `Cannot pack platform "${unknown}": charmcraft.yaml has none of that name`,
      { hint: `Choose with --platform: ${own.join(", ")}`, usage: true },
    );
  }
  const asked = platforms.filter(({ label }) =>
    labels === undefined || labels.includes(label)
  );
  const fitting: FittingPlatform[] = [];
  const leftOut: PlatformChoice["leftOut"][number][] = [];
  for (const platform of asked) {
    const architecture = architectureOf(platform);
    if (architecture !== null) fitting.push({ platform, architecture });
    else leftOut.push({ platform: platform.label, ...unfit(platform) });
  }
  const [first] = leftOut;
  if (first && (labels !== undefined || fitting.length === 0)) {
    throw new CliError(
      `Cannot pack platform "${first.platform}": ${first.reason}`,
      { hint: first.advice },
    );
  }
  refuseTwins(fitting);
  return { fitting, leftOut };
}

/** The one architecture that a platform's program can be compiled for. */
function architectureOf(platform: CharmPlatform): CharmArchitecture | null {
  const [architecture = "", ...others] = architecturesOf(platform);
  return others.length === 0 && Object.hasOwn(COMPILE_TARGETS, architecture)
    ? architecture as CharmArchitecture
    : null;
}

function architecturesOf({ bases }: CharmPlatform): string[] {
  return [...new Set(bases.flatMap((base) => base.architectures))];
}

function unfit(platform: CharmPlatform): { reason: string; advice: string } {
  return {
    reason: "a compiled charm is for one architecture, amd64 or arm64, got " +
      architecturesOf(platform).join(", "),
    advice: "Take it out of charmcraft.yaml, or choose others with --platform",
  };
}

/** Refuses two platforms whose charms would have the same file. */
function refuseTwins(fitting: readonly FittingPlatform[]): void {
  const labels = new Map<string, string>();
  for (const { platform: { label, fileLabel } } of fitting) {
    const twin = labels.get(fileLabel);
    if (twin !== undefined) {
      throw new CliError(
        `Cannot pack "${twin}" and "${label}": both charms would be named ` +
          `"${fileLabel}"`,
        { hint: "Choose one with --platform", usage: true },
      );
    }
    labels.set(fileLabel, label);
  }
}
