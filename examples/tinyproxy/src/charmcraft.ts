// Generated from charmcraft.yaml by `charmkit types`; do not edit.
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = {
  name: "tinyproxy",
  title: "tinyproxy",
  summary: "A small HTTP proxy on a machine.",
  description:
    "Installs tinyproxy from the packages of Debian or Ubuntu, and runs it for the\nclients that it is told to serve. It is for machines that reach the web only\nthrough another one.\n\nIt is the example of a machine charm in TypeScript, which installs,\nconfigures and manages a process.\n",
  links: {
    documentation: "https://jsr.io/@charmkit/ops",
    website: "https://tinyproxy.github.io",
  },
  config: {
    options: {
      /** The TCP port to listen on, from 1 to 65535. */
      port: {
        type: "int",
        default: 8888,
        description: "The TCP port to listen on, from 1 to 65535.\n",
      },
      /**
       * Who may use the proxy: IPv4 addresses and networks, with spaces between,
       * such as "10.0.0.0/8 192.168.1.7". At first it is the machine itself.
       */
      allow: {
        type: "string",
        default: "127.0.0.1",
        description:
          'Who may use the proxy: IPv4 addresses and networks, with spaces between,\nsuch as "10.0.0.0/8 192.168.1.7". At first it is the machine itself.\n',
      },
    },
  },
  actions: {
    /** Stop and start the proxy, which ends its connections. */
    restart: {
      description: "Stop and start the proxy, which ends its connections.",
      additionalProperties: false,
    },
  },
  assumes: ["juju >= 3.6"],
} as const satisfies Charmcraft;
