import type {
  Charmcraft,
  CharmcraftEndpoint,
  CharmcraftOption,
} from "../meta/charmcraft.ts";

/** Something that Juju would refuse. */
export interface Refusal {
  /** Which part of the charm it is in. */
  readonly section: "metadata" | "config" | "actions";
  /** Where in the metadata, config (from `options`) or actions it is. */
  readonly path: readonly string[];
  /** What Juju expects, and what there is. */
  readonly message: string;
}

type Refuse = (path: readonly string[], message: string) => void;

/**
 * Checks what the shape of the metadata can't say: names that refer to each
 * other, reserved names, defaults that do not fit their type.
 *
 * Source: `Meta.Check`, `ReadConfig` and `ReadActionsYaml` of
 * `github.com/juju/charm/v12`.
 *
 * @param charm The metadata.
 * @returns What Juju would refuse, in the order of the metadata.
 */
export function jujuRefusals(charm: Charmcraft): Refusal[] {
  const refusals: Refusal[] = [];
  const into = (section: Refusal["section"]): Refuse => (path, message) => {
    refusals.push({ section, path, message });
  };
  checkEndpoints(charm, into("metadata"));
  checkContainers(charm, into("metadata"));
  checkStorages(charm, into("metadata"));
  checkResources(charm, into("metadata"));
  checkOptions(charm, into("config"));
  checkActions(charm, into("actions"));
  return refusals;
}

const ROLES = ["provides", "requires", "peers"] as const;

function checkEndpoints(charm: Charmcraft, refuse: Refuse): void {
  const seen = new Map<string, string>();
  for (const role of ROLES) {
    for (const [name, value] of Object.entries(charm[role] ?? {})) {
      const first = seen.get(name);
      if (first !== undefined) {
        refuse([role, name], `the name is taken by an endpoint of ${first}`);
      }
      seen.set(name, role);
      const ofPrincipal = charm.subordinate === true && role === "requires" &&
        scopeOf(value) === "container";
      if (!ofPrincipal && isReserved(charm.name, name)) {
        refuse([role, name], `Juju keeps endpoint names such as "${name}"`);
      }
      const spoken = typeof value === "string" ? value : value.interface;
      if (role !== "requires" && isReserved(charm.name, spoken)) {
        refuse([role, name], `Juju keeps interfaces such as "${spoken}"`);
      }
    }
  }
  const requires = Object.values(charm.requires ?? {});
  if (
    charm.subordinate === true &&
    !requires.some((value) => scopeOf(value) === "container")
  ) {
    refuse(
      ["subordinate"],
      'a subordinate needs an endpoint in requires with "scope: container"',
    );
  }
}

function scopeOf(endpoint: CharmcraftEndpoint): string {
  return typeof endpoint === "string" ? "global" : endpoint.scope ?? "global";
}

function isReserved(charmName: string, name: string): boolean {
  return !charmName.startsWith("juju-") && /^juju(?:-|$)/.test(name);
}

function checkContainers(charm: Charmcraft, refuse: Refuse): void {
  for (const [name, container] of Object.entries(charm.containers ?? {})) {
    const { resource, mounts = [] } = container;
    const path = ["containers", name];
    if (resource !== undefined) {
      const declared = charm.resources?.[resource];
      if (declared === undefined) {
        refuse([...path, "resource"], `no resource "${resource}" is declared`);
      } else if (declared.type !== "oci-image") {
        refuse(
          [...path, "resource"],
          `resource "${resource}" must have "type: oci-image"`,
        );
      }
    }
    for (const { storage, location } of mounts) {
      if (charm.storage?.[storage] === undefined) {
        refuse([...path, "mounts"], `no storage "${storage}" is declared`);
      }
      if (!location) {
        refuse(
          [...path, "mounts"],
          `the mount of "${storage}" has no location`,
        );
      }
    }
  }
}

function checkStorages(charm: Charmcraft, refuse: Refuse): void {
  for (const [name, storage] of Object.entries(charm.storage ?? {})) {
    if (storage.location && storage.type !== "filesystem") {
      refuse(
        ["storage", name, "location"],
        'only a storage with "type: filesystem" can have a location',
      );
    }
    if (/^0+$|-0+$/.test(String(storage.multiple?.range ?? ""))) {
      refuse(
        ["storage", name, "multiple", "range"],
        "at most 0 is not allowed",
      );
    }
  }
}

function checkResources(charm: Charmcraft, refuse: Refuse): void {
  for (const [name, resource] of Object.entries(charm.resources ?? {})) {
    if ((resource.type ?? "file") !== "file") continue;
    if (!resource.filename) {
      refuse(["resources", name], "a file resource needs a filename");
    } else if (resource.filename.includes("/")) {
      refuse(["resources", name, "filename"], 'a filename has no "/"');
    }
  }
}

function checkOptions(charm: Charmcraft, refuse: Refuse): void {
  for (const [name, option] of Object.entries(charm.config?.options ?? {})) {
    const value = option.default;
    if (value === undefined || value === null) continue;
    const type = option.type ?? "string";
    if (fits(type, value)) continue;
    refuse(
      ["options", name, "default"],
      `expected a default of type ${type}, got ${JSON.stringify(value)}`,
    );
  }
}

/** Juju converts text for int, float and boolean. */
function fits(
  type: NonNullable<CharmcraftOption["type"]>,
  value: string | number | boolean,
): boolean {
  const text = typeof value === "boolean" ? "" : String(value);
  switch (type) {
    case "string":
      return typeof value === "string";
    case "int":
      return /^[-+]?\d+$/.test(text);
    case "float":
      return text !== "" && Number.isFinite(Number(text));
    case "boolean":
      return typeof value === "boolean" ||
        (typeof value === "string" &&
          /^(?:[tTfF01]|true|True|TRUE|false|False|FALSE)$/.test(value));
    case "secret":
      return value === "" || text.startsWith("secret:");
  }
}

function checkActions(charm: Charmcraft, refuse: Refuse): void {
  for (const [name, action] of Object.entries(charm.actions ?? {})) {
    if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) {
      refuse([name], "expected lowercase letters, digits and inner hyphens");
    } else if (isReserved(charm.name, name)) {
      refuse([name], `Juju keeps action names such as "${name}"`);
    }
    for (const keyword of keywordsIn(action)) {
      if (keyword === "$ref" || keyword === "$schema") {
        refuse([name], `Juju takes no "${keyword}" in an action`);
      }
    }
  }
}

function* keywordsIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    yield key;
    yield* keywordsIn(entry);
  }
}

/**
 * Checks for keys of metadata.yaml that contradict each other: `series` makes it
 * the old format, which has no containers; without it the format is the new
 * one, since a packed charm has a manifest, and some old keys are refused.
 *
 * Source: `Meta.Check` and the format selection of `github.com/juju/charm/v12`.
 *
 * @param metadata The value of metadata.yaml.
 */
export function formatRefusals(
  metadata: Readonly<Record<string, unknown>>,
): Refusal[] {
  const old = metadata["series"] !== undefined;
  const refused = old
    ? ["containers", "assumes", "charm-user"]
    : ["min-juju-version", "deployment"];
  const reason = old
    ? 'not allowed beside "series"; remove one'
    : "not allowed in a charm with a manifest; use assumes";
  return refused.filter((key) => metadata[key] !== undefined).map((key) => ({
    section: "metadata",
    path: [key],
    message: reason,
  }));
}
