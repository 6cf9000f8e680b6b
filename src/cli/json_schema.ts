import { z } from "zod";
import { actionsSchema } from "./actions_schema.ts";
import { charmcraftSchema } from "./charmcraft_schema.ts";
import { configSchema } from "./config_schema.ts";
import { metadataSchema } from "./juju_schema.ts";

/** A YAML file of a charm, without its `.yaml`. */
export type SchemaName = "charmcraft" | "metadata" | "config" | "actions";

const SCHEMAS: Readonly<Record<SchemaName, z.ZodType>> = {
  charmcraft: charmcraftSchema,
  metadata: metadataSchema,
  config: configSchema,
  actions: actionsSchema,
};

/** What must be there when no other file has it. */
const REQUIRED: Readonly<Partial<Record<SchemaName, readonly string[]>>> = {
  metadata: ["name", "summary", "description"],
};

/**
 * The JSON Schema (draft 7, which editors know) of one of a charm's YAML files:
 * the shape that `charmkit check` wants, with what each key is for.
 *
 * @param name The file.
 */
export function jsonSchema(name: SchemaName): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(SCHEMAS[name], {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "bigint") jsonSchema.type = "integer";
      // The largest whole number of JavaScript is no limit of a charm's.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
        delete jsonSchema.maximum;
      }
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
        delete jsonSchema.minimum;
      }
    },
  });
  const required = REQUIRED[name];
  return {
    $schema,
    title: `${name}.yaml of a Juju charm`,
    ...rest,
    ...required === undefined ? {} : { required },
  };
}
