import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse } from "@std/yaml";
import { Check } from "./check.ts";
import { Layer, type LayerDict } from "./layer.ts";
import { labelText, layerText } from "./layer_text.ts";
import { LogTarget } from "./log_target.ts";
import { Plan } from "./plan.ts";
import { Service, type ServiceDict } from "./service.ts";

const SERVICE: Required<ServiceDict> = {
  summary: "s",
  description: "d",
  startup: "enabled",
  override: "replace",
  command: "/bin/web --port 80",
  after: ["a"],
  before: ["b"],
  requires: ["c"],
  environment: { PORT: "80" },
  user: "root",
  "user-id": 0,
  group: "root",
  "group-id": 0,
  "working-dir": "/",
  "on-success": "ignore",
  "on-failure": "restart",
  "on-check-failure": { up: "restart" },
  "backoff-delay": "1s",
  "backoff-factor": 1.5,
  "backoff-limit": "1m",
  "kill-delay": "5s",
};

Deno.test("Service keeps each field, in order, and user 0 (PBL-05, PBL-06)", () => {
  const service = new Service("web", SERVICE);

  assertEquals(service.toDict(), SERVICE);
  assertEquals(Object.keys(service.toDict()), Object.keys(SERVICE));
  assertEquals([service.userId, service.onCheckFailure], [0, {
    up: "restart",
  }]);
});

Deno.test("Layer leaves empty fields out (PBL-04, PBL-05, PBL-10)", () => {
  const layer = new Layer({
    summary: "",
    services: {
      a: {
        command: "",
        after: [],
        environment: {},
        "user-id": null,
        ...{ bogus: 1 },
      },
    },
    checks: { c: { threshold: 0, startup: "" } },
    "log-targets": null,
  });

  assertEquals(layer.toDict(), { services: { a: {} }, checks: { c: {} } });
  assertEquals(new Layer().toYaml(), "{}\n");
  assertEquals(new Plan({ services: {} }).toDict(), {});
});

Deno.test("Layer.toYaml() sorts keys and indents as Python's does (PBL-07)", () => {
  const layer = new Layer({
    summary: "x",
    services: { web: { after: ["b", "a"], environment: { B: "1", A: "" } } },
  });

  assertEquals(
    layer.toYaml(),
    `services:
  web:
    after:
    - b
    - a
    environment:
      A: ""
      B: "1"
summary: x
`,
  );
  assertEquals(`${layer}`, layer.toYaml());
});

Deno.test("Layer.toYaml() is read back as it was (PBL-08)", () => {
  const words = ["no", "1e3", "a: b", "", "\n", "'", '"', "\u2028", "- a", "é"];
  const environment = Object.fromEntries(words.map((word) => [word, word]));

  const yaml = new Layer({ services: { off: { environment } } }).toYaml();

  assertEquals(parse(yaml), { services: { off: { environment } } });
});

Deno.test("Layer and its parts copy what they are made from (PBL-11)", () => {
  const environment: Record<string, string> = { A: "1" };
  const after = ["a"];
  const headers: Record<string, string> = { A: "1" };
  const layer = new Layer({
    services: { web: { environment, after } },
    checks: { up: { http: { url: "u", headers } } },
  });

  environment["A"] = "2";
  after.push("b");
  headers["A"] = "2";

  assertEquals(layer.services["web"]?.environment, { A: "1" });
  assertEquals(layer.services["web"]?.after, ["a"]);
  assertEquals(layer.checks["up"]?.http?.headers, { A: "1" });
});

Deno.test("Check knows its words (PBL-12)", () => {
  const check = new Check("c", { level: "other", startup: "disabled" });

  assertEquals([check.level, check.startup], ["other", "disabled"]);
  assertThrows(
    () => new Check("c", { startup: "maybe" as never }),
    TypeError,
    "'maybe' is not a valid CheckStartup",
  );
});

Deno.test("equals() compares what is said, not names (PBL-13)", () => {
  const service = new Service("a", { after: ["x", "y"], "user-id": 0 });

  assert(service.equals(new Service("b", { "user-id": 0, after: ["x", "y"] })));
  assert(service.equals({ "user-id": 0, after: ["x", "y"] }));
  assert(!service.equals({ "user-id": 0, after: ["y", "x"] }));
  assert(!service.equals({ "user-id": 0, after: ["x", "y"], environment: {} }));
  assert(!service.equals(null));
  assert(!service.equals(new LogTarget("a")));
  assert(!new Service("a").equals(new LogTarget("a")));
  assert(new Plan().equals({}));
});

Deno.test("Plan.fromYaml() keeps text that looks like something else (PBL-03, PBL-09)", async () => {
  const plan = await Plan.fromYaml(`services:
    "off":
        override: replace
        command: web
        environment:
            A: "1.10"
            B: 2026-01-01
        backoff-factor: 1.5
        user-id: 0
checks:
    up:
        threshold: 3
        http:
            url: http://x
log-targets:
    t:
        type: syslog
        location: udp:127.0.0.1:1
        services: []
`);

  const service = plan.services["off"];
  assertEquals(service?.environment, { A: "1.10", B: "2026-01-01" });
  assertEquals([service?.backoffFactor, service?.userId], [1.5, 0]);
  assertEquals(plan.checks["up"]?.threshold, 3);
  assertEquals(plan.logTargets["t"]?.location, "udp:127.0.0.1:1");
  assertEquals((await Plan.fromYaml("{}\n")).toDict(), {});
});

Deno.test("Layer refuses fields of another type", async () => {
  const wrong: unknown[] = [
    [],
    { services: [] },
    { services: { a: "x" } },
    { services: { a: { after: "web" } } },
    { services: { a: { environment: ["A"] } } },
    { services: { a: { "user-id": "0" } } },
    { checks: { c: { http: "url" } } },
  ];
  for (const raw of wrong) {
    assertThrows(() => new Layer(raw as LayerDict), TypeError, "Cannot read");
  }
  let failure: unknown;
  await Layer.fromYaml("a: [").catch((error: unknown) => failure = error);
  assert(failure instanceof SyntaxError);
});

Deno.test("layerText() takes text as it is, objects and layers as YAML (PBL-02)", () => {
  const dict = { services: { a: { command: "a" } } };
  const yaml = "services:\n  a:\n    command: a\n";

  assertEquals(layerText(" any: {thing"), " any: {thing");
  assertEquals([layerText(dict), layerText(new Layer(dict))], [yaml, yaml]);
  assertThrows(
    () => layerText(7 as never),
    TypeError,
    "layer must be str, dict, or pebble.Layer, not number",
  );
  assertThrows(() => layerText(new Map() as never), TypeError, "not Map");
  assertThrows(() => labelText(7 as never), TypeError, "label must be a str");
});

Deno.test("Layer.fromYaml() keeps a text as it is written, as Pebble does", async () => {
  const layer = await Layer.fromYaml(`
services:
  web:
    override: replace
    command: web
    user-id: 012
    environment: { A: 1.10, B: 012, C: yes, D: 2024-01-01 }
`);

  assertEquals(layer.services["web"]?.environment, {
    A: "1.10",
    B: "012",
    C: "yes",
    D: "2024-01-01",
  });
});
