import { writeYaml } from "./yaml_writer.ts";
import type { CharmPlatform } from "./platforms.ts";

type Section = Readonly<Record<string, unknown>>;

/** Keys that metadata.yaml has from charmcraft.yaml as they are. */
const METADATA_KEYS = [
  "name",
  "summary",
  "description",
  "assumes",
  "charm-user",
  "containers",
  "devices",
  "extra-bindings",
  "peers",
  "provides",
  "requires",
  "resources",
  "storage",
  "subordinate",
  "terms",
];

/** Keys of `links` that metadata.yaml has under the same name. */
const LINK_KEYS = ["issues", "source", "website"];

/**
 * Takes from charmcraft.yaml what Juju reads in metadata.yaml.
 *
 * Source: what charmcraft 4 writes; `title` becomes `display-name`, and the
 * links become `docs`, `maintainers`, `issues`, `source` and `website`.
 *
 * @param charmcraft The value of charmcraft.yaml.
 */
export function metadataSection(charmcraft: Section): Section {
  const links = (charmcraft["links"] ?? {}) as Section;
  const contact = links["contact"];
  return withoutAbsent({
    ...pick(charmcraft, METADATA_KEYS),
    "display-name": charmcraft["title"],
    docs: links["documentation"],
    maintainers: contact === undefined ? undefined : [contact].flat(),
    ...pick(links, LINK_KEYS),
  });
}

/**
 * The YAML files of a charm that come from charmcraft.yaml: metadata.yaml always,
 * config.yaml and actions.yaml if it has such a section.
 *
 * @param charmcraft The value of charmcraft.yaml.
 * @returns File name to content.
 */
export function charmFiles(charmcraft: Section): Record<string, string> {
  const { config, actions } = charmcraft;
  const files: Record<string, string> = {
    "metadata.yaml": writeYaml(metadataSection(charmcraft)),
  };
  if (config !== undefined && config !== null) {
    files["config.yaml"] = writeYaml(config);
  }
  if (typeof actions === "object" && actions !== null) {
    const entries = Object.entries(actions);
    // Juju takes an action without anything, but only as a map.
    const maps = entries.map(([name, action]) => [name, action ?? {}]);
    if (maps.length > 0) {
      files["actions.yaml"] = writeYaml(Object.fromEntries(maps));
    }
  }
  return files;
}

/** What manifest.yaml tells beside the platform. */
export interface ManifestOptions {
  /** Version of the program that packs. */
  readonly version: string;
  /** When packing began; a fixed time makes packing reproducible. */
  readonly startedAt: Date;
  /** Attributes that `analysis: ignore` of charmcraft.yaml names. */
  readonly ignoredAttributes?: readonly string[];
  /** Data about the build image, from `CHARMCRAFT_IMAGE_INFO`. */
  readonly imageInfo?: unknown;
}

/**
 * Writes manifest.yaml, without which Juju refuses containers and `assumes`.
 *
 * Keys and their order are charmcraft's. Its version is told as that of the
 * program that packed; language and framework are `unknown`, as its analysis
 * finds for a compiled program.
 *
 * @param platform The platform that the charm is packed for.
 * @param options What else it tells.
 */
export function manifestYaml(
  platform: CharmPlatform,
  options: ManifestOptions,
): string {
  const { version, startedAt, ignoredAttributes = [], imageInfo } = options;
  const attributes = ["language", "framework"].map((name) => ({
    name,
    result: ignoredAttributes.includes(name) ? "ignored" : "unknown",
  }));
  const manifest = withoutAbsent({
    "charmcraft-version": `charmkit-${version}`,
    "charmcraft-started-at": startedAt.toISOString(),
    bases: platform.bases.map(({ name, channel, architectures }) => ({
      name,
      channel,
      architectures: [...architectures],
    })),
    analysis: { attributes },
    "image-info": imageInfo,
  });
  return writeYaml(manifest, { sortKeys: false });
}

function pick(section: Section, keys: readonly string[]): Section {
  return Object.fromEntries(keys.map((key) => [key, section[key]]));
}

function withoutAbsent(section: Section): Section {
  return Object.fromEntries(
    Object.entries(section).filter(([, value]) =>
      value !== undefined && value !== null
    ),
  );
}
