import { ModelError } from "../model/errors.ts";
import type {
  CharmcraftAssumption,
  CharmcraftContainer,
  CharmcraftEndpoint,
  CharmcraftStorage,
} from "./charmcraft.ts";
import type {
  ContainerBase,
  ContainerMeta,
  JujuAssumes,
  RelationMeta,
  RelationRole,
  StorageMeta,
} from "./charm_meta_types.ts";

/** Each value of a section of the metadata, read; none when there is no section. */
export function mapValues<V, W>(
  values: Readonly<Record<string, V>> | null | undefined,
  map: (name: string, value: V) => W,
): Record<string, W> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      map(name, value),
    ]),
  );
}

/**
 * Reads an endpoint.
 *
 * @throws {TypeError} If it is not as Juju reads it.
 */
export function readRelation(
  role: RelationRole,
  relationName: string,
  endpoint: CharmcraftEndpoint,
): RelationMeta {
  const given = typeof endpoint === "string"
    ? { interface: endpoint }
    : endpoint;
  if (typeof given?.interface !== "string") {
    throw new TypeError(
      `Cannot read endpoint "${relationName}": it names no interface`,
    );
  }
  const { limit = null, scope = "global", optional } = given;
  if (limit !== null && !Number.isInteger(limit)) {
    throw new TypeError(
      `Cannot read endpoint "${relationName}": its limit is not a whole number`,
    );
  }
  if (scope !== "global" && scope !== "container") {
    throw new TypeError(
      `Cannot read endpoint "${relationName}": its scope must be "global" or "container"`,
    );
  }
  return {
    role,
    relationName,
    interfaceName: given.interface,
    limit,
    scope,
    optional: readFlag(optional, "optional", `endpoint "${relationName}"`),
  };
}

/**
 * Reads a storage.
 *
 * @throws {TypeError} If it is not as Juju reads it.
 */
export function readStorage(
  storageName: string,
  storage: CharmcraftStorage,
): StorageMeta {
  const of = `storage "${storageName}"`;
  return {
    storageName,
    type: storage.type,
    description: storage.description ?? "",
    shared: readFlag(storage.shared, "shared", of),
    readOnly: readFlag(storage["read-only"], "read-only", of),
    minimumSize: storage["minimum-size"] ?? null,
    location: storage.location ?? null,
    properties: storage.properties ?? [],
    multipleRange: multipleRange(storageName, storage.multiple?.range),
  };
}

function multipleRange(
  storageName: string,
  range: string | number | undefined,
): readonly [number, number | null] | null {
  if (range === undefined) return null;
  const found = /^(\d+)(\+|-(\d*))?$/.exec(String(range));
  if (found === null) {
    throw new TypeError(
      `Cannot read storage "${storageName}": its range "${range}" is none of "2", "2-4", "2-" and "2+"`,
    );
  }
  const [, from, open, to] = found;
  if (open === undefined) return [Number(from), Number(from)];
  return [Number(from), to ? Number(to) : null];
}

/**
 * Reads a container.
 *
 * @throws {ModelError} If it has a resource and bases.
 */
export function readContainer(
  name: string,
  container: CharmcraftContainer | null,
): ContainerMeta {
  const resource = container?.resource ?? null;
  const bases = (container?.bases ?? []).map(readBase);
  if (resource !== null && bases.length > 0) {
    throw new ModelError(
      `Cannot read container "${name}": it has a resource and bases, where one of them must do`,
    );
  }
  const locations = new Map<string, string[]>();
  for (const { storage, location } of container?.mounts ?? []) {
    if (location === undefined) continue;
    locations.set(storage, [...locations.get(storage) ?? [], location]);
  }
  return {
    name,
    resource,
    bases,
    mounts: Object.fromEntries(
      [...locations].map(([storage, locations]) => [
        storage,
        { storage, locations },
      ]),
    ),
  };
}

function readBase(
  { name, channel, architectures }: Readonly<Record<string, unknown>>,
): ContainerBase {
  return {
    osName: String(name ?? ""),
    channel: String(channel ?? ""),
    architectures: Array.isArray(architectures)
      ? architectures.map(String)
      : [],
  };
}

/**
 * Reads what a charm asks of Juju.
 *
 * @throws {TypeError} If a group is neither `any-of` nor `all-of`.
 */
export function readAssumes(
  condition: JujuAssumes["condition"],
  assumptions: readonly CharmcraftAssumption[],
): JujuAssumes {
  const features: (string | JujuAssumes)[] = [];
  for (const assumption of assumptions) {
    if (typeof assumption === "string") {
      features.push(assumption);
      continue;
    }
    for (const [group, parts] of Object.entries(assumption)) {
      if (group !== "any-of" && group !== "all-of") {
        throw new TypeError(
          `Cannot read what the charm assumes: "${group}" is neither "any-of" nor "all-of"`,
        );
      }
      features.push(readAssumes(group, parts));
    }
  }
  return { condition, features };
}

/**
 * Reads true or false; false when it is not there.
 *
 * YAML 1.1, which Juju reads, also has `yes` and `on` for it, but neither
 * charmcraft nor `charmkit pack` writes them: better refused than misread.
 *
 * @throws {TypeError} If it is something else.
 */
export function readFlag(
  value: boolean | null | undefined,
  key: string,
  of: string = "the metadata",
): boolean {
  const flag = value ?? false;
  if (typeof flag === "boolean") return flag;
  throw new TypeError(
    `Cannot read ${of}: "${key}" must be true or false, got "${flag}"`,
  );
}

/** The texts of what may be one, several or none. */
export function texts(
  value: string | readonly string[] | null | undefined,
): readonly string[] {
  return value === null || value === undefined ? [] : [value].flat();
}
