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

/**
 * The architecture to compile a platform for.
 *
 * @throws {CliError} If Deno cannot compile for it, or it has more than one.
 */
export function architectureOf(platform: CharmPlatform): CharmArchitecture {
  const [architecture = "", ...others] = [
    ...new Set(platform.bases.flatMap((base) => base.architectures)),
  ];
  if (others.length === 0 && Object.hasOwn(COMPILE_TARGETS, architecture)) {
    return architecture as CharmArchitecture;
  }
  throw new CliError(
    `Cannot pack platform "${platform.label}": a compiled charm is for one ` +
      `architecture, amd64 or arm64, got ` +
      [architecture, ...others].join(", "),
    { hint: `Choose another platform with --platform` },
  );
}

/**
 * Finds the platform to pack: the one with a label or, without a label, the only
 * one for this machine's architecture.
 *
 * @param platforms What charmcraft.yaml offers.
 * @param label The label asked for, if any.
 * @throws {CliError} If there is no such platform, or more than one.
 */
export function choosePlatform(
  platforms: readonly CharmPlatform[],
  label?: string,
): CharmPlatform {
  const labels = platforms.map((platform) => platform.label).join(", ");
  if (platforms.length === 0) {
    throw new CliError("Cannot pack: charmcraft.yaml names no platforms", {
      hint: `Add "base: ubuntu@24.04" and "platforms: {amd64:, arm64:}" to it`,
    });
  }
  const machine = machineArchitecture();
  const fitting = platforms.filter((platform) =>
    label === undefined
      ? platform.bases.some((base) => base.architectures.includes(machine))
      : platform.label === label
  );
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return only;
  const message = label !== undefined
    ? `Cannot pack platform "${label}": charmcraft.yaml has none of that name`
    : only === undefined
    ? `Cannot choose a platform: none is for ${machine}`
    : `Cannot choose a platform: more than one is for ${machine}`;
  throw new CliError(message, {
    hint: `Choose one with --platform: ${labels}`,
    usage: true,
  });
}
