import { assert, assertEquals, assertThrows } from "@std/assert";
import { Layer } from "../../src/pebble/layer.ts";
import {
  CheckInfo,
  Container,
  Exec,
  Mount,
  Notice,
  StateLookupError,
  StateValidationError,
} from "../mod.ts";

const LAYERS = {
  zeta: {
    services: {
      web: {
        override: "replace",
        command: "web",
        after: ["a"],
        environment: { A: "1" },
      },
      alpha: { override: "replace", command: "a", startup: "enabled" },
    },
    checks: {
      up: { override: "replace", tcp: { port: 1 }, level: "alive" },
    },
  },
  base: {
    services: {
      web: {
        override: "merge",
        user: "www",
        after: ["a", "b"],
        environment: { B: "2" },
      },
      alpha: { override: "replace", command: "b" },
    },
  },
} as const;

Deno.test("Container has the defaults of a new one (STT-40)", () => {
  const { name, canConnect, layers, serviceStatuses, mounts, ...lists } =
    new Container("web");

  assertEquals([name, canConnect], ["web", false]);
  assertEquals([layers, serviceStatuses, mounts], [{}, {}, {}]);
  assertEquals(lists, { execs: [], notices: [], checkInfos: [] });
});

Deno.test("Container.layers keeps the order of insertion (STT-41)", () => {
  const { layers } = new Container("web", { layers: LAYERS });

  assertEquals(Object.keys(layers), ["zeta", "base"]);
});

Deno.test("Container.layers takes a Layer as its dictionary", () => {
  const layer = new Layer({ services: { web: { command: "a" } } });

  const { layers } = new Container("web", { layers: { base: layer } });

  assertEquals(layers, { base: { services: { web: { command: "a" } } } });
});

Deno.test("Container.plan combines the layers, names sorted, override as it was (STT-42, QRK-21)", () => {
  const { plan } = new Container("web", { layers: LAYERS });

  assertEquals(Object.keys(plan.services), ["alpha", "web"]);
  assertEquals(plan.services["alpha"]?.toDict(), {
    override: "replace",
    command: "b",
  });
  assertEquals(plan.services["web"]?.toDict(), {
    override: "replace",
    command: "web",
    user: "www",
    after: ["a", "a", "b"],
    environment: { A: "1", B: "2" },
  });
  assertEquals(plan.checks["up"]?.threshold, 3);
});

Deno.test("Container.plan is the same each time and changes no layer (STT-43, QRK-18)", () => {
  const container = new Container("web", { layers: LAYERS });

  const first = container.plan.toDict();
  const second = container.plan.toDict();

  assertEquals(first, second);
  assertEquals<unknown>(container.layers, LAYERS);
  assertThrows(
    () => Reflect.set(container.plan.services, "more", 1) || refuse(),
  );
});

function refuse(): never {
  throw new TypeError("not written");
}

Deno.test("Container.plan says which layer Pebble would refuse", () => {
  const container = new Container("web", {
    layers: { base: { services: { web: { command: "a" } } } },
  });

  assertThrows(
    () => container.plan,
    StateValidationError,
    'layers of container "web": layer "base" must define "override"',
  );
});

Deno.test("Container.services tells what the plan and the statuses say (STT-44)", () => {
  const container = new Container("web", {
    layers: LAYERS,
    serviceStatuses: { web: "active", gone: "active" },
  });

  const services = Object.values(container.services);

  assertEquals(
    services.map(({ name, startup, current }) => [name, startup, current]),
    [["alpha", "disabled", "inactive"], ["web", "disabled", "active"]],
  );
  assertEquals(container.serviceStatuses["gone"], "active");
});

Deno.test("Container.getFilesystem() asks the context (STT-45)", () => {
  const context = {
    containerRoot: (name: string) => `/roots/${name}`,
    storageRoot: (id: string) => id,
  };

  assertEquals(new Container("web").getFilesystem(context), "/roots/web");
});

Deno.test("Container.getCheckInfo() gives it, or says which there are (STT-46)", () => {
  const up = new CheckInfo("up");
  const container = new Container("web", { checkInfos: [up] });

  assert(container.getCheckInfo("up") === up);
  assertThrows(
    () => container.getCheckInfo("down"),
    StateLookupError,
    'check info "down" of container "web": it has "up"',
  );
});

Deno.test("Exec has a prefix and what comes of it (STT-47)", () => {
  assertEquals({ ...new Exec(["ls", "-l"]) }, {
    commandPrefix: ["ls", "-l"],
    returnCode: 0,
    stdout: "",
    stderr: "",
  });
});

Deno.test("Mount needs location and source (STT-48)", () => {
  const { location, source } = new Mount({ location: "/a", source: "b" });

  assertEquals([location, source], ["/a", "b"]);
  // @ts-expect-error the source is missing
  assertThrows(() => new Mount({ location: "/a" }), TypeError, '"source"');
});

Deno.test("Notice has an id of its own, and occurred just now (STT-50)", () => {
  const before = Date.now();
  const [one, two] = [new Notice("a.b/c"), new Notice("a.b/c")];

  assertEquals(Number(two.id), Number(one.id) + 1);
  assert(one.firstOccurred.getTime() >= before);
  assertEquals(one.lastRepeated, one.firstOccurred);
  assertEquals(
    [one.type, one.userId, one.occurrences, one.lastData, one.repeatAfterMs],
    ["custom", null, 1, {}, null],
  );
  assertEquals(new Notice("k", { type: "my-own" }).type, "my-own");
});

Deno.test("CheckInfo has Pebble's defaults (STT-51)", () => {
  const { changeId: _, ...info } = new CheckInfo("up");

  assertEquals(info, {
    name: "up",
    level: "",
    startup: "enabled",
    status: "up",
    successes: 0,
    failures: 0,
    threshold: 3,
  });
  assertEquals(new CheckInfo("up", { successes: null }).successes, null);
  assertThrows(
    () => new CheckInfo("up", { level: "alvie" }),
    StateValidationError,
    'its level is "alvie"',
  );
});

Deno.test("CheckInfo.changeId is fresh while the check runs, and stays as given (STT-52)", () => {
  const up = new CheckInfo("up");
  const down = new CheckInfo("up", { status: "down" });

  assert(up.changeId !== "" && down.changeId !== "");
  assert(up.changeId !== down.changeId);
  assertEquals(new CheckInfo("up", { status: "inactive" }).changeId, "");
  assertEquals(new CheckInfo("up", { changeId: "" }).changeId, "");
  assertEquals(new CheckInfo("up", { changeId: "28" }).changeId, "28");
});
