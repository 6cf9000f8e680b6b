import { assertEquals } from "@std/assert";
import { permissionMistake } from "./permission_values.ts";
import { permissionArguments } from "./permissions.ts";

type Kind = Parameters<typeof permissionMistake>[0];

const TAKEN: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  read: ["/etc/a b", "templates", "~/x"],
  net: [
    "api.example.com",
    "API.example.com.:443",
    "*.example.com:80",
    "a_b-c#d",
    "localhost:0",
    "localhost:65535",
    ":80",
    "10.0.0.1",
    "10.0.0.0/8",
    "10.0.0.0/8:80",
    "[::1]",
    "[fe80::1]:8080",
    "vsock:1:2",
    "999.1.1.1",
  ],
  env: ["HOME", "JUJU_*", "*", "A B"],
  run: ["ls", "./bin/x", "/usr/bin/x y", "a=b"],
  sys: ["hostname", "uid", "statfs", "userInfo"],
};

const REFUSED: typeof TAKEN = {
  read: [""],
  write: [""],
  ffi: [""],
  net: [
    "",
    "not a host!",
    "a,b c",
    "a:99999",
    "a:x",
    "a:",
    "a:80-90",
    "*",
    "*:80",
    "a*",
    "a..b",
    ".a",
    "ä.example.com",
    "http://example.com",
    "example.com/path",
    "user@example.com",
    "::1",
    "[a]",
    "[::1]/8",
    "10.0.0.0/33",
    "unix:",
    "vsock:x",
  ],
  env: ["", "A=B", "A,B"],
  run: ["", "a,b"],
  sys: ["", "nothing", "Hostname", "uid,gid"],
};

/** Rows of a table above. */
function rowsOf(table: typeof TAKEN): [Kind, string][] {
  return (Object.keys(table) as Kind[]).flatMap((kind) =>
    (table[kind] ?? []).map((value): [Kind, string] => [kind, value])
  );
}

/** Whether this Deno runs a program with a permission. */
async function denoTakes(kind: Kind, value: string): Promise<boolean> {
  const flags = permissionArguments({ [kind]: [value] });
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-config",
      ...flags,
      "data:text/javascript,",
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

Deno.test("permissionMistake() takes and refuses what Deno does", async () => {
  for (const [kind, value] of rowsOf(TAKEN)) {
    assertEquals(permissionMistake(kind, value), null, `${kind} ${value}`);
    assertEquals(await denoTakes(kind, value), true, `${kind} ${value}`);
  }
  for (const [kind, value] of rowsOf(REFUSED)) {
    const isTaken = permissionMistake(kind, value) === null;
    assertEquals(isTaken, false, `${kind} ${value}`);
    assertEquals(await denoTakes(kind, value), false, `${kind} ${value}`);
  }
});

Deno.test("permissionMistake() tells what to write instead", () => {
  assertEquals(
    permissionMistake("run", "a,b"),
    "expected a name or path without commas, since Deno parts values by them",
  );
  assertEquals(
    permissionMistake("net", "a:65536"),
    'expected a port from 0 to 65535 behind ":"',
  );
  assertEquals(
    permissionMistake("net", "http://example.com"),
    "expected a host instead of a URL",
  );
  assertEquals(permissionMistake("env", "A=B"), 'expected a name without "="');
  assertEquals(permissionMistake("read", ""), "expected a path");
});

Deno.test("permissionMistake() lets pass what only newer versions of Deno take", () => {
  assertEquals(permissionMistake("net", "unix:/run/x.socket"), null);
  assertEquals(permissionMistake("sys", "inspector"), null);
});

Deno.test("permissionMistake() refuses what only older versions of Deno take", () => {
  for (const kind of ["read", "write", "ffi"] as const) {
    assertEquals(
      permissionMistake(kind, "a,b"),
      "expected a path without commas, since Deno parts values by them",
    );
  }
});
