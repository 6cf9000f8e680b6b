import { assertEquals } from "@std/assert";
import { carryOver, type PythonState } from "./python_snapshots.ts";
import { type Notice, noticeForAnybody } from "./state_storage.ts";

/** A pickled dict of text, numbers and None, as protocol 4 has it. */
function pickle(
  dict: Readonly<Record<string, string | number | null>>,
): Uint8Array {
  const bytes = (
    text: string,
  ) => [text.length, ...new TextEncoder().encode(text)];
  const value = (item: string | number | null) =>
    item === null
      ? [0x4e]
      : typeof item === "number"
      ? [0x4b, item]
      : [0x8c, ...bytes(item)];
  return Uint8Array.from([
    0x80,
    4,
    0x7d,
    0x28,
    ...Object.entries(dict).flatMap(([key, item]) => [
      0x8c,
      ...bytes(key),
      ...value(item),
    ]),
    0x75,
    0x2e,
  ]);
}

const STORED = "Old/StoredStateData[_stored]";
const NOT_PLAIN = new TextEncoder().encode("cos\nsystem\n(tR.");

function state(
  snapshots: Readonly<Record<string, unknown>>,
  notices: readonly (readonly [string, string])[] = [],
): PythonState {
  return {
    snapshots: new Map(Object.entries(snapshots)),
    notices: notices.map(([eventPath, methodName]): Notice => ({
      eventPath,
      observerPath: "Old",
      methodName,
    })),
  };
}

Deno.test("carryOver() keeps stored states under their paths (SST-01)", () => {
  const { snapshots, warnings } = carryOver(
    state({
      "StoredStateData[_stored]": pickle({ event_count: 9 }),
      [STORED]: pickle({ a: 1 }),
      "Old/Lib[db]/StoredStateData[cache]": pickle({ b: "x" }),
    }),
    "Old",
  );

  assertEquals([...snapshots], [
    [STORED, '{"a":1}'],
    ["Old/Lib[db]/StoredStateData[cache]", '{"b":"x"}'],
  ]);
  assertEquals(warnings, []);
});

Deno.test("carryOver() renames the charm's class when it is the only object at the top (HND-06)", () => {
  const { snapshots, notices, infos } = carryOver(
    state({
      [STORED]: pickle({ a: 1 }),
      "Old/Lib[Old]/StoredStateData[_stored]": pickle({}),
      "Old/on/start[3]": pickle({}),
    }, [["Old/on/start[3]", "_on_start"]]),
    "New",
  );

  assertEquals([...snapshots.keys()], [
    "New/StoredStateData[_stored]",
    "New/Lib[Old]/StoredStateData[_stored]",
    "New/on/start[3]",
  ]);
  assertEquals(notices, [noticeForAnybody("New/on/start[3]")]);
  assertEquals(
    infos[0],
    "The charm's class was Old in Python, and is New now.",
  );
});

Deno.test("carryOver() leaves names alone when the charm's is among several, or none is", () => {
  const both = {
    [STORED]: pickle({ a: 1 }),
    "Other/StoredStateData[_stored]": pickle({ a: 2 }),
  };

  for (const charmKind of ["Old", "New"]) {
    const { snapshots } = carryOver(state(both), charmKind);

    assertEquals([...snapshots.keys()], Object.keys(both));
  }
});

for (
  const [what, data, reason] of [
    [
      "a call",
      NOT_PLAIN,
      'Cannot read pickled data: it has "os.system", which is not plain data',
    ],
    ["text", "{}", "there is no pickled data"],
    ["no dict", Uint8Array.from([0x4e, 0x2e]), "it is not a dict"],
    [
      "a key that is a number",
      Uint8Array.from([0x7d, 0x4b, 1, 0x4e, 0x73, 0x2e]),
      "it has a key that is not a str",
    ],
    [
      "a dict in itself",
      new TextEncoder().encode("}q\x01U\x01ah\x01s.".replace("U\x01a", "Va\n")),
      "it has a value in itself",
    ],
    [
      "lists nested a hundred thousand deep",
      new TextEncoder().encode(
        `}Va\n${"]".repeat(100_000)}${"a".repeat(99_999)}s.`,
      ),
      "it is nested too deep",
    ],
  ] as const
) {
  Deno.test(`carryOver() warns of a stored state that is ${what}, and goes on`, () => {
    const { snapshots, warnings } = carryOver(
      state({
        [STORED]: data,
        "Old/Lib/StoredStateData[_stored]": pickle({ a: 1 }),
      }),
      "Old",
    );

    assertEquals([...snapshots.values()], ['{"$":"unreadable"}', '{"a":1}']);
    assertEquals(warnings, [
      `Cannot carry over the stored state ${STORED}: ${reason}; the charm will fail where it uses it.`,
    ]);
  });
}

Deno.test("carryOver() warns of other snapshots", () => {
  const { snapshots, warnings } = carryOver(
    state({
      "Old/Cache[1]/Entry[a]": pickle({}),
      "Old/on/start[4]": pickle({}),
    }),
    "Old",
  );

  assertEquals(snapshots.size, 0);
  assertEquals(warnings, [
    "Not carried over: Old/Cache[1]/Entry[a], which is not a stored state.",
  ]);
});

Deno.test("carryOver() keeps Juju's deferred events, once each, without what is None (EVT-07)", () => {
  const relation = {
    relation_name: "db",
    relation_id: 3,
    app_name: "pg",
    unit_name: null,
  };
  const { snapshots, notices, infos, warnings } = carryOver(
    state({
      "Old/on/config_changed[2]": pickle({}),
      "Old/on/config_changed[5]": pickle({}),
      "Old/on/db_relation_changed[3]": pickle(relation),
      "Old/on/db_relation_changed[4]": pickle({ ...relation, relation_id: 4 }),
    }, [
      ["Old/on/config_changed[2]", "_on_config_changed"],
      ["Old/on/db_relation_changed[3]", "_on_db"],
      ["Old/on/config_changed[2]", "_reconcile"],
      ["Old/on/config_changed[5]", "_late"],
      ["Old/on/db_relation_changed[4]", "_on_db"],
    ]),
    "Old",
  );

  assertEquals(
    notices,
    [
      "Old/on/config_changed[2]",
      "Old/on/db_relation_changed[3]",
      "Old/on/db_relation_changed[4]",
    ].map(noticeForAnybody),
  );
  assertEquals([...snapshots.values()], [
    "{}",
    '{"app_name":"pg","relation_id":3,"relation_name":"db"}',
    '{"app_name":"pg","relation_id":4,"relation_name":"db"}',
  ]);
  assertEquals(infos, [
    "Carrying over deferred event Old/on/config_changed[2] of Old._on_config_changed, Old._reconcile.",
    "Carrying over deferred event Old/on/db_relation_changed[3] of Old._on_db.",
    "Carrying over deferred event Old/on/db_relation_changed[4] of Old._on_db.",
  ]);
  assertEquals(warnings, []);
});

for (
  const [path, data, reason] of [
    [
      "Old/Lib[db]/on/created[4]",
      pickle({}),
      "it is not an event of the charm itself",
    ],
    ["Old/on/start[4]", NOT_PLAIN, "Cannot read pickled data: it has"],
    ["Old/on/start[4]", undefined, "there is no pickled data"],
    [
      "Old/on/db_relation_changed[4]",
      pickle({ relation_name: "db" }),
      "its data is not that of the event",
    ],
    [
      "Old/on/data_storage_attached[4]",
      pickle({ storage_name: "data", storage_index: "0" }),
      "its data is not that of the event",
    ],
    [
      "Old/on/web_pebble_ready[4]",
      pickle({}),
      "its data is not that of the event",
    ],
    [
      "Old/on/secret_changed[4]",
      pickle({ label: "x" }),
      "its data is not that of the event",
    ],
  ] as const
) {
  Deno.test(`carryOver() warns of the deferred event ${path} when ${reason}`, () => {
    const snapshots = data === undefined ? {} : { [path]: data };
    const result = carryOver(
      state({ [STORED]: pickle({}), ...snapshots }, [[path, "_on_it"]]),
      "Old",
    );

    assertEquals(result.notices, []);
    assertEquals([...result.snapshots.keys()], [STORED]);
    assertEquals(result.warnings.length, 1);
    assertEquals(
      result.warnings[0]!.startsWith(
        `Not carried over: deferred event ${path} of Old._on_it: ${reason}`,
      ),
      true,
      result.warnings[0],
    );
  });
}
