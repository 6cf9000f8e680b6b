import { z } from "zod";

const TYPES = [
  "string",
  "integer",
  "number",
  "boolean",
  "object",
  "array",
  "null",
] as const;

const number = z.union([z.number(), z.bigint()]);
const count = z.int().min(0);

/** A parameter's JSON Schema, as far as it says something of types. */
export interface ParameterYaml {
  /** Type, or types, of the value. */
  readonly type?: string | readonly string[] | undefined;
  /** What it does. */
  readonly description?: string | undefined;
  /** The values allowed. */
  readonly enum?: readonly unknown[] | undefined;
  /** Any other keyword. */
  readonly [keyword: string]: unknown;
}

const parameters = z.record(z.string(), z.lazy(() => parameter));
const list = z.array(z.lazy(() => parameter));

/** The keywords of JSON Schema draft 4 that Juju looks at; it ignores others. */
const keywords = {
  title: z.string().optional().meta({ description: "Name for people." }),
  description: z.string().optional().meta({ description: "What it does." }),
  default: z.unknown().optional().meta({
    description: "What Juju fills in where no value is given.",
  }),
  enum: z.array(z.unknown()).optional().meta({
    description: "The values that are allowed.",
  }),
  minimum: number.optional().meta({ description: "Smallest number." }),
  maximum: number.optional().meta({ description: "Largest number." }),
  exclusiveMinimum: z.boolean().optional().meta({
    description: "Whether minimum itself is not allowed (draft 4).",
  }),
  exclusiveMaximum: z.boolean().optional().meta({
    description: "Whether maximum itself is not allowed (draft 4).",
  }),
  multipleOf: number.optional().meta({
    description: "The number is a multiple of this.",
  }),
  minLength: count.optional().meta({ description: "Fewest characters." }),
  maxLength: count.optional().meta({ description: "Most characters." }),
  pattern: z.string().optional().meta({
    description: "A regular expression of Go (RE2) that the text matches.",
  }),
  minItems: count.optional().meta({ description: "Fewest entries." }),
  maxItems: count.optional().meta({ description: "Most entries." }),
  uniqueItems: z.boolean().optional().meta({
    description: "Whether all entries differ.",
  }),
  items: z.union([z.lazy(() => parameter), list]).optional().meta({
    description: "What each entry is.",
  }),
  additionalItems: z.union([z.boolean(), z.lazy(() => parameter)]).optional(),
  minProperties: count.optional().meta({ description: "Fewest members." }),
  maxProperties: count.optional().meta({ description: "Most members." }),
  properties: parameters.optional().meta({ description: "Members by name." }),
  patternProperties: parameters.optional(),
  dependencies: z.record(
    z.string(),
    z.union([z.array(z.string()), z.lazy(() => parameter)]),
  ).optional(),
  definitions: parameters.optional(),
  required: z.array(z.string()).optional().meta({
    description: "Names of the members that must be given.",
  }),
  additionalProperties: z.union([z.boolean(), z.lazy(() => parameter)])
    .optional().meta({
      description: "Whether members that are not named are accepted; " +
        "without it, yes before Juju 4, no from then on.",
    }),
  allOf: list.optional().meta({ description: "All of these hold." }),
  anyOf: list.optional().meta({ description: "At least one of these holds." }),
  oneOf: list.optional().meta({ description: "Exactly one of these holds." }),
  not: z.lazy(() => parameter).optional().meta({
    description: "This does not hold.",
  }),
} as const;

const parameter: z.ZodType<ParameterYaml> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.enum(TYPES), z.array(z.enum(TYPES))]).optional().meta({
      description: "Type, or types, of the value.",
    }),
    ...keywords,
  })
).meta({ id: "parameter" });

/** What charmkit needs of an action; Juju checks the other keywords. */
const action = z.object({
  ...keywords,
  title: z.string().optional().meta({ description: "Name for people." }),
  description: z.string().optional().meta({
    description: "What the action does.",
  }),
  params: parameters.optional().meta({
    description: "Parameters by name, each a JSON Schema (draft 4).",
  }),
  required: z.array(z.string()).optional().meta({
    description: "Names of the parameters that must be given.",
  }),
  parallel: z.boolean().optional().meta({
    description: "Whether it may run beside other actions of the machine.",
  }),
  "execution-group": z.string().optional().meta({
    description: "Actions of one group run one after the other.",
  }),
}).transform((value) => ({
  title: value.title,
  description: value.description,
  params: value.params,
  required: value.required,
  additionalProperties: value.additionalProperties,
  parallel: value.parallel,
  "execution-group": value["execution-group"],
}));

/** actions.yaml, and the section `actions` of charmcraft.yaml. */
export const actionsSchema = z.record(
  z.string(),
  action.nullable().transform((value) => value ?? {}),
);
