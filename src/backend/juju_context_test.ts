import { assertEquals, assertThrows } from "@std/assert";
import {
  type JujuContext,
  JujuContextError,
  readJujuContext,
} from "./juju_context.ts";

function read(variables: Readonly<Record<string, string>>): JujuContext {
  return readJujuContext(new Map(Object.entries(variables)));
}

Deno.test("readJujuContext() reads an empty environment (ENV-01, ENV-02)", () => {
  const { version, debugAt, ...rest } = read({});

  assertEquals(`${version}`, "0.0.0");
  assertEquals(debugAt, new Set());
  assertEquals(rest, {
    dispatchPath: "",
    hookName: "",
    modelName: "",
    modelUuid: "",
    unitName: "",
    appName: "",
    charmDir: Deno.cwd(),
    debug: false,
    availabilityZone: null,
    machineId: null,
    principalUnit: null,
    actionName: null,
    actionUuid: null,
    noticeId: null,
    noticeKey: null,
    noticeType: null,
    pebbleCheckName: null,
    relationDepartingUnitName: null,
    relationName: null,
    relationId: null,
    remoteAppName: null,
    remoteUnitName: null,
    secretId: null,
    secretLabel: null,
    secretRevision: null,
    storageName: null,
    storageIndex: null,
    workloadName: null,
  });
});

Deno.test("readJujuContext() reads each variable into its field (ENV-03)", () => {
  const cases: ReadonlyArray<[string, string, keyof JujuContext, unknown]> = [
    ["JUJU_DISPATCH_PATH", "hooks/install", "dispatchPath", "hooks/install"],
    ["JUJU_HOOK_NAME", "install", "hookName", "install"],
    ["JUJU_MODEL_NAME", "prod", "modelName", "prod"],
    ["JUJU_MODEL_UUID", "0c4d", "modelUuid", "0c4d"],
    ["JUJU_UNIT_NAME", "my-db/3", "unitName", "my-db/3"],
    ["JUJU_UNIT_NAME", "my-db/3", "appName", "my-db"],
    ["JUJU_CHARM_DIR", "/no-such-folder", "charmDir", "/no-such-folder"],
    ["JUJU_DEBUG", "", "debug", true],
    ["JUJU_DEBUG", "1", "debug", true],
    ["JUJU_DEBUG_AT", " hook, all ,", "debugAt", new Set(["hook", "all"])],
    ["JUJU_DEBUG_AT", "", "debugAt", new Set()],
    ["JUJU_AVAILABILITY_ZONE", "z1", "availabilityZone", "z1"],
    ["JUJU_MACHINE_ID", "0/lxd/1", "machineId", "0/lxd/1"],
    ["JUJU_MACHINE_ID", "", "machineId", null],
    ["JUJU_PRINCIPAL_UNIT", "web/1", "principalUnit", "web/1"],
    ["JUJU_ACTION_NAME", "backup", "actionName", "backup"],
    ["JUJU_ACTION_UUID", "12", "actionUuid", "12"],
    ["JUJU_NOTICE_ID", "7", "noticeId", "7"],
    ["JUJU_NOTICE_KEY", "example.com/a", "noticeKey", "example.com/a"],
    ["JUJU_NOTICE_TYPE", "custom", "noticeType", "custom"],
    ["JUJU_PEBBLE_CHECK_NAME", "up", "pebbleCheckName", "up"],
    ["JUJU_DEPARTING_UNIT", "db/2", "relationDepartingUnitName", "db/2"],
    ["JUJU_RELATION", "db", "relationName", "db"],
    ["JUJU_RELATION_ID", "db:1", "relationId", 1],
    ["JUJU_RELATION_ID", "1", "relationId", 1],
    ["JUJU_RELATION_ID", "db:0", "relationId", 0],
    ["JUJU_RELATION_ID", "", "relationId", null],
    ["JUJU_REMOTE_APP", "pg", "remoteAppName", "pg"],
    ["JUJU_REMOTE_UNIT", "pg/0", "remoteUnitName", "pg/0"],
    ["JUJU_REMOTE_UNIT", "", "remoteUnitName", null],
    ["JUJU_SECRET_ID", "secret:abc", "secretId", "secret:abc"],
    ["JUJU_SECRET_LABEL", "", "secretLabel", null],
    ["JUJU_SECRET_LABEL", "tls", "secretLabel", "tls"],
    ["JUJU_SECRET_REVISION", "12", "secretRevision", 12],
    ["JUJU_STORAGE_ID", "data/4", "storageName", "data"],
    ["JUJU_STORAGE_ID", "data/4", "storageIndex", 4],
    ["JUJU_WORKLOAD_NAME", "web", "workloadName", "web"],
  ];
  for (const [name, value, field, expected] of cases) {
    assertEquals(read({ [name]: value })[field], expected, `${name}=${value}`);
  }
});

Deno.test("readJujuContext() resolves symbolic links of the charm's folder (ENV-03)", () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    Deno.symlinkSync(folder, `${folder}/link`);

    const context = read({ JUJU_CHARM_DIR: `${folder}/link` });

    assertEquals(context.charmDir, folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("readJujuContext() gives a context that can't be changed (ENV-04)", () => {
  assertEquals(Object.isFrozen(read({})), true);
});

Deno.test("readJujuContext() refuses a version that is none (ENV-05)", () => {
  for (const text of ["", "newest"]) {
    assertThrows(
      () => read({ JUJU_VERSION: text }),
      JujuContextError,
      `Cannot read JUJU_VERSION: "${text}"`,
    );
  }
});

Deno.test("readJujuContext() refuses an id that is no number (ENV-06)", () => {
  const cases = [
    ["JUJU_RELATION_ID", "db:"],
    ["JUJU_RELATION_ID", "db:x"],
    ["JUJU_RELATION_ID", "db:-1"],
    ["JUJU_SECRET_REVISION", "1.5"],
    ["JUJU_STORAGE_ID", "data"],
    ["JUJU_STORAGE_ID", "data/x"],
  ] as const;
  for (const [name, text] of cases) {
    assertThrows(
      () => read({ [name]: text }),
      JujuContextError,
      `Cannot read ${name}: "${text}"`,
    );
  }
});
