import type { HookToolCases } from "./hook_tool_case.ts";

/** Cases of storage, resources, goals and the cloud. */
export const STORAGE_CASES: readonly HookToolCases[] = [
  {
    name: "no storage",
    cases: [
      ["JHT-15", "storage-add data", ""],
      ["JHT-15", "storage-add data=2", ""],
      [
        "JHT-15",
        "storage-add",
        "",
        "2 storage add requires a storage directive",
      ],
      [
        "JHT-15",
        "storage-add data=1G",
        "",
        '2 only count can be specified for "data"',
      ],
      [
        "JHT-15",
        "storage-add data=pool",
        "",
        '2 only count can be specified for "data"',
      ],
      [
        "JHT-15",
        "storage-add data=0",
        "",
        '2 cannot parse directive for storage "data": cannot parse count: count must be greater than zero, got "0"',
      ],
      [
        "JHT-15",
        "storage-add data data",
        "",
        '2 storage "data" specified more than once',
      ],
      [
        "JHT-15",
        "storage-add =1",
        "",
        '2 expected "name=directive" or "name", got "=1"',
      ],
      // Only the flush asks whether the charm has it.
      ["JHT-15", "storage-add nope", ""],
      ["JHT-17", "storage-list", ""],
      ["JHT-17", "storage-list --format json", "[]\n"],
      ["JHT-16", "storage-get", "", "2 no storage instance specified"],
      [
        "JHT-16",
        "storage-get -s bad",
        "",
        '2 invalid value "bad" for option -s: invalid storage ID "bad"',
      ],
      [
        "JHT-16",
        "storage-get -s data/0",
        "",
        '2 invalid value "data/0" for option -s: storage "data/0" not found',
      ],
      ["JHT-18", "resource-get", "", "2 missing required resource name"],
      [
        "JHT-18",
        "resource-get blob",
        "",
        '1 could not download resource: HTTP request failed: resource "blob" not found',
      ],
      [
        "JHT-31",
        "credential-get",
        "",
        "1 cannot access cloud credentials: permission denied",
      ],
    ],
  },
  {
    name: "storage and resources",
    world: {
      storages: [
        { id: "data/1", kind: "filesystem", location: "/srv/data" },
        { id: "data/0", kind: "block", location: "/dev/sdb" },
        { id: "data/2", kind: "block", location: "/dev/sdc", attached: false },
      ],
      resources: { blob: "/var/lib/blob.txt" },
    },
    event: { kind: "storage-attached", storageId: "data/1" },
    cases: [
      ["JHT-17", "storage-list", "data/0\ndata/1\n"],
      ["JHT-17", "storage-list data --format json", '["data/0","data/1"]\n'],
      ["JHT-17", "storage-list other --format json", "[]\n"],
      ["JHT-16", "storage-get", "kind: filesystem\nlocation: /srv/data\n"],
      ["JHT-16", "storage-get location", "/srv/data\n"],
      ["JHT-16", "storage-get -s data/0 kind", "block\n"],
      [
        "JHT-16",
        "storage-get -s data/0 --format json",
        '{"kind":"block","location":"/dev/sdb"}\n',
      ],
      ["JHT-16", "storage-get size", "", '1 invalid storage attribute "size"'],
      [
        "JHT-16",
        "storage-get -s data/2",
        "",
        '2 invalid value "data/2" for option -s: storage "data/2" not found',
      ],
      ["JHT-18", "resource-get blob", "/var/lib/blob.txt"],
      ["JHT-18", "resource-get blob x", "", '2 unrecognized args: ["x"]'],
      [
        "JHT-18",
        "resource-get --format json blob",
        "",
        "2 option provided but not defined: --format",
      ],
    ],
  },
  {
    name: "goals",
    world: { plannedUnits: 3, unitNumber: 0 },
    cases: [
      [
        "JHT-30",
        "goal-state --format json",
        /^\{"relations":\{"db":\{"mysql":\{"since":".*Z","status":"active"\},"mysql\/0":.*\}\},"units":\{"app\/0":.*,"app\/1":.*,"app\/2":.*\}\}\n$/,
      ],
      ["JHT-30", "goal-state", /^relations:\n {2}db:\n {4}mysql:\n/],
      [
        "JHT-30",
        "goal-state --format smart",
        "",
        '2 invalid value "smart" for option --format: unknown format "smart"',
      ],
    ],
  },
  {
    name: "the cloud of a trusted application",
    world: {
      cloudSpec: {
        type: "lxd",
        name: "localhost",
        region: "here",
        endpoint: "https://10.0.0.1:8443",
        identityEndpoint: null,
        storageEndpoint: null,
        credential: {
          authType: "certificate",
          attributes: { "client-cert": "c" },
          redacted: [],
        },
        caCertificates: [],
        skipTlsVerify: false,
        isControllerCloud: true,
      },
    },
    cases: [
      [
        "JHT-31",
        "credential-get --format json",
        '{"cacertificates":[],"credential":{"attrs":{"client-cert":"c"},"auth-type":"certificate","redacted":[]},' +
        '"endpoint":"https://10.0.0.1:8443","is-controller-cloud":true,"name":"localhost","region":"here","skip-tls-verify":false,"type":"lxd"}\n',
      ],
      [
        "JHT-31",
        "credential-get",
        /identityendpoint: ""\niscontrollercloud: true\n/,
      ],
    ],
  },
  {
    name: "the cloud of an application that is not trusted",
    world: {
      trusted: false,
      cloudSpec: {
        type: "lxd",
        name: "localhost",
        region: null,
        endpoint: null,
        identityEndpoint: null,
        storageEndpoint: null,
        credential: null,
        caCertificates: [],
        skipTlsVerify: false,
        isControllerCloud: true,
      },
    },
    cases: [
      [
        "JHT-31",
        "credential-get",
        "",
        "1 cannot access cloud credentials: permission denied",
      ],
    ],
  },
];
