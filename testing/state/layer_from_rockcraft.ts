import { parseLayerYaml } from "../../src/pebble/_layer_yaml.ts";
import { Layer, type LayerDict } from "../../src/pebble/layer.ts";
import { StateValidationError } from "../errors.ts";

/**
 * Reads the services and checks that a rock brings with it from its
 * rockcraft.yaml, as the layer that Pebble has of it.
 *
 * @example Usage
 * ```ts
 * import { Container, layerFromRockcraft } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".yaml" });
 * await Deno.writeTextFile(
 *   path,
 *   `summary: A web server
 * services: { web: { override: replace, command: nginx } }
 * `,
 * );
 *
 * const rock = await layerFromRockcraft(path);
 * await Deno.remove(path);
 * const container = new Container("web", { layers: { rock } });
 *
 * assertEquals(container.plan.services["web"]?.command, "nginx");
 * ```
 *
 * @param path The file.
 * @throws {StateValidationError} If there is no such file, or it is not the
 * YAML of a rock with a summary.
 */
export async function layerFromRockcraft(path: string): Promise<Layer> {
  const fail = (reason: string, cause?: unknown): never => {
    throw new StateValidationError(
      `Cannot read a layer from "${path}": ${reason}`,
      { cause },
    );
  };
  const text = await Deno.readTextFile(path).catch((cause) =>
    fail("it is not a file that can be read", cause)
  );
  const rock = await parseLayerYaml(text).catch((cause) =>
    fail("it is not YAML of plain data", cause)
  );
  if (typeof rock !== "object" || rock === null || Array.isArray(rock)) {
    return fail("it is not a map");
  }
  const { summary, description, services, checks } = rock as LayerDict;
  if (typeof summary !== "string") return fail('it has no "summary"');
  try {
    return new Layer({
      summary,
      description: `${description || "(no description)"}\n\n` +
        `(From the rockcraft.yaml at ${path}.)`,
      services: services ?? {},
      checks: checks ?? {},
    });
  } catch (cause) {
    return fail(cause instanceof Error ? cause.message : `${cause}`, cause);
  }
}
