import { z } from "zod";

/** A list of texts. */
const texts = z.array(z.string());

const endpointMap = z.object({
  interface: z.string().min(1).meta({
    description: "Name of the interface that both sides speak.",
  }),
  limit: z.int().nullish().meta({
    description: "Highest number of relations; without it, any number.",
  }),
  optional: z.boolean().optional().meta({
    description: "Whether the charm works without it; for people only.",
  }),
  scope: z.enum(["global", "container"]).optional().meta({
    description:
      "container: only with the principal of the same machine; otherwise global.",
  }),
});

const endpoint = z.union([
  z.string().min(1).meta({ description: "Name of the interface." }),
  endpointMap,
]);

const uid = z.int().min(0).refine(
  (id) => id < 1000 || id > 9999,
  "expected an id outside 1000 to 9999, which Juju keeps for itself",
);

const mount = z.object({
  storage: z.string().min(1).meta({ description: "Name of a storage." }),
  location: z.string().min(1).meta({
    description: "Absolute path in the container.",
  }),
});

const container = z.object({
  resource: z.string().optional().meta({
    description: "The oci-image resource that it runs.",
  }),
  bases: z.array(z.record(z.string(), z.unknown())).optional().meta({
    description: "The bases that it runs, instead of a resource.",
  }),
  mounts: z.array(mount).optional().meta({
    description: "Storages that it sees.",
  }),
  uid: uid.optional().meta({
    description: "User id that its services run as, unless a layer says so.",
  }),
  gid: uid.optional().meta({
    description: "Group id that its services run as, unless a layer says so.",
  }),
});

const range = z.union([
  z.int().min(1),
  z.string().regex(
    /^\d+(?:[-+]|-\d+)?$/,
    'expected a range such as "1", "0-3", "1-" or "2+"',
  ),
]);

const storage = z.object({
  type: z.enum(["filesystem", "block"]).meta({ description: "Its kind." }),
  description: z.string().optional().meta({ description: "What it is for." }),
  location: z.string().optional().meta({
    description: "Where it is mounted; only for a filesystem.",
  }),
  "read-only": z.boolean().optional().meta({
    description: "Whether it is mounted read-only.",
  }),
  shared: z.boolean().optional().meta({
    description: "Whether all units share it.",
  }),
  "minimum-size": z.string().regex(
    /^(?=\.?\d)\d*\.?\d*(?:[MGTPEZY](?:i?B)?)?$/,
    'expected a size such as "500M" or "10G"',
  ).optional().meta({ description: "Smallest size, such as 10G." }),
  multiple: z.object({
    range: range.meta({
      description: "How many: m, m-n, m- or m+ (m or more).",
    }),
  }).optional().meta({
    description: "How many there can be; without it, exactly one.",
  }),
  properties: z.array(z.literal("transient")).optional().meta({
    description: "transient: may lose its content.",
  }),
});

const resource = z.object({
  type: z.enum(["file", "oci-image"]).optional().meta({
    description: "Its kind; without it, file.",
  }),
  filename: z.string().optional().meta({
    description: "Name of the file as the charm finds it; only for a file.",
  }),
  description: z.string().optional().meta({ description: "What it is." }),
});

const count = z.int().min(0);

const device = z.object({
  type: z.string().min(1).meta({
    description: "Its kind: gpu, nvidia.com/gpu or amd.com/gpu.",
  }),
  description: z.string().optional().meta({ description: "What it is for." }),
  countmin: count.optional().meta({
    description: "Fewest of them; without it, 1.",
  }),
  countmax: count.optional().meta({
    description: "Most of them; without it, 1.",
  }),
});

const FEATURE = /^\s*[a-z][a-z0-9-]*?[a-z0-9]+(?:\s*(?:>=|<)\s*\d\S*)?\s*$/;

/** An entry of `assumes`. */
export type Assumption =
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
).meta({ id: "assumption" });

/** What Juju reads from metadata.yaml and charmcraft has under the same keys. */
export const jujuShape = {
  summary: z.string().optional().meta({
    description: "What the charm does, in one line of at most 200 characters.",
  }),
  description: z.string().optional().meta({
    description: "What the charm does, in paragraphs of Markdown.",
  }),
  assumes: z.array(assumption).optional().meta({
    description: "What the charm asks of Juju: features such as k8s-api, and " +
      "versions such as juju >= 3.6.",
  }),
  "charm-user": z.enum(["root", "sudoer", "non-root"]).optional().meta({
    description: "The user that the charm runs as (Kubernetes, Juju 3.6).",
  }),
  containers: z.record(z.string(), container).optional().meta({
    description: "Workload containers by name, each with a Pebble of its own.",
  }),
  devices: z.record(z.string(), device).optional().meta({
    description: "Devices that the charm asks for, by name.",
  }),
  "extra-bindings": z.record(z.string().min(1), z.null()).optional().meta({
    description: "Names of bindings beside the endpoints, without values.",
  }),
  peers: z.record(z.string(), endpoint).optional().meta({
    description: "Endpoints among the units of the application, by name.",
  }),
  provides: z.record(z.string(), endpoint).optional().meta({
    description: "Endpoints where the charm offers something, by name.",
  }),
  requires: z.record(z.string(), endpoint).optional().meta({
    description: "Endpoints where the charm uses what another offers, by name.",
  }),
  resources: z.record(z.string(), resource).optional().meta({
    description: "Files and images that come with the charm, by name.",
  }),
  storage: z.record(z.string(), storage).optional().meta({
    description: "Storages of the charm, by name.",
  }),
  subordinate: z.boolean().optional().meta({
    description: "Whether the charm runs beside a principal charm's unit.",
  }),
  terms: texts.optional().meta({
    description: "Terms that must be agreed to before deploying.",
  }),
} as const;

/** Text that Juju does not look at, and that may be left empty. */
const optionalText = z.string().nullish().transform((value) =>
  value ?? undefined
);

const textOrTexts = z.union([z.string(), texts]).nullish().transform((value) =>
  value ?? undefined
);

/** metadata.yaml: Juju ignores keys that it does not know. */
export const metadataSchema = z.object({
  name: z.string().min(1).optional().meta({
    description: "Name of the charm.",
  }),
  "display-name": optionalText.meta({
    description: "Name for people.",
  }),
  ...jujuShape,
  maintainer: optionalText.meta({
    description: "Who looks after the charm.",
  }),
  maintainers: texts.nullish().transform((value) => value ?? undefined).meta({
    description: "Those who look after the charm.",
  }),
  website: textOrTexts.meta({ description: "Pages about the charm." }),
  source: textOrTexts.meta({ description: "Where its code is." }),
  issues: textOrTexts.meta({ description: "Where its bugs are reported." }),
  docs: optionalText.meta({
    description: "Where its documentation is.",
  }),
  tags: texts.optional().meta({
    description: "Words by which the charm is found.",
  }),
  categories: texts.optional().meta({ description: "The older form of tags." }),
  series: texts.optional().meta({
    description: "Series of Ubuntu, which metadata had before bases.",
  }),
  "min-juju-version": z.string().optional().meta({
    description: "The oldest Juju that will do, before there was assumes.",
  }),
  payloads: z.record(
    z.string(),
    z.object({ type: z.string().min(1).meta({ description: "Its kind." }) }),
  ).optional().meta({ description: "Payload classes; not in Juju 4." }),
  deployment: z.looseObject({
    type: z.enum(["stateful", "stateless", "daemon"]).optional(),
    mode: z.enum(["operator", "workload"]).optional(),
    service: z.enum(["cluster", "loadbalancer", "external", "omit"]).optional(),
    "min-version": z.string().optional(),
  }).optional().meta({ description: "Of old Kubernetes charms." }),
  format: z.int().optional().meta({ description: "Obsolete." }),
  revision: z.int().optional().meta({ description: "Obsolete." }),
});

/** What {@linkcode metadataSchema} gives. */
export type MetadataYaml = z.infer<typeof metadataSchema>;
