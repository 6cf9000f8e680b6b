import { assertEquals } from "@std/assert";
import { MemoryStorage } from "./memory_storage.ts";
import { SqliteStorage } from "./sqlite_storage.ts";
import type { Notice, StateStorage } from "./state_storage.ts";

/** A place for state that can be opened again and again. */
interface Place extends Disposable {
  open(): StateStorage;
}

const PLACES: Readonly<Record<string, () => Place>> = {
  MemoryStorage() {
    const storage = new MemoryStorage();
    return { open: () => storage, [Symbol.dispose]() {} };
  },
  SqliteStorage() {
    const folder = Deno.makeTempDirSync();
    return {
      open: () => new SqliteStorage(`${folder}/state.db`),
      [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
    };
  },
};

const FIRST: Notice = {
  eventPath: "A/on/start[1]",
  observerPath: "A",
  methodName: "#first",
};
const SECOND: Notice = { ...FIRST, methodName: "#second" };
const LATER: Notice = { ...FIRST, eventPath: "A/on/start[10]" };

for (const [name, makePlace] of Object.entries(PLACES)) {
  const test = (
    behaviour: string,
    run: (place: Place) => void | Promise<void>,
  ) =>
    Deno.test(`${name} ${behaviour}`, async () => {
      using place = makePlace();
      await run(place);
    });
  const testOpen = (behaviour: string, run: (storage: StateStorage) => void) =>
    test(behaviour, (place) => {
      const storage = place.open();
      try {
        run(storage);
      } finally {
        storage.close();
      }
    });

  testOpen("is empty at first", (storage) => {
    assertEquals(storage.snapshotPaths(), []);
    assertEquals(storage.notices(), []);
    assertEquals(storage.loadSnapshot("none"), null);
  });

  testOpen("keeps text for a path, and replaces it (STS-01)", (storage) => {
    storage.saveSnapshot("path", "first");
    storage.saveSnapshot("path", 'é😀 "quoted"\n');
    storage.saveSnapshot("other", "{}");

    assertEquals(storage.loadSnapshot("path"), 'é😀 "quoted"\n');
    assertEquals(storage.snapshotPaths(), ["other", "path"]);
  });

  testOpen("keeps empty text apart from no text (STS-02)", (storage) => {
    storage.saveSnapshot("empty", "");

    assertEquals(storage.loadSnapshot("empty"), "");
  });

  testOpen(
    "drops a snapshot, and one that is not there (STS-02)",
    (storage) => {
      storage.saveSnapshot("path", "text");

      storage.dropSnapshot("path");
      storage.dropSnapshot("path");

      assertEquals(storage.loadSnapshot("path"), null);
      assertEquals(storage.snapshotPaths(), []);
    },
  );

  testOpen("lists notices in the order they were added (STS-02)", (storage) => {
    for (const notice of [SECOND, LATER, FIRST]) storage.saveNotice(notice);

    assertEquals(storage.notices(), [SECOND, LATER, FIRST]);
    assertEquals(storage.notices(FIRST.eventPath), [SECOND, FIRST]);
  });

  testOpen("matches notices exactly, not as a pattern (STS-02)", (storage) => {
    storage.saveNotice(FIRST);

    assertEquals(storage.notices("A/on/start[%]"), []);
    assertEquals(storage.notices("a/on/start[1]"), []);
  });

  testOpen("drops all equal notices and no others (FRW-18)", (storage) => {
    for (const notice of [FIRST, SECOND, FIRST, LATER]) {
      storage.saveNotice(notice);
    }

    storage.dropNotice({ ...FIRST });
    storage.dropNotice({ ...FIRST });

    assertEquals(storage.notices(), [SECOND, LATER]);
  });

  testOpen("gives lists that later changes leave alone", (storage) => {
    storage.saveNotice(FIRST);
    const notices = storage.notices();

    storage.dropNotice(FIRST);

    assertEquals(notices, [FIRST]);
  });

  test("keeps what was committed (STS-05)", async (place) => {
    const storage = place.open();
    storage.saveSnapshot("path", "text");
    storage.saveNotice(SECOND);
    storage.saveNotice(FIRST);
    await storage.commit();
    storage.close();

    const again = place.open();

    assertEquals(again.loadSnapshot("path"), "text");
    assertEquals(again.notices(), [SECOND, FIRST]);
    again.close();
  });

  test("forgets what was not committed (STS-05)", async (place) => {
    const storage = place.open();
    storage.saveSnapshot("path", "before");
    storage.saveNotice(FIRST);
    await storage.commit();
    storage.saveSnapshot("path", "after");
    storage.saveSnapshot("new", "after");
    storage.dropNotice(FIRST);
    storage.saveNotice(LATER);
    storage.close();

    const again = place.open();

    assertEquals(again.snapshotPaths(), ["path"]);
    assertEquals(again.loadSnapshot("path"), "before");
    assertEquals(again.notices(), [FIRST]);
    again.close();
  });

  test("forgets everything when nothing was ever committed (STS-13)", (place) => {
    const storage = place.open();
    storage.saveSnapshot("path", "text");
    storage.close();

    const again = place.open();

    assertEquals(again.snapshotPaths(), []);
    again.close();
  });

  test("can commit twice, each time all so far", async (place) => {
    const storage = place.open();
    storage.saveSnapshot("first", "1");
    await storage.commit();
    storage.saveSnapshot("second", "2");
    await storage.commit();
    storage.close();

    const again = place.open();

    assertEquals(again.snapshotPaths(), ["first", "second"]);
    again.close();
  });

  test("can be closed twice", (place) => {
    const storage = place.open();

    storage.close();
    storage.close();
  });
}
