import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
} from "@std/assert";
import { z } from "zod";
import { AbortError } from "../abort.ts";
import { runDispatch, tryDispatch } from "../_model_fixture.ts";
import { MemoryStorage } from "../framework/memory_storage.ts";
import type { Framework } from "../framework/framework.ts";
import { ModelError } from "../model/errors.ts";
import { Secret } from "../model/secret.ts";
import { InvalidDataError } from "../schema/invalid_data_error.ts";
import { CharmBase } from "./charm_base.ts";

const GET = "config-get --format=json";
const ID = "secret:d1s3kj9f7ul8o3ftu3v0";
const CHARMCRAFT = {
  name: "app",
  config: {
    options: {
      "log-level": { type: "string" },
      port: { type: "int" },
      key: { type: "secret" },
      other: { type: "secret" },
    },
  },
} as const;
const Config = z.object({
  "log-level": z.enum(["info", "debug"]),
  port: z.int().max(65535).default(80),
});

/** The dispatch of config-changed to a charm that does what is given, twice. */
function dispatchOf(
  handle: (charm: CharmBase) => void,
  config: string | { readonly stderr: string },
  script: Readonly<Record<string, string>> = {},
) {
  class Configured extends CharmBase {
    readonly state: { runs: number } = this.storedState({ runs: 0 });
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.configChanged, this.#onConfigChanged);
      this.observe(this.on.configChanged, this.#onConfigChangedToo);
      this.observe(this.on.collectUnitStatus, this.#onCollectStatus);
    }
    #onConfigChanged(): void {
      this.state.runs++;
      handle(this);
    }
    #onConfigChangedToo(): void {
      events.push("second handler");
    }
    #onCollectStatus(): void {
      events.push("collect-status");
    }
  }
  const events: string[] = [];
  const storage = new MemoryStorage();
  const options = {
    charmClass: Configured,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/config-changed" },
    script: { [GET]: config, ...script },
    storage,
  };
  return { options, events, storage };
}

Deno.test("CharmBase.loadConfig() gives the configuration as the schema makes it (CFG-03, CFG-04, CFG-08)", async () => {
  const { options } = dispatchOf((charm) => {
    const expected = { "log-level": "debug", port: 80 };
    assertEquals(
      charm.loadConfig(Config),
      expected as typeof expected & {
        "log-level": "debug";
      },
    );
    assertEquals(charm.tryLoadConfig(Config).ok, true);
  }, '{"log-level":"debug","unknown":1,"null":null}');

  const { runner } = await runDispatch(options);

  assertEquals(runner.calls, [GET]);
});

Deno.test("CharmBase.loadConfig() hands the schema all options that are set, by Juju's names (CFG-04, CFG-07)", async () => {
  const { options } = dispatchOf((charm) => {
    assertEquals(charm.loadConfig(z.unknown()), { "log-level": "x", a_b: 1 });
  }, '{"log-level":"x","a_b":1,"null":null}');

  await runDispatch(options);
});

Deno.test("CharmBase.loadConfig() makes secrets of options of that type, without reading them (CFG-05)", async () => {
  const Keys = z.object({
    key: z.instanceof(Secret),
    other: z.instanceof(Secret).optional(),
  });
  const { options } = dispatchOf((charm) => {
    const { key, other } = charm.loadConfig(Keys);
    assertEquals([key.id, other], [ID, undefined]);
    assertEquals(charm.model.config.get("key"), ID);
  }, `{"key":"${ID}","other":"","log-level":"${ID}"}`);

  const { runner } = await runDispatch(options);

  assertEquals(runner.calls, [GET]);
});

Deno.test("CharmBase.loadConfig() throws what is wrong, tryLoadConfig() gives it (CFG-06)", async () => {
  const details: string[] = [];
  const { options } = dispatchOf((charm) => {
    const result = charm.tryLoadConfig(Config);
    if (!result.ok) details.push(result.error.details);
    charm.loadConfig(Config);
  }, '{"log-level":"loud","port":70000}');

  const { error, runner } = await tryDispatch(options);

  assertInstanceOf(error, InvalidDataError);
  assertEquals(details, [
    '"log-level": Invalid option: expected one of "info"|"debug"; "port": Too big: expected number to be <=65535',
  ]);
  assertEquals(
    error.message,
    `Cannot load the configuration: ${details[0]}`,
  );
  assertEquals(runner.calls, [GET]);
});

Deno.test('CharmBase.loadConfig({ onError: "blocked" }) sets the status and ends the dispatch, whose state is lost (CFG-06, DSP-30, DSP-31)', async () => {
  const set =
    'status-set --application=false blocked -- Invalid config: "log-level": Invalid option: expected one of "info"|"debug"';
  const { options, events, storage } = dispatchOf(
    (charm) => {
      charm.loadConfig(Config, { onError: "blocked" });
      events.push("went on");
    },
    '{"log-level":"loud"}',
    { [set]: "" },
  );

  const { error, runner, log } = await tryDispatch(options);

  assertInstanceOf(error, AbortError);
  assertEquals(error.exitCode, 0);
  assertEquals(runner.calls, [GET, set]);
  assertEquals(events, []);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(log.of("ERROR"), []);
});

Deno.test('CharmBase.loadConfig({ onError: "blocked" }) passes other errors on (CFG-06)', async () => {
  const thrown = new RangeError("a mistake in the schema");
  const broken = {
    "~standard": {
      version: 1 as const,
      vendor: "test",
      validate: (): never => {
        throw thrown;
      },
    },
  };
  const refused = dispatchOf(
    (charm) => charm.loadConfig(Config, { onError: "blocked" }),
    { stderr: "ERROR no\n" },
  );
  const mistaken = dispatchOf(
    (charm) => charm.loadConfig(broken, { onError: "blocked" }),
    "{}",
  );

  assertInstanceOf((await tryDispatch(refused.options)).error, ModelError);
  assertStrictEquals((await tryDispatch(mistaken.options)).error, thrown);
});
