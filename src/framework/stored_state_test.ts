import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type Same } from "../_assert_type.ts";
import { makeFramework } from "../_model_fixture.ts";
import { FrameworkError } from "./errors.ts";
import { FrameworkObject } from "./framework_object.ts";
import { MemoryStorage } from "./memory_storage.ts";
import { type Storable, UNREADABLE } from "./snapshot.ts";
import type { StoredValues } from "./stored_state.ts";

class Part extends FrameworkObject {}

const PATH = "Part/StoredStateData[_stored]";

/** One dispatch: the state of an object, and how to keep it. */
function open<T extends Record<string, Storable>>(
  storage: MemoryStorage,
  defaults: T,
) {
  const framework = makeFramework(storage);
  const part = new Part(framework);
  return { part, framework, state: part.storedState(defaults) };
}

/** Changes the state in a first dispatch and gives it in the next one. */
async function keep<T extends Record<string, Storable>>(
  defaults: T,
  change: (state: StoredValues<T>) => void,
): Promise<StoredValues<T>> {
  const storage = new MemoryStorage();
  const { framework, state } = open(storage, defaults);
  change(state);
  await framework.commit();
  storage.close();
  return open(storage, defaults).state;
}

Deno.test("storedState() has its defaults at first (SST-04)", () => {
  const { state } = open(new MemoryStorage(), { count: 0, names: ["a"] });

  assertEquals(state.count, 0);
  assertEquals({ ...state }, { count: 0, names: ["a"] });
});

Deno.test("storedState() takes true where the default is false", async () => {
  const state = await keep({ done: false, left: true }, (state) => {
    state.done = true;
    state.left = false;
  });

  assertType<Same<typeof state.done, boolean>>();
  assertEquals({ ...state }, { done: true, left: false });
});

Deno.test("storedState() leaves the defaults as they were given", () => {
  const defaults = { names: ["a"] };
  const { state } = open(new MemoryStorage(), defaults);

  state.names.push("b");

  assertEquals(defaults, { names: ["a"] });
});

Deno.test("storedState() keeps what is assigned (SST-01)", async () => {
  const state = await keep(
    { count: 0, at: new Date(0), seen: new Set<string>() },
    (state) => {
      state.count += 2;
      state.at = new Date(5);
      state.seen = new Set(["a"]);
    },
  );

  assertEquals({ ...state }, {
    count: 2,
    at: new Date(5),
    seen: new Set(["a"]),
  });
});

Deno.test("storedState() keeps what is changed deeper down (SST-05, SST-08)", async () => {
  const state = await keep(
    {
      list: [{ a: 1 }],
      map: new Map<string, string[]>(),
      nested: { deep: { set: new Set<number>() } },
    },
    (state) => {
      state.list[0]!.a = 2;
      state.list.push({ a: 3 });
      state.map.set("key", ["value"]);
      state.nested.deep.set.add(7);
    },
  );

  assertEquals({ ...state }, {
    list: [{ a: 2 }, { a: 3 }],
    map: new Map([["key", ["value"]]]),
    nested: { deep: { set: new Set([7]) } },
  });
});

Deno.test("storedState() keeps a value that was cleared apart from one that was not stored", async () => {
  const state = await keep(
    { token: "default" as string | undefined },
    (state) => state.token = undefined,
  );

  assertEquals(state.token, undefined);
});

Deno.test("storedState() takes a default for what is new since the last dispatch", async () => {
  const storage = new MemoryStorage();
  const first = open(storage, { old: 1 });
  first.state.old = 5;
  await first.framework.commit();

  const { state } = open(storage, { old: 1, added: "new" });

  assertEquals({ ...state }, { old: 5, added: "new" });
});

Deno.test("storedState() reads like a plain object, any key included (SST-03, LIM-08)", () => {
  const { state } = open(
    new MemoryStorage(),
    { a: "x", b: 1 } as Record<string, Storable>,
  );

  assertEquals(Object.keys(state), ["a", "b"]);
  assertEquals(Object.entries(state), [["a", "x"], ["b", 1]]);
  assertEquals(JSON.stringify(state), '{"a":"x","b":1}');
  assertEquals(["a" in state, "c" in state, "toString" in state], [
    true,
    false,
    false,
  ]);
  assertEquals(state.c, undefined);
  assertEquals(state, { a: "x", b: 1 });
  assertEquals(`${state}`, "[object Object]");
});

Deno.test("storedState() forgets what is deleted", async () => {
  const state = await keep({} as Record<string, Storable>, (state) => {
    state.a = 1;
    state.b = 2;
    delete state.a;
  });

  assertEquals({ ...state }, { b: 2 });
});

Deno.test("storedState() takes any key, __proto__ too", async () => {
  const state = await keep({} as Record<string, Storable>, (state) => {
    for (const key of ["__proto__", "constructor", "toString", "on", "$"]) {
      state[key] = { own: key };
    }
  });

  assertEquals(Object.keys(state), [
    "$",
    "__proto__",
    "constructor",
    "on",
    "toString",
  ]);
  assertEquals(state["__proto__"], { own: "__proto__" });
  assertEquals(state["toString"], { own: "toString" });
  assertEquals("own" in {}, false);
});

Deno.test("storedState() refuses at once what cannot be stored, with its place (SST-02)", () => {
  const { state } = open(new MemoryStorage(), {
    data: null as Storable,
  });

  assertThrows(
    () => state.data = { deep: [() => {}] } as unknown as Storable,
    FrameworkError,
    'Cannot store "data.deep[0]": it is a function',
  );
  assertEquals(state.data, null);
});

Deno.test("storedState() refuses at the commit what was put deeper down (SST-02)", async () => {
  const storage = new MemoryStorage();
  const { framework, state } = open(storage, { list: [] as Storable[] });
  state.list.push({ bad: Symbol() } as unknown as Storable);

  await assertRejects(
    () => framework.commit(),
    FrameworkError,
    'Cannot store "list[0].bad": it is a symbol',
  );
  storage.close();
  assertEquals(storage.loadSnapshot(PATH), null);
});

Deno.test("storedState() refuses a default that cannot be stored", () => {
  const { state } = open(
    new MemoryStorage(),
    { at: new Date(NaN) },
  );

  assertThrows(
    () => state.at,
    FrameworkError,
    'Cannot store "at": it is an invalid Date',
  );
});

/** Counts how often each path is written. */
class CountingStorage extends MemoryStorage {
  readonly written: string[] = [];

  override saveSnapshot(path: string, text: string): void {
    this.written.push(path);
    super.saveSnapshot(path, text);
  }
}

Deno.test("storedState() is written only when it has changed (SST-07)", async () => {
  const storage = new CountingStorage();
  const first = open(storage, { list: [1] });
  first.state.list.push(2);
  await first.framework.commit();
  storage.written.length = 0;

  const second = open(storage, { list: [1] });
  assertEquals(second.state.list, [1, 2]);
  second.state.list = [1, 2];
  await second.framework.commit();
  const third = open(storage, { list: [1] });
  await third.framework.commit();

  assertEquals(storage.written.includes(PATH), false);
});

Deno.test("storedState() keeps what a handler of commit changes, and what is first used there (SST-10)", async () => {
  const storage = new MemoryStorage();
  class Late extends FrameworkObject {
    readonly state = this.storedState({ n: 0 });
    onCommit(): void {
      this.state.n++;
    }
  }
  const framework = makeFramework(storage);
  const late = new Late(framework);
  late.observe(framework.on.commit, late.onCommit);

  await framework.commit();

  const again = new Late(makeFramework(storage));
  assertEquals(again.state.n, 1);
});

Deno.test("storedState() takes the object that was assigned as its own, changed later or not (SST-08)", async () => {
  const state = await keep({ list: [] as number[] }, (state) => {
    const list = [1];
    state.list = list;
    list.push(2);
  });

  assertEquals(state.list, [1, 2]);
});

for (
  const [what, text] of [
    ["a number", "7"],
    ["a list", "[1]"],
    ["null", "null"],
    ["a date", '{"$":"date","v":"2026-11-23T00:00:00.000Z"}'],
  ] as const
) {
  Deno.test(`storedState() refuses to be ${what}, and names its place`, () => {
    const storage = new MemoryStorage(new Map([[PATH, text]]));
    const { state } = open(storage, { a: 1 });

    assertThrows(
      () => state.a,
      FrameworkError,
      `Cannot load the stored state ${PATH}: what is stored is not an object; put back`,
    );
  });
}

Deno.test("storedState() that could not be carried over from Python is an error where it is used", () => {
  const storage = new MemoryStorage(new Map([[PATH, UNREADABLE]]));
  const { state, part } = open(storage, { a: 1 });

  assertThrows(
    () => state.a,
    FrameworkError,
    `Cannot load the stored state ${PATH}: it could not be carried over from the charm's Python version; put back`,
  );
  assertEquals(part.storedState({ a: 1 }, "other").a, 1);
});

Deno.test("storedState() is not read before it is used", async () => {
  const storage = new MemoryStorage();
  storage.saveSnapshot(PATH, "not JSON");
  const { framework, state } = open(storage, { a: 1 });

  await framework.commit();

  assertThrows(
    () => state.a,
    FrameworkError,
    `Cannot load the stored state ${PATH}: it is not JSON; put back an earlier state file, or move it away`,
  );
});

Deno.test("storedState() can be had several times under names of their own", async () => {
  const storage = new MemoryStorage();
  const framework = makeFramework(storage);
  const part = new Part(framework);
  part.storedState({ n: 0 }, "first").n = 1;
  part.storedState({ n: 0 }, "second").n = 2;

  await framework.commit();

  const again = new Part(makeFramework(storage));
  assertEquals(again.storedState({ n: 0 }, "second").n, 2);
  assertEquals(again.storedState({ n: 0 }, "first").n, 1);
});

Deno.test("storedState() refuses a name that is taken (SST-09)", () => {
  const { part } = open(new MemoryStorage(), {});

  assertThrows(
    () => part.storedState({}),
    FrameworkError,
    `Cannot make a second stored state ${PATH}: give each a name of its own`,
  );
});
