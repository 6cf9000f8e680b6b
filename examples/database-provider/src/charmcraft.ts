// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "database-provider",
  title: "Database provider",
  summary:
    "Gives applications logins to a PostgreSQL server, through PgBouncer.",
  description:
    "Runs PgBouncer in front of a PostgreSQL server that is not in Juju. Each\napplication that is related gets a user of its own, who can reach the database\nthat it asked for and no other, and whose password changes every month.\n\nThe databases must exist on the server.\n",
  links: {
    documentation: "https://jsr.io/@charmkit/ops",
    website: "https://www.pgbouncer.org",
  },
  config: {
    options: {
      /** Where the PostgreSQL server is, as HOST:PORT. */
      server: {
        type: "string",
        description: "Where the PostgreSQL server is, as HOST:PORT.\n",
      },
      /**
       * A secret with username and password, of the user as whom PgBouncer logs
       * in to the server. Grant it to this application.
       */
      "server-login": {
        type: "secret",
        description:
          "A secret with username and password, of the user as whom PgBouncer logs\nin to the server. Grant it to this application.\n",
      },
    },
  },
  actions: {
    /** Give every related application a new password now. */
    "rotate-passwords": {
      description: "Give every related application a new password now.",
      additionalProperties: false,
    },
  },
  provides: {
    database: {
      interface: "postgresql_client",
    },
  },
  containers: {
    pgbouncer: {
      resource: "pgbouncer-image",
      uid: 584792,
      gid: 584792,
    },
  },
  resources: {
    /** The image of the container pgbouncer, with PgBouncer 1.21 or later. */
    "pgbouncer-image": {
      type: "oci-image",
      description:
        "The image of the container pgbouncer, with PgBouncer 1.21 or later.",
    },
  },
  assumes: ["juju >= 3.6", "k8s-api"],
} as const satisfies Charmcraft;
