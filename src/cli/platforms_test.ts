import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CliError } from "./cli_error.ts";
import type { CharmcraftYaml } from "./charmcraft_schema.ts";
import type { Mistake } from "./mistakes.ts";
import {
  architectureOf,
  choosePlatform,
  machineArchitecture,
  readPlatforms,
} from "./platforms.ts";
import { readYaml } from "./yaml_reader.ts";

function platformsOf(yaml: CharmcraftYaml, mistakes: Mistake[] = []) {
  const file = readYaml("charmcraft.yaml", JSON.stringify(yaml));
  return readPlatforms(yaml, file, mistakes);
}

Deno.test("readPlatforms() finds base and architecture of a label (PKG-21, PKG-33)", () => {
  const cases: [CharmcraftYaml, fileLabel: string, base: string][] = [
    [
      { base: "ubuntu@24.04", platforms: { amd64: null } },
      "amd64",
      "ubuntu 24.04 amd64",
    ],
    [
      { platforms: { "ubuntu@24.04:arm64": null } },
      "ubuntu@24.04-arm64",
      "ubuntu 24.04 arm64",
    ],
    [
      {
        base: "ubuntu@22.04",
        platforms: { debug: { "build-on": "amd64", "build-for": "arm64" } },
      },
      "debug",
      "ubuntu 22.04 arm64",
    ],
    [
      {
        platforms: {
          jammy: { "build-on": ["a"], "build-for": ["ubuntu@22.04:s390x"] },
        },
      },
      "jammy",
      "ubuntu 22.04 s390x",
    ],
    [
      {
        bases: [{ name: "ubuntu", channel: "22.04", architectures: ["amd64"] }],
      },
      "ubuntu-22.04-amd64",
      "ubuntu 22.04 amd64",
    ],
    [
      {
        bases: [{
          "build-on": [{ name: "ubuntu", channel: "20.04" }],
          "run-on": [
            {
              name: "ubuntu",
              channel: "22.04",
              architectures: ["amd64", "arm64"],
            },
            { name: "centos", channel: "9", architectures: ["amd64"] },
          ],
        }],
      },
      "ubuntu-22.04-amd64-arm64_centos-9-amd64",
      "ubuntu 22.04 amd64,arm64; centos 9 amd64",
    ],
  ];
  for (const [yaml, fileLabel, base] of cases) {
    const [platform] = platformsOf(yaml);

    const bases = platform?.bases.map(({ name, channel, architectures }) =>
      `${name} ${channel} ${architectures.join(",")}`
    );
    assertEquals([platform?.fileLabel, bases?.join("; ")], [fileLabel, base]);
  }
});

Deno.test("readPlatforms() tells what makes no platform", () => {
  const cases: [CharmcraftYaml, message: string][] = [
    [{ platforms: { amd64: null } }, 'such as "ubuntu@24.04", got nothing'],
    [{ base: "noble", platforms: { amd64: null } }, 'got "noble"'],
    [
      { base: "ubuntu@24.04", platforms: { debug: null } },
      'expected "build-for" with an architecture, got "debug"',
    ],
    [
      { base: "almalinux@9", platforms: { amd64: null } },
      'Juju knows no system "almalinux"',
    ],
    [
      { bases: [{ name: "almalinux", channel: "9" }] },
      'Juju knows no system "almalinux"',
    ],
    [
      { base: "ubuntu@24.04", platforms: { all: null } },
      'Juju knows no architecture "all"',
    ],
    [
      {
        base: "ubuntu@24.04",
        platforms: { amd64: null },
        bases: [{ name: "ubuntu", channel: "22.04" }],
      },
      "not allowed beside platforms",
    ],
  ];
  for (const [yaml, message] of cases) {
    const mistakes: Mistake[] = [];

    platformsOf(yaml, mistakes);

    assertStringIncludes(mistakes[0]?.message ?? "", message);
  }
});

Deno.test("choosePlatform() takes the only platform for this machine, or the one that is named", () => {
  const base = "ubuntu@24.04";
  const platforms = platformsOf({
    base,
    platforms: { amd64: null, arm64: null },
  });

  assertEquals(choosePlatform(platforms).label, machineArchitecture());
  assertEquals(choosePlatform(platforms, "arm64").label, "arm64");
});

Deno.test("choosePlatform() lists the labels when it can't choose", () => {
  const machine = machineArchitecture();
  const base = "ubuntu@24.04";
  const twice = platformsOf({
    base,
    platforms: { [machine]: null, debug: { "build-for": machine } },
  });
  const other = platformsOf({ base, platforms: { s390x: null } });

  const error = assertThrows(
    () => choosePlatform(twice),
    CliError,
    "more than one",
  );
  assertStringIncludes(error.hint ?? "", `${machine}, debug`);
  assertEquals(error.exitCode, 2);
  assertThrows(() => choosePlatform(other), CliError, `none is for ${machine}`);
  assertThrows(() => choosePlatform(twice, "x"), CliError, "none of that name");
  assertThrows(() => choosePlatform([]), CliError, "names no platforms");
});

Deno.test("architectureOf() refuses what Deno can't compile for (PKG-38)", () => {
  const base = "ubuntu@24.04";
  const platforms = platformsOf({
    base,
    platforms: { arm64: null, s390x: null, old: { "build-for": "armhf" } },
  });

  const [arm, s390x, armhf] = platforms;
  assertEquals(arm && architectureOf(arm), "arm64");
  for (const platform of [s390x!, armhf!]) {
    assertThrows(() => architectureOf(platform), CliError, "amd64 or arm64");
  }
});
