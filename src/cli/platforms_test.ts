import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CliError } from "./cli_error.ts";
import type { CharmcraftYaml } from "./charmcraft_schema.ts";
import type { Mistake } from "./mistakes.ts";
import { choosePlatforms, readPlatforms } from "./platforms.ts";
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

const base = "ubuntu@24.04";

/** What is chosen, as labels with the architecture of their program. */
function chosen(platforms: CharmcraftYaml["platforms"], labels?: string[]) {
  const yaml = platformsOf({ base, platforms });
  const { fitting, leftOut } = choosePlatforms(yaml, labels);
  return {
    fitting: fitting.map((each) =>
      `${each.platform.label} ${each.architecture}`
    ),
    leftOut: leftOut.map(({ platform }) => platform),
  };
}

Deno.test("choosePlatforms() takes all that Deno can compile for, or those that are named (PKG-38, PKG-54)", () => {
  const platforms = {
    amd64: null,
    s390x: null,
    debug: { "build-on": "amd64", "build-for": "arm64" },
  };

  assertEquals(chosen(platforms), {
    fitting: ["amd64 amd64", "debug arm64"],
    leftOut: ["s390x"],
  });
  assertEquals(chosen(platforms, ["debug", "amd64", "debug"]), {
    fitting: ["amd64 amd64", "debug arm64"],
    leftOut: [],
  });
  assertEquals(chosen(platforms, ["debug"]).fitting, ["debug arm64"]);
});

Deno.test("choosePlatforms() leaves out a platform of more than one architecture", () => {
  const runOn = (...architectures: string[]) => ({
    name: "ubuntu",
    channel: "22.04",
    architectures,
  });
  const platforms = platformsOf({
    bases: [runOn("amd64", "arm64"), runOn("arm64")],
  });

  const { fitting, leftOut } = choosePlatforms(platforms);

  assertEquals(fitting.map(({ architecture }) => architecture), ["arm64"]);
  assertEquals(leftOut.length, 1);
  assertStringIncludes(leftOut[0]?.reason ?? "", "got amd64, arm64");
});

Deno.test("choosePlatforms() says what can be chosen when it can't choose (PKG-38)", () => {
  const error = assertThrows(
    () => chosen({ amd64: null, s390x: null }, ["amd64", "x"]),
    CliError,
    'platform "x": charmcraft.yaml has none of that name',
  );
  assertStringIncludes(error.hint ?? "", "amd64, s390x");
  assertEquals(error.exitCode, 2);
  const unfit = 'platform "s390x": a compiled charm is for one architecture';
  assertThrows(() => chosen({ s390x: null }), CliError, unfit);
  assertThrows(
    () => chosen({ amd64: null, s390x: null }, ["amd64", "s390x"]),
    CliError,
    unfit,
  );
  assertThrows(() => chosen({}), CliError, "names no platforms");
});

Deno.test("choosePlatforms() refuses platforms whose charms would have one file (PKG-33)", () => {
  const platforms = {
    "ubuntu@24.04:amd64": null,
    "ubuntu@24.04-amd64": { "build-for": "amd64" },
  };

  assertThrows(() => chosen(platforms), CliError, "both charms would be named");
  assertEquals(chosen(platforms, ["ubuntu@24.04:amd64"]).fitting.length, 1);
});
