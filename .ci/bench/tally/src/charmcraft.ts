// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "tally",
  title: "Tally",
  summary: "Answers two events as small charms do",
  description: "Measures what a dispatch costs.",
  config: {
    options: {
      port: {
        type: "int",
        default: 8080,
        description: "Port to open.",
      },
    },
  },
  requires: {
    db: {
      interface: "tally",
      limit: 1,
    },
  },
} as const satisfies Charmcraft;
