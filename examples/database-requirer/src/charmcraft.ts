// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "database-requirer",
  title: "Database requirer",
  summary: "A REST API for a PostgreSQL database, by PostgREST.",
  description:
    "Runs PostgREST, which turns the tables of a database into an API. The database\nand the login come over a relation, and a new password is taken up when the\nother side changes it.\n",
  links: {
    documentation: "https://jsr.io/@charmkit/ops",
    website: "https://postgrest.org",
  },
  config: {
    options: {
      /** Name of the database to ask for. */
      "database-name": {
        type: "string",
        default: "postgrest",
        description: "Name of the database to ask for.\n",
      },
      /** The schema of the database whose tables are in the API. */
      schema: {
        type: "string",
        default: "public",
        description:
          "The schema of the database whose tables are in the API.\n",
      },
    },
  },
  requires: {
    database: {
      interface: "postgresql_client",
      limit: 1,
    },
  },
  containers: {
    postgrest: {
      resource: "postgrest-image",
    },
  },
  resources: {
    /** The image of the container postgrest, with PostgREST. */
    "postgrest-image": {
      type: "oci-image",
      description: "The image of the container postgrest, with PostgREST.",
    },
  },
  assumes: ["juju >= 3.6", "k8s-api"],
} as const satisfies Charmcraft;
