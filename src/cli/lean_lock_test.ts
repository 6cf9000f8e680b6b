import { assertEquals } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { leanLock, makeLeanLock, reachedPackages } from "./lean_lock.ts";

const INFO = {
  modules: [
    { kind: "esm", specifier: "file:///charm.ts" },
    { kind: "npm", npmPackage: "@a/used@1.0.0" },
  ],
  npmPackages: {
    "@a/used@1.0.0": { dependencies: ["needed@2.0.0_peer@1.0.0"] },
    "needed@2.0.0_peer@1.0.0": { dependencies: ["@a/used@1.0.0"] },
    "other@3.0.0": { dependencies: [] },
  },
};

const LOCK = {
  version: "5",
  specifiers: {
    "jsr:@std/path@1": "1.1.3",
    "npm:@a/used@1": "1.0.0",
    "npm:needed@2": "2.0.0_peer@1.0.0",
    "npm:other@*": "3.0.0",
  },
  npm: {
    "@a/used@1.0.0": { integrity: "sha512-a" },
    "needed@2.0.0_peer@1.0.0": { integrity: "sha512-b" },
    "other@3.0.0": { integrity: "sha512-c" },
  },
};

const DENO = {
  version: "2.6.10",
  features: { unixNet: false, excludeUnusedNpm: false, bundle: false },
};

/** Stands for `deno info --json`. */
const FAKE_DENO = `#!/bin/sh\ncat <<'END'\n${JSON.stringify(INFO)}\nEND\n`;

Deno.test("reachedPackages() follows dependencies, also in circles", () => {
  assertEquals(
    [...reachedPackages(INFO)],
    ["@a/used@1.0.0", "needed@2.0.0_peer@1.0.0"],
  );
  assertEquals([...reachedPackages(null)], []);
});

Deno.test("leanLock() keeps what is reached, with its version and checksum", () => {
  assertEquals(leanLock(LOCK, reachedPackages(INFO)), {
    version: "5",
    specifiers: {
      "jsr:@std/path@1": "1.1.3",
      "npm:@a/used@1": "1.0.0",
      "npm:needed@2": "2.0.0_peer@1.0.0",
    },
    npm: {
      "@a/used@1.0.0": { integrity: "sha512-a" },
      "needed@2.0.0_peer@1.0.0": { integrity: "sha512-b" },
    },
  });
});

Deno.test("leanLock() has nothing to do where all is reached", () => {
  assertEquals(leanLock(LOCK, new Set(Object.keys(LOCK.npm))), null);
  assertEquals(leanLock({ version: "5" }, new Set()), null);
});

Deno.test("makeLeanLock() finds the lock file of a folder or of its workspace", async () => {
  const lock = JSON.stringify(LOCK);
  const rows: [files: Record<string, string>, found: boolean][] = [
    [{ "charm/deno.json": "{}", "charm/deno.lock": lock }, true],
    [{ "charm/deno.json": '{"lock": "x.lock"}', "charm/x.lock": lock }, true],
    [
      {
        "charm/deno.jsonc": '{"lock": {"path": "x.lock",},}',
        "charm/x.lock": lock,
      },
      true,
    ],
    [
      {
        "deno.json": '{"workspace": ["charm"]}',
        "deno.lock": lock,
        "charm/deno.json": "{}",
      },
      true,
    ],
    [{ "charm/deno.json": '{"lock": false}', "charm/deno.lock": lock }, false],
    [{ "charm/deno.json": "{}" }, false],
    [
      {
        "charm/deno.json": '{"nodeModulesDir": "auto"}',
        "charm/deno.lock": lock,
      },
      false,
    ],
    [
      {
        "charm/deno.json": "{}",
        "charm/package.json": "{}",
        "charm/deno.lock": lock,
      },
      false,
    ],
  ];
  for (const [files, found] of rows) {
    await using folder = await makeFolder({
      ...files,
      deno: FAKE_DENO,
      "charm/charm.ts": "",
      "out/x": "",
    });
    await Deno.chmod(folder.at("deno"), 0o755);
    const deno = { ...DENO, path: folder.at("deno") };

    const path = await makeLeanLock(
      deno,
      folder.at("charm"),
      "charm.ts",
      folder.at("out"),
    );

    assertEquals(path, found ? folder.at("out/deno.lock") : null);
    if (path === null) continue;
    const { npm } = JSON.parse(await Deno.readTextFile(path));
    assertEquals(Object.keys(npm).length, 2);
  }
});

Deno.test("makeLeanLock() leaves it to a Deno that can do it itself", async () => {
  const features = { unixNet: true, excludeUnusedNpm: true, bundle: true };
  const deno = { path: "/nowhere", version: "2.9.6", features };

  assertEquals(await makeLeanLock(deno, ".", "charm.ts", "."), null);
});
