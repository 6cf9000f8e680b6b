import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { makeFolder, TINY_CHARM } from "./_testing.ts";
import { inspectCharmProject, readCharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { MetadataError } from "./mistakes.ts";

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}

async function mistakesOf(
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  await using folder = await makeFolder(files);
  const error = await assertRejects(
    () => readCharmProject(folder.path),
    MetadataError,
  );
  return error.details;
}

Deno.test("readCharmProject() reads charmcraft.yaml", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });

  const project = await readCharmProject(folder.path);

  assertEquals(project.charmcraft, {
    name: "tiny",
    summary: "A tiny charm.",
    description: "Does little.",
    containers: { web: { resource: "web-image" } },
    resources: { "web-image": { type: "oci-image" } },
    config: { options: { port: { type: "int", default: 8080 } } },
    actions: { restart: {} },
  });
  assertEquals(project.platforms.map(({ label }) => label), ["amd64", "arm64"]);
  assertEquals(Object.keys(project.files).toSorted(), [
    "actions.yaml",
    "config.yaml",
    "metadata.yaml",
  ]);
});

Deno.test("readCharmProject() takes files beside charmcraft.yaml as they are (PKG-07, TYP-02)", async () => {
  const metadata = "name: old   # kept\nsummary: S\ndescription: D\n" +
    "display-name: Old\nrequires:\n  db: {interface: mysql}\n";
  const config = "options:\n  a: {type: string}\n";
  await using folder = await makeFolder({
    "charmcraft.yaml": "base: ubuntu@24.04\nplatforms: {amd64: }\n",
    "metadata.yaml": metadata,
    "config.yaml": config,
    "actions.yaml": "",
  });

  const { charmcraft, files } = await readCharmProject(folder.path);

  assertEquals(charmcraft.name, "old");
  assertEquals(charmcraft.title, "Old");
  assertEquals(charmcraft.requires, { db: { interface: "mysql" } });
  assertEquals(charmcraft.config, { options: { a: { type: "string" } } });
  assertEquals(text(files["metadata.yaml"]), metadata);
  assertEquals(text(files["config.yaml"]), config);
  assertEquals(text(files["actions.yaml"]), "");
});

Deno.test("readCharmProject() refuses what stands in two files (PKG-07)", async () => {
  const details = await mistakesOf({
    "charmcraft.yaml": TINY_CHARM,
    "metadata.yaml": "name: tiny\nrequires: {db: mysql}\n",
    "config.yaml": "options: {}\n",
    "actions.yaml": "a: {}\n",
  });

  assertEquals(details, [
    "charmcraft.yaml:2:1: name: not allowed beside metadata.yaml; move it there",
    "charmcraft.yaml:3:1: summary: not allowed beside metadata.yaml; move it there",
    "charmcraft.yaml:4:1: description: not allowed beside metadata.yaml; move it there",
    "charmcraft.yaml:9:1: containers: not allowed beside metadata.yaml; move it there",
    "charmcraft.yaml:12:1: resources: not allowed beside metadata.yaml; move it there",
    "charmcraft.yaml:15:1: config: not allowed beside config.yaml; move it there",
    "charmcraft.yaml:20:1: actions: not allowed beside actions.yaml; move it there",
  ]);
});

Deno.test("readCharmProject() tells all that does not fit, with lines (PKG-70)", async () => {
  const details = await mistakesOf({
    "charmcraft.yaml": `name: Tiny
sumary: misspelt
summary: S
description: 5
base: ubuntu@24.04
platforms: {amd64: }
assumes:
  - juju => 3.6
containers:
  web:
containers2: {}
requires:
  db:
    limit: many
    interface: mysql
  cache: 5
config:
  options:
    port:
      type: integer
`,
  });

  assertEquals(details, [
    "charmcraft.yaml:1:1: name: expected lowercase letters, digits and single " +
    'hyphens between them, got "Tiny"',
    'charmcraft.yaml:2:1: sumary: unknown key; write "summary"?',
    "charmcraft.yaml:4:1: description: expected text, got 5",
    'charmcraft.yaml:8:5: assumes[0]: expected a feature such as "k8s-api" or ' +
    '"juju >= 3.6", got "juju => 3.6"',
    "charmcraft.yaml:10:3: containers.web: expected a map, got nothing; write {} for an empty one",
    'charmcraft.yaml:11:1: containers2: unknown key; write "containers"?',
    'charmcraft.yaml:14:5: requires.db.limit: expected a number, got "many"',
    "charmcraft.yaml:16:3: requires.cache: expected text or a map, got 5",
    'charmcraft.yaml:20:7: config.options.port.type: expected "string" or ' +
    '"int" or "float" or "boolean" or "secret", got "integer"',
  ]);
});

Deno.test("readCharmProject() tells what is missing, and what Juju refuses, with lines", async () => {
  const details = await mistakesOf({
    "charmcraft.yaml": `name: tiny
summary: S
platforms: {amd64: }
containers:
  web:
    resource: image
config:
  options:
    port:
      type: int
      default: x
actions:
  Run: {}
`,
  });

  assertEquals(details, [
    "charmcraft.yaml: description: missing; expected text",
    "charmcraft.yaml:3:13: platforms.amd64: expected a base such as " +
    '"ubuntu@24.04", got nothing',
    'charmcraft.yaml:6:5: containers.web.resource: no resource "image" is declared; add it to resources',
    "charmcraft.yaml:11:7: config.options.port.default: expected a default of " +
    'type int, got "x"',
    "charmcraft.yaml:13:3: actions.Run: expected lowercase letters, digits and " +
    "inner hyphens",
  ]);
});

Deno.test("readCharmProject() names the side file of a mistake", async () => {
  const main = "base: ubuntu@24.04\nplatforms: {amd64: }\n";
  const metadata = "name: tiny\nsummary: S\ndescription: D\n";

  assertEquals(
    await mistakesOf({
      "charmcraft.yaml": main,
      "metadata.yaml": `${metadata}min-juju-version: 3.0.0\n`,
      "config.yaml": "options:\n  a:\n    type: int\n    default: x\n",
    }),
    [
      "metadata.yaml:4:1: min-juju-version: not allowed in a charm with a " +
      "manifest; use assumes",
      'config.yaml:4:5: options.a.default: expected a default of type int, got "x"',
    ],
  );
  assertEquals(
    await mistakesOf({
      "charmcraft.yaml": main,
      "metadata.yaml": metadata,
      "config.yaml": "",
    }),
    ['config.yaml:1:1: the file is empty; write "options: {}", or remove it'],
  );
});

Deno.test("readCharmProject() refuses ambiguous text and malformed YAML (TYP-01)", async () => {
  const [ambiguous] = await mistakesOf({
    "charmcraft.yaml": TINY_CHARM.replace("default: 8080", "default: 0644"),
  });
  const [malformed] = await mistakesOf({ "charmcraft.yaml": "a: [\n" });

  assertStringIncludes(
    ambiguous ?? "",
    "charmcraft.yaml:19:16: plain 0644 is 420",
  );
  assertStringIncludes(malformed ?? "", "charmcraft.yaml:");
});

Deno.test("readCharmProject() refuses text that is not UTF-8", async () => {
  await using folder = await makeFolder();
  const bytes = new Uint8Array([0x61, 0x3a, 0x20, 0xff]);
  await Deno.writeFile(folder.at("charmcraft.yaml"), bytes);

  const error = await assertRejects(
    () => readCharmProject(folder.path),
    MetadataError,
  );

  assertEquals(error.details, ["charmcraft.yaml: expected UTF-8 text"]);
});

Deno.test("readCharmProject() refuses extensions, which charmkit can't apply (PKG-72)", async () => {
  const [detail, ...others] = await mistakesOf({
    "charmcraft.yaml": `${TINY_CHARM}extensions: [go-framework]\n`,
  });

  assertEquals(others, []);
  assertStringIncludes(
    detail ?? "",
    "charmcraft.yaml:22:1: extensions: charmkit applies no extensions, got " +
      "go-framework; write out",
  );
});

Deno.test("inspectCharmProject() finds mistakes of all kinds at once", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": `${TINY_CHARM}colour: red
requires:
  juju-x: http
  db: 5
`.replace("image:", "picture:").replace("8080", "no"),
    "actions.yaml": "a: [\n",
  });

  const { project, findings } = await inspectCharmProject(folder.path);

  assertEquals(project, null);
  assertEquals(
    findings.map(({ severity, file, line, path }) => [
      severity,
      file,
      line,
      path,
    ]),
    [
      ["error", "charmcraft.yaml", 19, ""],
      ["error", "charmcraft.yaml", 22, "colour"],
      ["error", "charmcraft.yaml", 25, "requires.db"],
      ["error", "actions.yaml", 2, ""],
    ],
  );
});

Deno.test("readCharmProject() has all that CharmMeta reads", async () => {
  const links = {
    contact: ["a", "b"],
    documentation: "https://d",
    issues: "https://i",
  };
  await using modern = await makeFolder({
    "charmcraft.yaml": `${TINY_CHARM}links: ${JSON.stringify(links)}
terms: [some-term]
`,
  });
  const old = {
    name: "old",
    summary: "S",
    description: "D",
    maintainer: "a",
    maintainers: ["b"],
    website: "https://w",
    source: ["https://s"],
    issues: "https://i",
    docs: "https://d",
    tags: ["t"],
    terms: ["some-term"],
    series: ["jammy"],
    "min-juju-version": "2.9.0",
    payloads: { monitor: { type: "docker" } },
  };
  await using legacy = await makeFolder({
    "charmcraft.yaml": "base: ubuntu@24.04\nplatforms: {amd64: }\n",
    "metadata.yaml": JSON.stringify(old),
  });

  const { charmcraft } = await readCharmProject(modern.path);
  const { charmcraft: oldCharmcraft } = await readCharmProject(legacy.path);

  assertEquals(charmcraft.links, links);
  assertEquals(charmcraft.terms, ["some-term"]);
  assertEquals<unknown>(oldCharmcraft, old);
});

Deno.test("readCharmProject() says when there is no charm", async () => {
  await using folder = await makeFolder();

  await assertRejects(
    () => readCharmProject(folder.path),
    CliError,
    "Cannot find charmcraft.yaml",
  );
});

Deno.test("readCharmProject() warns of a default that a number can't hold, and packs it exactly (TYP-11)", async () => {
  const large = "9223372036854775807";
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM.replace("8080", large),
  });

  const { files, warnings } = await readCharmProject(folder.path);

  assertEquals(warnings.length, 1);
  assertStringIncludes(text(files["config.yaml"]) ?? "", `default: ${large}\n`);
});

Deno.test("readCharmProject() counts what a text or list may have", async () => {
  const details = await mistakesOf({
    "charmcraft.yaml": TINY_CHARM.replace("name: tiny", 'name: ""')
      .replace("summary: A tiny charm.", `summary: ${"x".repeat(201)}`) +
      "title: x\n",
  });

  assertEquals(details.map((line) => line.split(", got")[0]), [
    "charmcraft.yaml:2:1: name: expected at least 1 character",
    "charmcraft.yaml:2:1: name: expected lowercase letters, digits and single hyphens between them",
    "charmcraft.yaml:3:1: summary: expected at most 200 characters",
    "charmcraft.yaml:22:1: title: expected at least 2 characters",
  ]);
});
