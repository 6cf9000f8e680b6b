// Long, as it is one list: what each part of the metadata becomes.

import { assertEquals, assertThrows } from "@std/assert";
import { CharmMeta } from "./charm_meta.ts";
import type { Charmcraft } from "./charmcraft.ts";

Deno.test("CharmMeta fills in the defaults (MET-03)", () => {
  const meta = new CharmMeta({ name: "app" });

  assertEquals({ ...meta }, {
    charmcraft: { name: "app" },
    name: "app",
    summary: "",
    description: "",
    subordinate: false,
    charmUser: "root",
    requires: {},
    provides: {},
    peers: {},
    relations: {},
    storages: {},
    containers: {},
    actions: {},
    config: {},
    resources: {},
    extraBindings: [],
  });
});

Deno.test("CharmMeta reads the plain fields (MET-03)", () => {
  const { name, summary, description, subordinate, extraBindings } =
    new CharmMeta({
      name: "app",
      summary: "One line",
      description: "More",
      subordinate: true,
      "extra-bindings": { admin: null, internal: null },
    });

  assertEquals({ name, summary, description, subordinate, extraBindings }, {
    name: "app",
    summary: "One line",
    description: "More",
    subordinate: true,
    extraBindings: ["admin", "internal"],
  });
});

Deno.test("CharmMeta merges the endpoints of all roles (MET-07, MET-08)", () => {
  const { relations } = new CharmMeta({
    name: "app",
    requires: {
      db: { interface: "pg", limit: 1, optional: true },
      log: { interface: "syslog", scope: "container" },
    },
    provides: { web: "http" },
    peers: { cluster: { interface: "app-peer", limit: null } },
  });

  assertEquals(relations, {
    db: {
      role: "requires",
      relationName: "db",
      interfaceName: "pg",
      limit: 1,
      scope: "global",
      optional: true,
    },
    log: {
      role: "requires",
      relationName: "log",
      interfaceName: "syslog",
      limit: null,
      scope: "container",
      optional: false,
    },
    web: {
      role: "provides",
      relationName: "web",
      interfaceName: "http",
      limit: null,
      scope: "global",
      optional: false,
    },
    cluster: {
      role: "peer",
      relationName: "cluster",
      interfaceName: "app-peer",
      limit: null,
      scope: "global",
      optional: false,
    },
  });
});

const WRONG_ENDPOINTS: readonly (readonly [unknown, string])[] = [
  [{}, "it names no interface"],
  [null, "it names no interface"],
  [true, "it names no interface"],
  [{ interface: true }, "it names no interface"],
  [{ interface: "pg", limit: "1" }, "its limit is not a whole number"],
  [{ interface: "pg", limit: 1.5 }, "its limit is not a whole number"],
  [{ interface: "pg", scope: "unit" }, "its scope must be"],
];

for (const [endpoint, message] of WRONG_ENDPOINTS) {
  Deno.test(`CharmMeta refuses the endpoint ${JSON.stringify(endpoint)} (MET-08, LIM-10)`, () => {
    assertThrows(
      () => new CharmMeta({ name: "a", requires: { db: endpoint } } as never),
      TypeError,
      `Cannot read endpoint "db": ${message}`,
    );
  });
}

Deno.test("CharmMeta reads sections that are there but empty", () => {
  const empty = { name: "app" } as Record<string, unknown>;
  for (
    const section of [
      "requires",
      "provides",
      "peers",
      "storage",
      "containers",
      "actions",
      "config",
      "resources",
      "extra-bindings",
    ]
  ) empty[section] = null;

  const meta = new CharmMeta(empty as unknown as Charmcraft);

  assertEquals(meta.relations, {});
  assertEquals(meta.config, {});
});

Deno.test("CharmMeta reads options that are null as none (MET-15)", () => {
  const charmcraft = { name: "app", config: { options: null } };

  assertEquals(new CharmMeta(charmcraft as never).config, {});
});

Deno.test("CharmMeta reads storages (MET-09)", () => {
  const { storages } = new CharmMeta({
    name: "app",
    storage: {
      data: { type: "filesystem" },
      disks: {
        type: "block",
        description: "Disks",
        "read-only": true,
        shared: true,
        "minimum-size": "10G",
        properties: ["transient"],
        multiple: { range: "2-4" },
      },
      logs: { type: "filesystem", location: "/logs" },
    },
  });

  assertEquals(storages["data"], {
    storageName: "data",
    type: "filesystem",
    description: "",
    shared: false,
    readOnly: false,
    minimumSize: null,
    location: null,
    properties: [],
    multipleRange: null,
  });
  assertEquals(storages["disks"], {
    storageName: "disks",
    type: "block",
    description: "Disks",
    shared: true,
    readOnly: true,
    minimumSize: "10G",
    location: null,
    properties: ["transient"],
    multipleRange: [2, 4],
  });
  assertEquals(storages["logs"]?.location, "/logs");
});

const RANGES: readonly (readonly [
  string | number,
  readonly [number, number | null],
])[] = [
  [2, [2, 2]],
  ["2", [2, 2]],
  ["2-4", [2, 4]],
  ["0-12", [0, 12]],
  ["2-", [2, null]],
  ["2+", [2, null]],
];

for (const [range, expected] of RANGES) {
  Deno.test(`CharmMeta reads the storage range ${JSON.stringify(range)} (MET-10)`, () => {
    const { storages } = new CharmMeta({
      name: "app",
      storage: { data: { type: "filesystem", multiple: { range } } },
    });

    assertEquals(storages["data"]?.multipleRange, expected);
  });
}

for (const range of ["", "a", "-2", "2-x", "2--4", "2+4", "1.5"]) {
  Deno.test(`CharmMeta refuses the storage range "${range}" (MET-10)`, () => {
    assertThrows(
      () =>
        new CharmMeta({
          name: "app",
          storage: { data: { type: "filesystem", multiple: { range } } },
        }),
      TypeError,
      `Cannot read storage "data": its range "${range}"`,
    );
  });
}

Deno.test("CharmMeta groups the mounts of a container by storage (MET-12, MET-13)", () => {
  const { containers } = new CharmMeta({
    name: "app",
    containers: {
      web: {
        resource: "web-image",
        mounts: [
          { storage: "data", location: "/a" },
          { storage: "logs", location: "/l" },
          { storage: "data", location: "/b" },
          { storage: "tmp" },
        ],
      },
      bare: null as never,
    },
  });

  assertEquals(containers, {
    web: {
      name: "web",
      resource: "web-image",
      bases: [],
      mounts: {
        data: { storage: "data", locations: ["/a", "/b"] },
        logs: { storage: "logs", locations: ["/l"] },
      },
    },
    bare: { name: "bare", resource: null, bases: [], mounts: {} },
  });
});

Deno.test("CharmMeta reads actions (MET-14)", () => {
  const { actions } = new CharmMeta({
    name: "app",
    actions: {
      backup: {
        title: "Back up",
        description: "Makes a backup",
        params: { path: { type: "string" } },
        required: ["path"],
        additionalProperties: false,
      },
      ping: null as never,
    },
  });

  assertEquals(actions, {
    backup: {
      name: "backup",
      title: "Back up",
      description: "Makes a backup",
      parameters: { path: { type: "string" } },
      required: ["path"],
      additionalProperties: false,
    },
    ping: {
      name: "ping",
      title: "",
      description: "",
      parameters: {},
      required: [],
      additionalProperties: true,
    },
  });
});

Deno.test("CharmMeta gives the endpoints of each role (MET-07)", () => {
  const { requires, provides, peers, relations } = new CharmMeta({
    name: "app",
    requires: { db: "pg", same: "one" },
    provides: { web: "http" },
    peers: { cluster: "peer", same: "two" },
  });

  assertEquals(Object.keys(requires), ["db", "same"]);
  assertEquals(Object.keys(provides), ["web"]);
  assertEquals(Object.keys(peers), ["cluster", "same"]);
  assertEquals(relations["same"]?.interfaceName, "two");
});

const WRONG_FLAGS: readonly (readonly [string, unknown])[] = [
  ["the metadata", { subordinate: "yes" }],
  ['endpoint "db"', { requires: { db: { interface: "pg", optional: "on" } } }],
  ['storage "data"', { storage: { data: { type: "block", shared: 1 } } }],
  ['storage "data"', {
    storage: { data: { type: "block", "read-only": "no" } },
  }],
];

for (const [of, charmcraft] of WRONG_FLAGS) {
  Deno.test(`CharmMeta refuses the flag in ${JSON.stringify(charmcraft)} (MET-16)`, () => {
    assertThrows(
      () => new CharmMeta({ name: "a", ...charmcraft as Partial<Charmcraft> }),
      TypeError,
      `Cannot read ${of}: `,
    );
  });
}

Deno.test("CharmMeta reads options (MET-15)", () => {
  const { config } = new CharmMeta({
    name: "app",
    config: {
      options: {
        port: { type: "int", default: 0, description: "Port" },
        key: { type: "secret", default: null },
        name: {},
        flag: { type: "boolean", default: false },
      },
    },
  });

  assertEquals(config, {
    port: { name: "port", type: "int", default: 0, description: "Port" },
    key: { name: "key", type: "secret", default: null, description: null },
    name: { name: "name", type: "string", default: null, description: null },
    flag: { name: "flag", type: "boolean", default: false, description: null },
  });
});

Deno.test("CharmMeta reads resources (MET-11)", () => {
  const { resources } = new CharmMeta({
    name: "app",
    resources: {
      image: { type: "oci-image", description: "Image" },
      archive: { type: "file", filename: "a.tgz" },
    },
  });

  assertEquals(resources, {
    image: {
      resourceName: "image",
      type: "oci-image",
      filename: null,
      description: "Image",
    },
    archive: {
      resourceName: "archive",
      type: "file",
      filename: "a.tgz",
      description: "",
    },
  });
});

Deno.test("CharmMeta knows no endpoint by a name that every object has", () => {
  const { relations } = new CharmMeta({ name: "app", requires: { db: "pg" } });

  assertEquals(Object.hasOwn(relations, "constructor"), false);
  assertEquals(Object.keys(relations), ["db"]);
});
