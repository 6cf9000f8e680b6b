import { z } from "zod";

const option = z.object({
  type: z.enum(["string", "int", "float", "boolean", "secret"]).optional().meta(
    { description: "Type of the value; without it, string." },
  ),
  default: z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null()])
    .optional().meta({
      description: "Value while nobody has set one; without it, none.",
    }),
  // Text that is left empty counts as absent.
  description: z.string().nullish().transform((text) => text ?? undefined)
    .meta({ description: "What the option does." }),
});

/** config.yaml, and the section `config` of charmcraft.yaml. */
export const configSchema = z.object({
  options: z.record(
    z.string(),
    option.nullable().transform((value) => value ?? {}),
  ).nullable().transform((options) => options ?? {})
    .meta({ description: "Options by name." }),
});
