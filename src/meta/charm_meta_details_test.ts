import { assertEquals, assertThrows } from "@std/assert";
import { JujuVersion } from "../backend/juju_version.ts";
import { ModelError } from "../model/errors.ts";
import { CharmMeta } from "./charm_meta.ts";
import type { Charmcraft } from "./charmcraft.ts";

const ADDITIONAL: readonly (readonly [unknown, string | null, boolean])[] = [
  [undefined, null, true],
  [undefined, "3.6.14", true],
  [undefined, "4.0-beta1", true],
  [undefined, "4.0.0", false],
  [undefined, "4.1-rc1", false],
  [true, "4.0.0", true],
  [false, "3.6.14", false],
  [{ type: "string" }, "4.0.0", true],
];

for (const [given, version, expected] of ADDITIONAL) {
  Deno.test(`CharmMeta reads additionalProperties ${JSON.stringify(given)} for Juju ${version} (MET-14, VER-06)`, () => {
    const action = given === undefined ? {} : { additionalProperties: given };
    const charmcraft = { name: "app", actions: { backup: action } };

    const meta = new CharmMeta(
      charmcraft as Charmcraft,
      version === null ? {} : { jujuVersion: JujuVersion.parse(version) },
    );

    assertEquals(meta.actions["backup"]?.additionalProperties, expected);
  });
}

Deno.test("CharmMeta reads the bases of a container (MET-12)", () => {
  const { containers } = new CharmMeta({
    name: "app",
    containers: {
      web: {
        bases: [
          { name: "ubuntu", channel: "24.04", architectures: ["amd64"] },
          { name: "centos", channel: 7 },
        ],
      },
      both: { resource: "image", bases: [] },
    },
  });

  assertEquals(containers["web"]?.bases, [
    { osName: "ubuntu", channel: "24.04", architectures: ["amd64"] },
    { osName: "centos", channel: "7", architectures: [] },
  ]);
  assertEquals(containers["both"]?.resource, "image");
});

Deno.test("CharmMeta refuses a container with a resource and bases (MET-12)", () => {
  const web = { resource: "image", bases: [{ name: "ubuntu" }] };

  assertThrows(
    () => new CharmMeta({ name: "app", containers: { web } }),
    ModelError,
    'Cannot read container "web": it has a resource and bases',
  );
});

Deno.test("CharmMeta reads who looks after the charm (MET-04)", () => {
  const people: readonly (readonly [Partial<Charmcraft>, string[]])[] = [
    [{}, []],
    [{ maintainer: "a" }, ["a"]],
    [{ maintainers: ["a", "b"] }, ["a", "b"]],
    [{ links: { contact: "c" } }, ["c"]],
    [
      { maintainer: "a", maintainers: ["b"], links: { contact: ["c", "d"] } },
      ["a", "b", "c", "d"],
    ],
  ];
  for (const [charmcraft, expected] of people) {
    const meta = new CharmMeta({ name: "app", ...charmcraft });

    assertEquals(meta.maintainers, expected);
  }
});

Deno.test("CharmMeta reads links of both files (MET-05)", () => {
  const none = { websites: [], sources: [], issues: [], documentation: null };
  const links = {
    website: "w",
    source: ["s", "t"],
    issues: "i",
    documentation: "d",
  };
  const cases: readonly (readonly [Partial<Charmcraft>, unknown])[] = [
    [{}, none],
    [{ links }, {
      websites: ["w"],
      sources: ["s", "t"],
      issues: ["i"],
      documentation: "d",
    }],
    [{ links, website: ["x"], source: "y", issues: "z", docs: "e" }, {
      websites: ["x"],
      sources: ["y"],
      issues: ["z"],
      documentation: "e",
    }],
  ];
  for (const [charmcraft, expected] of cases) {
    assertEquals(new CharmMeta({ name: "app", ...charmcraft }).links, expected);
  }
});

Deno.test("CharmMeta reads what the charm assumes (MET-06)", () => {
  const meta = new CharmMeta({
    name: "app",
    assumes: [
      "k8s-api",
      { "any-of": ["juju >= 3.6", { "all-of": ["a", "b"] }] },
    ],
  });

  assertEquals(meta.assumes, {
    condition: "all-of",
    features: [
      "k8s-api",
      {
        condition: "any-of",
        features: ["juju >= 3.6", {
          condition: "all-of",
          features: ["a", "b"],
        }],
      },
    ],
  });
  assertEquals(new CharmMeta({ name: "app" }).assumes.features, []);
});

Deno.test("CharmMeta.assumes refuses a group that it does not know (MET-06)", () => {
  const meta = new CharmMeta(
    { name: "app", assumes: [{ "none-of": ["a"] }] } as never,
  );

  assertThrows(
    () => meta.assumes,
    TypeError,
    '"none-of" is neither "any-of" nor "all-of"',
  );
});

Deno.test("CharmMeta reads payloads (MET-11)", () => {
  const { payloads } = new CharmMeta({
    name: "app",
    payloads: { monitoring: { type: "docker" } },
  });

  assertEquals(payloads, {
    monitoring: { payloadName: "monitoring", type: "docker" },
  });
});

Deno.test("CharmMeta reads what only older metadata has (MET-03)", () => {
  const older = new CharmMeta({
    name: "app",
    tags: ["db"],
    terms: ["eula"],
    series: ["focal"],
    "min-juju-version": "2.8.0",
    "charm-user": "sudoer",
  });
  const none = new CharmMeta({ name: "app" });

  assertEquals(
    [older.tags, older.terms, older.series, older.minJujuVersion],
    [["db"], ["eula"], ["focal"], "2.8.0"],
  );
  assertEquals(older.charmUser, "sudoer");
  assertEquals(
    [none.tags, none.terms, none.series, none.minJujuVersion],
    [[], [], [], null],
  );
});
