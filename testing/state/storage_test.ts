import { assert, assertEquals } from "@std/assert";
import { Storage as FrameworkStorage } from "../../src/model/storage.ts";
import { State, Storage } from "../mod.ts";

const FRAMEWORK = new FrameworkStorage(null as never, {
  name: "data",
  index: 3,
});

Deno.test("Storage.index rises by one unless given (STT-83)", () => {
  const [one, two] = [new Storage("data"), new Storage("data")];

  assertEquals(two.index, one.index + 1);
  assertEquals(new Storage("data", { index: 7 }).fullId, "data/7");
});

Deno.test("Storage equals that of the model with the same id (STT-83)", () => {
  assert(new Storage("data", { index: 3 }).equals(FRAMEWORK));
  assert(!new Storage("data", { index: 4 }).equals(FRAMEWORK));
});

Deno.test("State takes storages of the model as its own (STT-22)", () => {
  const { storages } = new State({ storages: [FRAMEWORK] });

  assertEquals(storages, [new Storage("data", { index: 3 })]);
});

Deno.test("State keeps one of two storages with the same id (CON-54)", () => {
  const { storages } = new State({
    storages: [
      new Storage("data", { index: 3 }),
      new Storage("data", { index: 3 }),
    ],
  });

  assertEquals(storages.length, 1);
});

Deno.test("Storage.getFilesystem() asks the context (STT-83)", () => {
  const context = {
    containerRoot: (name: string) => name,
    storageRoot: (id: string) => `/roots/${id}`,
  };

  assertEquals(
    new Storage("data", { index: 3 }).getFilesystem(context),
    "/roots/data/3",
  );
});
