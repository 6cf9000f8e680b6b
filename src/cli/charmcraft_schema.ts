import { z } from "zod";
import { actionsSchema } from "./actions_schema.ts";
import { configSchema } from "./config_schema.ts";
import { jujuShape } from "./juju_schema.ts";

const textOrTexts = z.union([z.string(), z.array(z.string())]).optional();

const links = z.strictObject({
  contact: textOrTexts.meta({ description: "Who looks after the charm." }),
  documentation: z.string().optional().meta({
    description: "Where its documentation is.",
  }),
  issues: textOrTexts.meta({ description: "Where its bugs are reported." }),
  source: textOrTexts.meta({ description: "Where its code is." }),
  website: textOrTexts.meta({ description: "Pages about the charm." }),
});

const platform = z.strictObject({
  "build-on": textOrTexts.meta({
    description: "Architectures that it can be built on.",
  }),
  "build-for": z.union([z.string(), z.array(z.string()).length(1)]).optional()
    .meta({ description: "The architecture that it is built for." }),
});

const legacyBase = z.looseObject({
  name: z.string(),
  channel: z.string(),
  architectures: z.array(z.string()).optional(),
});

/** What charmcraft alone reads. */
const buildShape = {
  type: z.literal("charm").optional().meta({ description: "Always charm." }),
  base: z.string().optional().meta({
    description: "What the charm runs on, such as ubuntu@24.04.",
  }),
  "build-base": z.string().optional().meta({
    description: "What the charm is built on; without it, its base.",
  }),
  bases: z.array(z.union([
    legacyBase,
    z.strictObject({
      "build-on": z.array(legacyBase),
      "run-on": z.array(legacyBase).optional(),
    }),
  ])).min(1).optional().meta({
    description: "The older form of base and platforms.",
  }),
  platforms: z.record(z.string(), platform.nullable()).optional().meta({
    description: "What the charm is built for: architectures such as amd64 " +
      "and arm64, or labels with build-on and build-for.",
  }),
  analysis: z.strictObject({
    ignore: z.strictObject({
      attributes: z.array(z.string()).optional(),
      linters: z.array(z.string()).optional(),
    }).optional(),
  }).optional().meta({ description: "Checks of charmcraft to leave out." }),
  links: links.optional().meta({
    description: "Where more is to be found about the charm.",
  }),
  "adopt-info": z.unknown().optional(),
  "charm-libs": z.unknown().optional().meta({
    description: "Python libraries that charmcraft fetches.",
  }),
  charmhub: z.unknown().optional(),
  extensions: z.array(z.string()).optional().meta({
    description: "Extensions of charmcraft; charmkit applies none.",
  }),
  "package-repositories": z.unknown().optional(),
  parts: z.record(z.string(), z.unknown()).optional().meta({
    description: "How charmcraft builds the charm; charmkit needs none.",
  }),
  version: z.unknown().optional(),
} as const;

/** charmcraft.yaml: a key that charmcraft does not know is a mistake. */
export const charmcraftSchema = z.strictObject({
  ...buildShape,
  name: z.string().min(1).max(40).regex(
    /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/,
    "expected lowercase letters, digits and single hyphens between them",
  ).optional().meta({ description: "Name of the charm, as on Charmhub." }),
  title: z.string().min(2).max(40).optional().meta({
    description: "Name for people.",
  }),
  ...jujuShape,
  summary: z.string().max(200).optional().meta({
    description: "What the charm does, in one line.",
  }),
  config: configSchema.optional().meta({ description: "Options." }),
  actions: actionsSchema.optional().meta({
    description: "Actions by name, which people run on a unit.",
  }),
});

/** What {@linkcode charmcraftSchema} gives. */
export type CharmcraftYaml = z.infer<typeof charmcraftSchema>;
