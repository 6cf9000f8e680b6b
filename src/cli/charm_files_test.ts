import { assertEquals, assertStringIncludes } from "@std/assert";
import { charmFiles, manifestYaml } from "./charm_files.ts";

Deno.test("charmFiles() takes from charmcraft.yaml what belongs into metadata.yaml (PKG-23)", () => {
  const rows: [charmcraft: Record<string, unknown>, metadata: string][] = [
    [{ name: "x", type: "charm", base: "b", parts: {} }, "name: x\n"],
    [{ title: "X" }, "display-name: X\n"],
    [{ assumes: ["k8s-api"] }, "assumes:\n  - k8s-api\n"],
    [{ requires: { db: "mysql" } }, "requires:\n  db: mysql\n"],
    [{ "charm-user": "non-root" }, "charm-user: non-root\n"],
    [{ subordinate: false }, "subordinate: false\n"],
    [{ links: { documentation: "https://d" } }, "docs: https://d\n"],
    [{ links: { contact: "me" } }, "maintainers:\n  - me\n"],
    [{ links: { contact: ["a", "b"] } }, "maintainers:\n  - a\n  - b\n"],
    [{ links: { issues: ["https://i"] } }, "issues:\n  - https://i\n"],
    [{ links: { source: "https://s" } }, "source: https://s\n"],
    [{ links: { website: "https://w" } }, "website: https://w\n"],
    [
      { resources: { i: { "upstream-source": "u", type: "oci-image" } } },
      "resources:\n  i:\n    type: oci-image\n    upstream-source: u\n",
    ],
  ];
  for (const [charmcraft, metadata] of rows) {
    assertEquals(charmFiles(charmcraft)["metadata.yaml"], metadata);
  }
});

Deno.test("charmFiles() makes config.yaml and actions.yaml only of what is there (PKG-02)", () => {
  const rows: [charmcraft: Record<string, unknown>, files: string[]][] = [
    [{}, ["metadata.yaml"]],
    [{ actions: {} }, ["metadata.yaml"]],
    [{ config: { options: {} } }, ["metadata.yaml", "config.yaml"]],
    [{ actions: { a: null } }, ["metadata.yaml", "actions.yaml"]],
  ];
  for (const [charmcraft, files] of rows) {
    assertEquals(Object.keys(charmFiles(charmcraft)), files);
  }
});

Deno.test("charmFiles() makes a map of an action that says nothing (CHA-14)", () => {
  const files = charmFiles({ actions: { restart: null } });

  assertEquals(files["actions.yaml"], "restart: {}\n");
});

const PLATFORM = {
  label: "amd64",
  fileLabel: "amd64",
  bases: [{ name: "ubuntu", channel: "24.04", architectures: ["amd64"] }],
};

Deno.test("manifestYaml() has charmcraft's keys in charmcraft's order, the channel in quotes (PKG-20)", () => {
  const text = manifestYaml(PLATFORM, {
    version: "1.2.3",
    startedAt: new Date(0),
  });

  assertEquals(
    text,
    `charmcraft-version: charmkit-1.2.3
charmcraft-started-at: '1970-01-01T00:00:00.000Z'
bases:
  - name: ubuntu
    channel: '24.04'
    architectures:
      - amd64
analysis:
  attributes:
    - name: language
      result: unknown
    - name: framework
      result: unknown
`,
  );
});

Deno.test("manifestYaml() tells of ignored attributes and of the build image (PKG-20)", () => {
  const text = manifestYaml(PLATFORM, {
    version: "1.2.3",
    startedAt: new Date(0),
    ignoredAttributes: ["language"],
    imageInfo: { "build-url": "https://b" },
  });

  assertStringIncludes(text, "- name: language\n      result: ignored\n");
  assertStringIncludes(text, "image-info:\n  build-url: https://b\n");
});
