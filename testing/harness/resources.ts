import { stringify } from "@std/yaml";
import type { CharmcraftResource } from "../../src/meta/charmcraft.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { HarnessError } from "./harness_error.ts";

/** What a charm finds of an image: where it is, and who may fetch it. */
export type OciResourceContents = Readonly<Record<string, string>>;

const IMAGE: OciResourceContents = {
  registrypath: "registrypath",
  username: "username",
  password: "password",
};

/** Adds the file of a resource (HRN-44). */
export function addResource(
  unit: AnyHarnessUnit,
  name: string,
  content: string | Uint8Array,
): void {
  const { filename = name } = resourceOf(unit, name, "file");
  put(unit, name, filename, content);
}

/** Adds an image (HRN-44). */
export function addOciResource(
  unit: AnyHarnessUnit,
  name: string,
  contents: OciResourceContents = IMAGE,
): void {
  resourceOf(unit, name, "oci-image");
  put(unit, name, "contents.yaml", stringify(contents));
}

/** Adds all images of the metadata (HRN-44). */
export function populateOciResources(unit: AnyHarnessUnit): void {
  const { resources = {} } = unit.state.charmcraft;
  for (const [name, { type }] of Object.entries(resources)) {
    if (type === "oci-image") addOciResource(unit, name);
  }
}

function put(
  unit: AnyHarnessUnit,
  name: string,
  filename: string,
  content: string | Uint8Array,
): void {
  const { folders } = unit;
  const folder = folders.make(`${folders.base}/resources/${name}`);
  const path = `${folder}/${filename}`;
  if (typeof content === "string") Deno.writeTextFileSync(path, content);
  else Deno.writeFileSync(path, content);
  unit.state.resources.set(name, path);
  unit.refresh();
}

function resourceOf(
  { state }: AnyHarnessUnit,
  name: string,
  wanted: "file" | "oci-image",
): CharmcraftResource {
  const { resources = {} } = state.charmcraft;
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  const type = resource && (resource.type ?? "file");
  if (resource !== undefined && type === wanted) return resource;
  const names = Object.entries(resources)
    .filter(([, { type = "file" }]) => type === wanted)
    .map(([known]) => `"${known}"`).join(", ");
  const found = type === undefined ? "" : `it is of type "${type}", and `;
  throw new HarnessError(
    `Cannot add resource "${name}": ${found}the metadata declares ${
      names || "none"
    } of type "${wanted}"`,
  );
}
