import type { ProjectChoices } from "./mod.ts";

/** README.md: what it is, and what its author does next. */
export function readme({ names, origin, profile }: ProjectChoices): string {
  const { charm, module } = names;
  const deploy = profile === "kubernetes"
    ? `juju deploy ./dist/${charm}_amd64.charm \\
  --resource ${names.workload}-image=docker.io/library/ubuntu:24.04`
    : `juju deploy ./dist/${charm}_amd64.charm`;
  const checkout = origin.checkout === null ? "" : `
This project uses a checkout of @charmkit/ops on the machine where it was made:
\`links\` and the tasks in deno.json name it. To use the published package, remove
\`links\`, and put \`deno run -A @charmkit/ops/cli\` into the tasks. Until then,
\`charmcraft pack\` works only with \`--destructive-mode\`, on this machine.
`;
  return `# ${charm}

A [Juju](https://juju.is) charm for ${
    profile === "kubernetes" ? "Kubernetes" : "machines"
  }, in TypeScript on [Deno](https://deno.com).
Say here what it does, and for whom.

## Next steps

1. Say what your charm is, in charmcraft.yaml, and write its types anew:

   \`\`\`sh
   deno task types
   \`\`\`

2. Replace the stand-in in src/${module}.ts by what your charm runs, and
   src/charm.ts by how it does so. The tests in tests/unit tell what should
   happen; \`run\` takes the charm through its life on this machine, without Juju:

   \`\`\`sh
   deno task test
   deno task run
   \`\`\`

3. Check everything, pack the charm and deploy it:

   \`\`\`sh
   deno task ok
   deno task pack
   ${deploy.replaceAll("\n", "\n   ")}
   \`\`\`

\`deno task\` lists all that can be run, and \`deno task charmkit doctor\` tells
what this machine lacks for it.
${checkout}`;
}

/** CONTRIBUTING.md: how to work on the charm. */
export function contributing(): string {
  return `# Contributing

Deno 2.6 or later is all that the charm needs; \`deno task charmkit doctor\` tells
whether it, and what else helps, is there.

| Command                 | What it does                                     |
| ----------------------- | ------------------------------------------------ |
| \`deno task types\`       | writes src/charmcraft.ts from charmcraft.yaml    |
| \`deno task check\`       | checks the metadata by Juju's rules, and the types |
| \`deno task test\`        | runs the unit tests, in memory                   |
| \`deno task run\`         | runs the charm on this machine, without Juju     |
| \`deno task pack\`        | makes the .charm files in dist/                  |
| \`deno task integration\` | deploys that file to Juju                        |
| \`deno task ok\`          | all that CI checks                               |

\`deno fmt\` lays out every file. A change comes with a test that fails without
it, and has passed \`deno task ok\`.

The integration tests need Juju with a controller, and a packed charm; they make
a model of their own, and remove it.

Files that the charm needs on the unit, such as templates, are listed in
\`charmkit.files\` of deno.json. \`charmcraft pack\` makes the charm as well, in a
container of its own, by the \`parts\` of charmcraft.yaml.
`;
}
