import { ModelError, type StorageEvent } from "@charmkit/ops";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { HarnessError } from "./harness_error.ts";
import { recordingHarness } from "./testdata/recording_charm.ts";

Deno.test("Harness.addStorage() gives ids of one counter (HRN-40)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  const ids = [
    ...await harness.addStorage("logs", { count: 2 }),
    ...await harness.addStorage("data"),
  ];

  assertEquals(ids, ["logs/0", "logs/1", "data/2"]);
  assertEquals(charm.events, []);
  await assertRejects(
    () => harness.addStorage("date" as "data"),
    HarnessError,
    'Cannot add storage "date": the metadata declares "data", "logs"',
  );
});

Deno.test("Harness.addStorage() attaches what it adds if asked (HRN-40)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  await harness.addStorage("logs", { count: 2, attach: true });

  assertEquals(charm.events, [
    "logs-storage-attached logs/0",
    "logs-storage-attached logs/1",
  ]);
});

Deno.test("Harness.attachStorage() tells of it once (HRN-41)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const [id = ""] = await harness.addStorage("data");

  await harness.attachStorage(id);
  await harness.attachStorage(id);

  assertEquals(charm.events, ["data-storage-attached data/0"]);
  await assertRejects(
    () => harness.attachStorage("data/7"),
    HarnessError,
    'Cannot find storage "data/7": "addStorage" makes one and gives its id',
  );
});

Deno.test("Harness.attachStorage() lets containers see the storage that they mount (HRN-41)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  await harness.addStorage("data", { attach: true });
  const { location } = charm.storages.get("data")[0]!;
  Deno.writeTextFileSync(`${location}/seed`, "from outside");
  harness.setCanConnect("web");
  const container = charm.getContainer("web");

  using seed = await container.pull("/data/seed");
  await container.push("/data/made", "from inside");

  assertEquals(await seed.text(), "from outside");
  assertEquals(Deno.readTextFileSync(`${location}/made`), "from inside");
});

Deno.test("Harness.getFilesystemRoot() shows mounted storage, too (HRN-41, HRN-73)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const root = harness.getFilesystemRoot("web");
  const [id = ""] = await harness.addStorage("data", { attach: true });
  harness.setCanConnect("web");
  const container = charm.getContainer("web");

  await container.push("/data/made", "from inside");

  assertEquals(Deno.readTextFileSync(`${root}/data/made`), "from inside");
  const [listed] = await container.listFiles("/data");
  assertEquals(listed?.path, "/data/made");
  await harness.detachStorage(id);
  assertThrows(() => Deno.lstatSync(`${root}/data`), Deno.errors.NotFound);
});

Deno.test("Harness.detachStorage() tells of it while it is attached (HRN-42)", async () => {
  using harness = recordingHarness();
  const [id = ""] = await harness.addStorage("data");
  await assertRejects(
    () => harness.detachStorage(id),
    HarnessError,
    'Cannot detach storage "data/0": the charm is not made yet; call "begin" before',
  );
  const charm = await harness.begin();
  await harness.attachStorage(id);
  charm.take();
  let location = "";
  charm.react = (event) => {
    location = (event as StorageEvent).storage.location;
  };

  await harness.detachStorage(id);
  await harness.detachStorage(id);

  assertEquals(charm.events, ["data-storage-detaching data/0"]);
  assertEquals(Deno.statSync(location).isDirectory, true);
  assertEquals(charm.storages.get("data"), []);
});

Deno.test("Harness.removeStorage() detaches what is attached, and removes it (HRN-42)", async () => {
  using harness = recordingHarness();
  const [early = "", detached = "", attached = ""] = await harness.addStorage(
    "logs",
    { count: 3 },
  );
  await harness.attachStorage(early);
  await harness.removeStorage(early);
  const charm = await harness.begin();
  await harness.attachStorage(attached);

  await harness.removeStorage(detached);
  await harness.removeStorage(attached);

  assertEquals(charm.events, [
    "logs-storage-attached logs/2",
    "logs-storage-detaching logs/2",
  ]);
  await assertRejects(() => harness.removeStorage(attached), HarnessError);
});

Deno.test("Harness lists only attached storage, and tells no location of other (HRN-43)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  await harness.addStorage("logs", { count: 2 });
  await harness.attachStorage("logs/1");
  const [storage] = charm.storages.get("logs");

  assertEquals(storage?.fullId, "logs/1");
  await harness.detachStorage("logs/1");

  assertEquals(charm.storages.get("logs"), []);
  assertThrows(() => storage?.location, ModelError, "not found");
});
