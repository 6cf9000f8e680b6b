// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "httpbin",
  title: "httpbin",
  summary: "An HTTP service that answers with what it was asked.",
  description:
    "Runs httpbin in Kubernetes: each path of it answers with a part of the\nrequest, or with a status, delay or redirect that the request asks for.\n\nIt is the example of a charm in TypeScript, compiled to one executable.\n",
  links: {
    documentation: "https://jsr.io/@charmkit/ops",
    website: "https://httpbin.org",
  },
  config: {
    options: {
      /** How much gunicorn logs: debug, info, warning, error or critical. */
      "log-level": {
        type: "string",
        default: "info",
        description:
          "How much gunicorn logs: debug, info, warning, error or critical.\n",
      },
    },
  },
  containers: {
    httpbin: {
      resource: "httpbin-image",
    },
  },
  resources: {
    /** The image of the container httpbin, with gunicorn and httpbin. */
    "httpbin-image": {
      type: "oci-image",
      description:
        "The image of the container httpbin, with gunicorn and httpbin.",
    },
  },
  assumes: ["juju >= 3.6", "k8s-api"],
} as const satisfies Charmcraft;
