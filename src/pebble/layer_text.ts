import { typeName } from "./_json.ts";
import { Layer, type LayerDict } from "./layer.ts";

/** Checks a layer's label for {@linkcode PebbleClient.addLayer}. */
export function labelText(label: string): string {
  if (typeof label === "string") return label;
  throw new TypeError(`label must be a str, not ${typeName(label)}`);
}

/** YAML of a layer for {@linkcode PebbleClient.addLayer}. */
export function layerText(layer: string | LayerDict | Layer): string {
  if (typeof layer === "string") return layer;
  return layerOf(layer).toYaml();
}

/** A layer of its fields. @throws {TypeError} If it is neither. */
export function layerOf(layer: LayerDict | Layer): Layer {
  if (layer instanceof Layer) return layer;
  if (
    typeof layer === "object" && layer !== null && !Array.isArray(layer) &&
    [Object.prototype, null].includes(Object.getPrototypeOf(layer))
  ) {
    return new Layer(layer);
  }
  throw new TypeError(
    `layer must be str, dict, or pebble.Layer, not ${typeName(layer)}`,
  );
}
