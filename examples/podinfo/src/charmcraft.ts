// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "podinfo",
  title: "podinfo",
  summary: "A small web service that can be observed in every way.",
  description:
    "Runs podinfo in Kubernetes, a web service that tells about itself. Prometheus\nscrapes its metrics and gets alert rules for them, Loki gets its logs, and\nPebble checks its health.\n\nIt is the example of a charm for the Canonical Observability Stack.\n",
  links: {
    documentation: "https://jsr.io/@charmkit/ops",
    website: "https://github.com/stefanprodan/podinfo",
  },
  config: {
    options: {
      /** Where podinfo listens; its metrics and its health are there, too. */
      port: {
        type: "int",
        default: 9898,
        description:
          "Where podinfo listens; its metrics and its health are there, too.\n",
      },
    },
  },
  requires: {
    logging: {
      interface: "loki_push_api",
      optional: true,
    },
  },
  provides: {
    "metrics-endpoint": {
      interface: "prometheus_scrape",
      optional: true,
    },
  },
  containers: {
    podinfo: {
      resource: "podinfo-image",
    },
  },
  resources: {
    /** The image of the container podinfo. */
    "podinfo-image": {
      type: "oci-image",
      description: "The image of the container podinfo.",
    },
  },
  assumes: ["juju >= 3.6", "k8s-api"],
} as const satisfies Charmcraft;
