import type { ProjectChoices } from "./mod.ts";

/** deno.json: where packages come from, what can be run, what the charm may do. */
export function denoJson({ origin, profile }: ProjectChoices): string {
  const { imports, links, command: charmkit } = origin;
  // A machine charm's tests run its service for real, in a temporary folder.
  const rights = profile === "machine"
    ? "--allow-read --allow-write --allow-run=sh "
    : "";
  const tasks = {
    charmkit: ["Run charmkit, such as: deno task charmkit doctor", charmkit],
    types: [
      "Write src/charmcraft.ts from charmcraft.yaml",
      `${charmkit} types`,
    ],
    check: [
      "Check the metadata by Juju's rules, and the types",
      `${charmkit} check && deno check`,
    ],
    test: ["Run the unit tests", `deno test ${rights}tests/unit`],
    integration: [
      "Deploy the packed charm to Juju and see it become active",
      "deno test -A tests/integration",
    ],
    compile: [
      "Compile the charm to one program, dist/dispatch",
      `${charmkit} compile --output dist/dispatch`,
    ],
    pack: [
      "Make the charm of each platform in dist/, ready for juju deploy",
      `${charmkit} pack --output-dir dist`,
    ],
    run: [
      "Run the charm on this machine, with Juju simulated",
      `${charmkit} run .`,
    ],
    ok: [
      "All that CI checks",
      "deno fmt --check && deno lint && deno task check && deno task test",
    ],
  };
  const permissions = profile === "machine" ? { run: ["sh"] } : {};
  const config = {
    imports,
    ...links.length > 0 ? { links } : {},
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([name, [description, command]]) => [
        name,
        { description, command },
      ]),
    ),
    test: { include: ["src/", "tests/unit/"] },
    compilerOptions: {
      noImplicitOverride: true,
      noUncheckedIndexedAccess: true,
    },
    exclude: [".charmkit-*/", "dist/"],
    charmkit: { entry: "src/charm.ts", permissions, files: [] },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
