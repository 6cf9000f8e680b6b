import { assert, assertEquals, assertThrows } from "@std/assert";
import { FrameworkError } from "./errors.ts";
import { Handle } from "./handle.ts";

const PATHS: readonly (readonly [Handle, string])[] = [
  [new Handle(null, "MyCharm"), "MyCharm"],
  [new Handle(null, "MyCharm", "key"), "MyCharm[key]"],
  [new Handle(null, "MyCharm", ""), "MyCharm"],
  [
    new Handle(null, "MyCharm").nest("on").nest("config_changed", "7"),
    "MyCharm/on/config_changed[7]",
  ],
  [new Handle(null, "MyCharm").nest("Lib", "key"), "MyCharm/Lib[key]"],
  [
    new Handle(null, "MyCharm").nest("StoredStateData", "_stored"),
    "MyCharm/StoredStateData[_stored]",
  ],
];

for (const [handle, path] of PATHS) {
  Deno.test(`Handle has the path ${path} and reads it back (HND-01, HND-05)`, () => {
    const copy = Handle.fromPath(path);

    assertEquals(handle.path, path);
    assertEquals(`${handle}`, path);
    assertEquals(copy.path, path);
    assert(copy.equals(handle));
  });
}

Deno.test("Handle.fromPath() gives parent, kind and key (HND-03)", () => {
  const handle = Handle.fromPath("MyCharm/Lib[a]/on/ready[12]");

  assertEquals([handle.kind, handle.key], ["ready", "12"]);
  assertEquals(handle.parent?.path, "MyCharm/Lib[a]/on");
  assertEquals(handle.parent?.parent?.key, "a");
  assertEquals(handle.parent?.parent?.parent?.parent, null);
});

Deno.test("Handle.equals() compares parent, kind and key (HND-02)", () => {
  const handle = new Handle(null, "A").nest("B", "1");

  assert(handle.equals(new Handle(null, "A").nest("B", "1")));
  assertEquals(handle.equals(new Handle(null, "A").nest("B", "2")), false);
  assertEquals(handle.equals(new Handle(null, "A").nest("C", "1")), false);
  assertEquals(handle.equals(new Handle(null, "B", "1")), false);
});

for (
  const path of ["", "a//b", "/a", "a/", "a[", "a]", "a[b]c", "a[b][c]", "[a]"]
) {
  Deno.test(`Handle.fromPath() refuses "${path}" (HND-03)`, () => {
    assertThrows(
      () => Handle.fromPath(path),
      FrameworkError,
      `Cannot read handle path "${path}"`,
    );
  });
}
