// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "cluster",
  title: "Cluster",
  summary: "NATS servers that find each other, and restart one at a time.",
  description:
    "Runs NATS servers as one cluster, a server in each unit. The leader keeps the\nlist of members and what they have in common; an action restarts the servers\none after the other, so that clients always find one.\n\nIt is the example of peers, leadership and a rolling action.\n",
  config: {
    options: {
      /** Bytes that a message may have: 1024 at least, 67108864 at most. */
      "max-payload": {
        type: "int",
        default: 1048576,
        description:
          "Bytes that a message may have: 1024 at least, 67108864 at most.\n",
      },
    },
  },
  actions: {
    /**
     * Restart the servers, one at a time. Runs on the leader, which returns at
     * once; the application's status tells how far it is.
     */
    "rolling-restart": {
      description:
        "Restart the servers, one at a time. Runs on the leader, which returns at\nonce; the application's status tells how far it is.\n",
      params: {
        /** Restart one server, then wait for continue-restart. */
        canary: {
          type: "boolean",
          description: "Restart one server, then wait for continue-restart.",
          default: false,
        },
      },
      additionalProperties: false,
    },
    /** Restart the other servers after the canary. Runs on the leader. */
    "continue-restart": {
      description:
        "Restart the other servers after the canary. Runs on the leader.",
      additionalProperties: false,
    },
    /**
     * Restart no more servers; the one whose turn it is ends first. Runs on the
     * leader.
     */
    "cancel-restart": {
      description:
        "Restart no more servers; the one whose turn it is ends first. Runs on the\nleader.\n",
      additionalProperties: false,
    },
  },
  peers: {
    cluster: {
      interface: "nats-cluster",
    },
  },
  containers: {
    nats: {
      resource: "nats-image",
    },
  },
  resources: {
    /** The image of the container nats, with nats-server. */
    "nats-image": {
      type: "oci-image",
      description: "The image of the container nats, with nats-server.",
    },
  },
  assumes: ["juju >= 3.6", "k8s-api"],
} as const satisfies Charmcraft;
