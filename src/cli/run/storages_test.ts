import { assertEquals, assertThrows } from "@std/assert";
import { ModelState } from "../../simulator/model_state.ts";
import { makeFolder } from "../_testing.ts";
import { CliError } from "../cli_error.ts";
import {
  checkStoragePlans,
  makeStorages,
  parseStorage,
  plansOf,
} from "./storages.ts";

const CHARM = {
  name: "app",
  storage: {
    data: { type: "filesystem" },
    logs: { type: "filesystem", multiple: { range: "1-3" } },
    cache: { type: "filesystem", multiple: { range: "0-" } },
  },
} as const;

Deno.test("makeStorages() makes as few as the charm can do with, or as planned", async () => {
  await using folder = await makeFolder({ "mine/a": "" });
  const state = new ModelState({ charmcraft: CHARM });

  makeStorages(state, folder.path, {
    isNew: true,
    plans: { logs: { count: 2 }, data: { path: folder.at("mine") } },
  });

  assertEquals(
    [...state.storages.values()].map(({ id, location }) => [id, location]),
    [
      ["data/0", folder.at("mine")],
      ["logs/0", folder.at("logs/0")],
      ["logs/1", folder.at("logs/1")],
    ],
  );
});

Deno.test("makeStorages() gives no id twice while one is there", async () => {
  await using folder = await makeFolder();
  const state = new ModelState({ charmcraft: CHARM });
  makeStorages(state, folder.path, {
    isNew: true,
    plans: { logs: { count: 2 } },
  });

  state.storages.delete("logs/0");
  state.requestedStorages.set("logs", 1);
  makeStorages(state, folder.path, { isNew: false });

  assertEquals([...state.storages.keys()], ["data/0", "logs/1", "logs/2"]);
});

Deno.test("parseStorage() reads numbers and paths", async () => {
  await using folder = await makeFolder({ "x/y": "" });

  assertEquals(parseStorage("data=2"), ["data", { count: 2 }]);
  assertEquals(parseStorage(`data=${folder.at("x")}`), [
    "data",
    { path: folder.at("x") },
  ]);
  assertThrows(() => parseStorage("data"), CliError, "NAME=COUNT or NAME=PATH");
  assertThrows(() => parseStorage("data=/nowhere/x"), CliError, "there is no");
});

Deno.test("checkStoragePlans() refuses what Juju would not deploy", () => {
  const check = (name: string, count: number) => () =>
    checkStoragePlans(CHARM, { [name]: { count } });

  check("logs", 3)();
  check("cache", 9)();
  assertThrows(check("nope", 1), CliError, "the charm has none");
  assertThrows(check("logs", 4), CliError, "the charm takes 1 to 3");
  assertThrows(check("logs", 0), CliError, "the charm takes 1 to 3");
  assertThrows(check("data", 2), CliError, "the charm takes 1 to 1");
});

Deno.test("plansOf() gives each of several units a folder below", async () => {
  await using folder = await makeFolder();
  const state = new ModelState({ charmcraft: CHARM, unitNumber: 1 });
  const plans = { data: { path: folder.path }, logs: { count: 2 } };

  assertEquals(plansOf(plans, state, 1), plans);
  assertEquals(plansOf(plans, state, 2), {
    data: { path: folder.at("app-1") },
    logs: { count: 2 },
  });
});
