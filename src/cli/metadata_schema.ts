import { z } from "zod";

/** Text that may be left empty, which counts as absent. */
const optionalText = z.string().nullish().transform((text) =>
  text ?? undefined
);

const endpoint = z.union([
  z.string().min(1),
  z.object({
    interface: z.string().min(1),
    limit: z.number().int().nullish(),
    optional: z.boolean().optional(),
    scope: z.enum(["global", "container"]).optional(),
  }),
]);

const uid = z.number().int().min(0).refine(
  (id) => id < 1000 || id > 9999,
  "expected an id outside 1000 to 9999, which Juju keeps for itself",
);

const container = z.object({
  resource: z.string().optional(),
  bases: z.array(z.record(z.string(), z.unknown())).optional(),
  mounts: z.array(z.object({
    storage: z.string(),
    location: z.string().optional(),
  })).optional(),
  uid: uid.optional(),
  gid: uid.optional(),
});

const range = z.union([
  z.number().int().min(1),
  z.string().regex(
    /^\d+(?:[-+]|-\d+)?$/,
    'expected a range such as "1", "0-3", "1-" or "2+"',
  ),
]);

const storage = z.object({
  type: z.enum(["filesystem", "block"]),
  description: optionalText,
  location: z.string().optional(),
  "read-only": z.boolean().optional(),
  shared: z.boolean().optional(),
  "minimum-size": z.union([z.string(), z.number().transform(String)])
    .pipe(
      z.string().regex(
        /^\d+(?:\.\d+)?[MGTPEZY]?(?:i?B)?$/,
        'expected a size such as "500M" or "10G"',
      ),
    ).optional(),
  multiple: z.object({ range }).optional(),
  properties: z.array(z.enum(["transient"])).optional(),
});

const resource = z.object({
  type: z.enum(["file", "oci-image"]).optional(),
  filename: z.string().optional(),
  description: optionalText,
});

const device = z.object({
  type: z.string(),
  description: optionalText,
  countmin: z.number().int().min(0).optional(),
  countmax: z.number().int().min(0).optional(),
});

const FEATURE = /^[a-z][a-z0-9-]*?[a-z0-9]+\s*(?:(?:>=|<)\s*\d\S*)?$/;

type Assumption =
  | string
  | { readonly "any-of": readonly Assumption[] }
  | { readonly "all-of": readonly Assumption[] };

const assumption: z.ZodType<Assumption> = z.lazy(() =>
  z.union([
    z.string().regex(
      FEATURE,
      'expected a feature such as "k8s-api" or "juju >= 3.6"',
    ),
    z.strictObject({ "any-of": z.array(assumption) }),
    z.strictObject({ "all-of": z.array(assumption) }),
  ])
);

/** What Juju reads from metadata.yaml and charmcraft has under the same keys. */
export const jujuShape = {
  summary: z.string().optional(),
  description: z.string().optional(),
  assumes: z.array(assumption).optional(),
  "charm-user": z.enum(["root", "sudoer", "non-root"]).optional(),
  containers: z.record(z.string(), container).optional(),
  devices: z.record(z.string(), device).optional(),
  "extra-bindings": z.record(z.string(), z.unknown()).optional(),
  peers: z.record(z.string(), endpoint).optional(),
  provides: z.record(z.string(), endpoint).optional(),
  requires: z.record(z.string(), endpoint).optional(),
  resources: z.record(z.string(), resource).optional(),
  storage: z.record(z.string(), storage).optional(),
  subordinate: z.boolean().optional(),
  terms: z.array(z.string()).optional(),
} as const;

/** metadata.yaml: Juju ignores keys that it does not know. */
export const metadataSchema = z.object({
  name: z.string().optional(),
  "display-name": z.string().optional(),
  ...jujuShape,
});

const option = z.object({
  type: z.enum(["string", "int", "float", "boolean", "secret"]).optional(),
  default: z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null()])
    .optional(),
  description: optionalText,
});

/** config.yaml, and the section `config` of charmcraft.yaml. */
export const configSchema = z.object({
  options: z.record(z.string(), option).nullable()
    .transform((options) => options ?? {}),
});

const parameter = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: optionalText,
  enum: z.array(z.unknown()).optional(),
});

const action = z.object({
  title: z.string().optional(),
  description: optionalText,
  params: z.record(z.string(), parameter).nullish()
    .transform((params) => params ?? undefined),
  required: z.array(z.string()).optional(),
  // Juju also takes a schema here, which the generated types leave out.
  additionalProperties: z.union([
    z.boolean(),
    z.record(z.string(), z.unknown()),
  ])
    .transform((value) => typeof value === "boolean" ? value : undefined)
    .optional(),
  parallel: z.boolean().optional(),
  "execution-group": z.string().optional(),
});

/** actions.yaml, and the section `actions` of charmcraft.yaml. */
export const actionsSchema = z.record(
  z.string(),
  action.nullable().transform((value) => value ?? {}),
);

const links = z.strictObject({
  contact: textOrList(),
  documentation: z.string().optional(),
  issues: textOrList(),
  source: textOrList(),
  website: textOrList(),
});

function textOrList() {
  return z.union([z.string(), z.array(z.string())]).optional();
}

const platform = z.strictObject({
  "build-on": textOrList(),
  "build-for": z.union([z.string(), z.array(z.string()).length(1)]).optional(),
});

const legacyBase = z.looseObject({
  name: z.string(),
  channel: z.string(),
  architectures: z.array(z.string()).optional(),
});

/** What charmcraft alone reads. */
const buildShape = {
  type: z.literal("charm").optional(),
  base: z.string().optional(),
  "build-base": z.string().optional(),
  bases: z.array(z.union([
    legacyBase,
    z.strictObject({
      "build-on": z.array(legacyBase),
      "run-on": z.array(legacyBase).optional(),
    }),
  ])).min(1).optional(),
  platforms: z.record(z.string(), platform.nullable()).optional(),
  analysis: z.strictObject({
    ignore: z.strictObject({
      attributes: z.array(z.string()).optional(),
      linters: z.array(z.string()).optional(),
    }).optional(),
  }).optional(),
  links: links.optional(),
  "adopt-info": z.unknown().optional(),
  "charm-libs": z.unknown().optional(),
  charmhub: z.unknown().optional(),
  extensions: z.array(z.string()).optional(),
  "package-repositories": z.unknown().optional(),
  parts: z.record(z.string(), z.unknown()).optional(),
  version: z.unknown().optional(),
} as const;

/** charmcraft.yaml: a key that charmcraft does not know is a mistake. */
export const charmcraftSchema = z.strictObject({
  ...buildShape,
  name: z.string().min(1).max(40).regex(
    /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/,
    "expected lowercase letters, digits and single hyphens between them",
  ).optional(),
  title: z.string().min(2).max(40).optional(),
  ...jujuShape,
  summary: z.string().max(200).optional(),
  config: configSchema.optional(),
  actions: actionsSchema.optional(),
});

/** What {@linkcode charmcraftSchema} gives. */
export type CharmcraftYaml = z.infer<typeof charmcraftSchema>;
/** What {@linkcode metadataSchema} gives. */
export type MetadataYaml = z.infer<typeof metadataSchema>;
