import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { APIError, PathError } from "../../pebble/errors.ts";
import { SimulatedPebble } from "./simulated_pebble.ts";

Deno.test("SimulatedPebble sees and changes what is mounted (PBF-09, PBF-10, PBF-28)", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/sub`);
  await Deno.writeTextFile(`${folder}/file`, "old");
  await Deno.writeTextFile(`${folder}/single`, "single");
  try {
    const pebble = new SimulatedPebble({
      data: {
        mounts: [
          { location: "/srv/data", source: folder },
          { location: "/etc/single", source: `${folder}/single` },
        ],
      },
    });

    using old = await pebble.pull("/srv/data/file");
    assertEquals(await old.text(), "old");
    await pebble.push("/srv/data/sub/new", "new", { permissions: 0o600 });
    await pebble.push("/srv/data/file", "newer");
    await pebble.push("/etc/single", "through");
    await pebble.makeDir("/srv/data/a/b", { makeParents: true });
    const listed = await pebble.listFiles("/srv/data");

    assertEquals(listed.map(({ name, type }) => `${name} ${type}`), [
      "a directory",
      "file file",
      "single file",
      "sub directory",
    ]);
    assertEquals(await Deno.readTextFile(`${folder}/sub/new`), "new");
    assertEquals(await Deno.readTextFile(`${folder}/file`), "newer");
    assertEquals(await Deno.readTextFile(`${folder}/single`), "through");
    await pebble.removePath("/srv/data/sub", { recursive: true });
    await assertRejects(() => Deno.stat(`${folder}/sub`), Deno.errors.NotFound);
    assertEquals(pebble.snapshot().files.map(({ path }) => path), [
      "/etc",
      "/srv",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SimulatedFiles.writeTo() puts all into a folder of this machine", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { files } = new SimulatedPebble();
    files.write("/etc/a b/x", "é", { makeDirs: true, permissions: 0o640 });
    files.link("/link", "/etc/a b/x");
    files.put({ path: "/locked", type: "directory", permissions: 0o500 });
    files.mount({ location: "/srv", source: folder });

    const root = `${folder}/root`;
    await Deno.mkdir(root);
    files.writeTo(root);

    const info = await Deno.stat(`${root}/etc/a b/x`);
    assertEquals(await Deno.readTextFile(`${root}/etc/a b/x`), "é");
    assertEquals((info.mode ?? 0) & 0o777, 0o640);
    assertEquals(await Deno.readLink(`${root}/link`), "/etc/a b/x");
    assertEquals(await Deno.readLink(`${root}/srv`), folder);
    assertThrows(
      () => files.put({ path: "/x", type: "socket" }),
      TypeError,
      "a socket can't be simulated",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SimulatedPebble makes up users, if asked to (PBF-20)", async () => {
  const pebble = new SimulatedPebble({ inventUsers: true });

  await pebble.push("/x", "", { user: "web" });
  await pebble.push("/y", "", { user: "other", group: "web" });

  const found = await pebble.listFiles("/");
  assertEquals(
    found.map(({ userId, user, group }) => [userId, user, group]),
    [[1000, "web", "web"], [1001, "other", "web"]],
  );
});

Deno.test("SimulatedPebble looks up owners as Pebble does (PBF-18, PBF-20, PBF-22)", async () => {
  const pebble = new SimulatedPebble();
  pebble.users.add({ name: "web", uid: 7, group: "www", gid: 8 });
  const owner = async () => {
    const [info] = await pebble.listFiles("/x");
    return [info?.userId, info?.user, info?.groupId, info?.group];
  };

  await pebble.push("/x", "", { user: "web" });
  assertEquals(await owner(), [7, "web", 8, "www"]);
  await pebble.push("/x", "", { userId: 7, group: "root" });
  assertEquals(await owner(), [7, "web", 0, "root"]);
  await pebble.push("/x", "", { userId: 90, groupId: 91 });
  assertEquals(await owner(), [90, null, 91, null]);
  for (
    const [options, reason] of [
      [{ userId: 1, user: "root" }, 'user "root" UID (0) does not match'],
      [{ userId: 12345 }, "user: unknown userid 12345"],
      [{ groupId: 8 }, "must specify user, not just group"],
    ] as const
  ) {
    await assertRejects(
      () => pebble.push("/x", "", options),
      PathError,
      reason,
    );
  }
});

Deno.test("SimulatedPebble follows links where Pebble does (PBF-09, PBF-17, PBF-23, PBF-28)", async () => {
  const pebble = new SimulatedPebble();
  const { files } = pebble;
  files.write("/dir/file", "x", { makeDirs: true });
  files.link("/link", "dir/file");
  files.link("/folder", "/dir");
  files.link("/dangling", "nowhere");
  files.link("/loop", "loop");

  using linked = await pebble.pull("/folder/../link");
  const [followed] = await pebble.listFiles("/link");
  const listed = await pebble.listFiles("/");

  assertEquals(await linked.text(), "x");
  assertEquals([followed?.type, followed?.name], ["file", "link"]);
  assertEquals(listed.map(({ name, type }) => `${name} ${type}`), [
    "dangling symlink",
    "dir directory",
    "folder symlink",
    "link symlink",
    "loop symlink",
  ]);
  await assertRejects(() => pebble.listFiles("/dangling"), APIError, "stat");
  await assertRejects(() => pebble.pull("/loop"), PathError);
  await pebble.push("/link", "y");
  await pebble.removePath("/folder", { recursive: true });
  assertEquals(new TextDecoder().decode(files.read("/dir/file")), "x");
  assertEquals((await pebble.listFiles("/"))[2]?.type, "file");
});

Deno.test("SimulatedFiles.moveTo() goes on in a folder of this machine", async () => {
  const folder = await Deno.makeTempDir();
  const source = await Deno.makeTempDir();
  try {
    const pebble = new SimulatedPebble();
    const { files } = pebble;
    files.write("/etc/app.conf", "old", { makeDirs: true, permissions: 0o600 });
    files.link("/conf", "etc/app.conf");
    files.mount({ location: "/srv/before", source });

    files.moveTo(folder);
    files.mount({ location: "/srv/after", source });
    await Deno.writeTextFile(`${folder}/etc/outside`, "from outside");
    await pebble.push("/srv/after/inside", "from inside");

    using old = await pebble.pull("/conf");
    using outside = await pebble.pull("/etc/outside");
    using mounted = await pebble.pull("/srv/before/inside");
    assertEquals(await old.text(), "old");
    assertEquals(await outside.text(), "from outside");
    assertEquals(await mounted.text(), "from inside");
    assertEquals(
      await Deno.readTextFile(`${folder}/srv/after/inside`),
      "from inside",
    );
    files.unmount("/srv/after");
    assertEquals(
      (await pebble.listFiles("/srv")).map(({ name }) => name),
      ["before"],
    );
    assertEquals(await Deno.readTextFile(`${source}/inside`), "from inside");
  } finally {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(source, { recursive: true });
  }
});

Deno.test("SimulatedFiles.unmount() takes away what was mounted, and nothing else", async () => {
  const source = await Deno.makeTempDir();
  try {
    const { files } = new SimulatedPebble();
    files.mount({ location: "/srv/data", source });
    files.write("/srv/data/file", "x");

    files.unmount("/srv/data");
    files.unmount("/srv");

    assertThrows(() => files.read("/srv/data/file"), PathError);
    assertEquals(files.mounts, []);
    assertEquals(files.data().map(({ path }) => path), ["/srv"]);
    assertEquals(await Deno.readTextFile(`${source}/file`), "x");
  } finally {
    await Deno.remove(source, { recursive: true });
  }
});
