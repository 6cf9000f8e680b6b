import { assertEquals } from "@std/assert";
import { DeferredEvent, StoredState } from "../mod.ts";
import { fromStoredData, toStoredData } from "./stored_data.ts";

const START = {
  handlePath: "A/on/start[7]",
  owner: "A",
  observer: "#onStart",
};

Deno.test("stored states and deferred events are the same after the framework's storage had them", () => {
  const parts = {
    storedStates: [
      new StoredState({
        ownerPath: "A/B[x/y]",
        content: { bytes: new Uint8Array([1]), at: new Date(0), n: 1n },
      }),
      new StoredState({ ownerPath: "A", name: "odd]name[" }),
      new StoredState({ content: { event_count: 3 } }),
    ],
    deferred: [
      new DeferredEvent({ ...START, snapshotData: { a: 1 } }),
      new DeferredEvent({
        ...START,
        observer: "#other",
        snapshotData: { a: 1 },
      }),
      new DeferredEvent({
        handlePath: "A/B[x/StoredStateData[y]/on/ready[2]",
        owner: "A",
        observer: "#onReady",
      }),
    ],
  };

  assertEquals(fromStoredData(toStoredData(parts)), parts);
});

Deno.test("toStoredData() writes what the framework reads", () => {
  const { snapshots, notices } = toStoredData({
    storedStates: [new StoredState({ ownerPath: "A", content: { n: 1 } })],
    deferred: [new DeferredEvent({ ...START, snapshotData: { id: 2 } })],
  });

  assertEquals([...snapshots], [
    ["A/StoredStateData[_stored]", '{"n":1}'],
    ["A/on/start[7]", '{"id":2}'],
  ]);
  assertEquals(notices, [{
    eventPath: "A/on/start[7]",
    observerPath: "A",
    methodName: "#onStart",
  }]);
});

Deno.test("toStoredData() gives events of one kind with other data other numbers", () => {
  const event = (id: number) =>
    new DeferredEvent({
      ...START,
      handlePath: "A/on/db_relation_changed[1]",
      snapshotData: { relation_id: id },
    });

  const { deferred } = fromStoredData(toStoredData({
    storedStates: [],
    deferred: [event(1), event(2), event(1), event(3)],
  }));

  assertEquals(
    deferred.map(({ handlePath, snapshotData }) => [
      handlePath.slice(-3),
      snapshotData["relation_id"],
    ]),
    [["[1]", 1], ["[2]", 2], ["[1]", 1], ["[3]", 3]],
  );
});
