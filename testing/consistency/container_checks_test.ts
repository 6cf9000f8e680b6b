import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  CheckInfo,
  Container,
  type ContainerOptions,
  Exec,
  Notice,
} from "../mod.ts";
import {
  check,
  errorsOf,
  on,
  type Scenario,
  warningsOf,
} from "./testdata/scenario.ts";

const meta = { containers: { web: {}, side: {} } };
const WEB = new Container("web", { canConnect: true });
const LAYERS = {
  base: {
    checks: { up: { override: "replace", tcp: { port: 1 }, level: "alive" } },
  },
} as const;

Deno.test("checkConsistency() wants the event's container in the metadata (CON-10)", () => {
  const scenario: Scenario = {
    state: { containers: [WEB] },
    event: on.pebbleReady(WEB),
  };

  assertEquals(errorsOf(scenario), [
    "container-undeclared",
    "container-undeclared",
  ]);
  assertEquals(errorsOf({ ...scenario, meta }), []);
});

Deno.test("checkConsistency() wants the event's container in the state (CON-11)", () => {
  const { errors } = check({ meta, event: on.pebbleReady(WEB) });

  assertEquals(errors.map(({ rule }) => rule), ["container-missing"]);
  assertStringIncludes(errors[0]!.advice, "add it");
});

Deno.test("checkConsistency() takes an equal part, and not one of the same name (CON-03)", () => {
  const state = { containers: [WEB] };
  const same = new Container("web", { canConnect: true });
  const other = same.with({ serviceStatuses: { web: "active" } });

  assertEquals(errorsOf({ meta, state, event: on.pebbleReady(same) }), []);
  const { errors } = check({ meta, state, event: on.pebbleReady(other) });
  assertEquals(errors.map(({ rule }) => rule), ["container-missing"]);
  assertStringIncludes(errors[0]!.advice, "name or id is not enough");
});

Deno.test("checkConsistency() wants the event's notice in the state (CON-12)", () => {
  const notice = new Notice("a.b/c");
  const noticed = WEB.with({ notices: [notice] });
  const side = new Container("side", { notices: [notice] });

  const run = (web: Container, ...more: Container[]) =>
    errorsOf({
      meta,
      state: { containers: [web, ...more] },
      event: on.pebbleCustomNotice(web, notice),
    });

  assertEquals(run(WEB), ["notice-missing"]);
  assertEquals(run(noticed), []);
  assertEquals(run(WEB, side), []);
});

Deno.test("checkConsistency() wants the event's check in that very container (CON-13)", () => {
  const info = new CheckInfo("up", { level: "alive" });
  const web = WEB.with({ layers: LAYERS, checkInfos: [info] });
  const side = new Container("side", { layers: LAYERS, checkInfos: [info] });

  for (const kind of ["pebbleCheckFailed", "pebbleCheckRecovered"] as const) {
    const run = (...containers: Container[]) =>
      errorsOf({
        meta,
        state: { containers },
        event: on[kind](containers[0]!, info),
      });
    assertEquals(run(web), []);
    assertEquals(run(WEB, side), ["check-missing"]);
  }
});

Deno.test("checkConsistency() wants the state's containers in the metadata (CON-14)", () => {
  const other = new Container("other");

  assertEquals(errorsOf({ meta, state: { containers: [other] } }), [
    "container-undeclared",
  ]);
  assertEquals(errorsOf({ meta }), []);
});

Deno.test("checkConsistency() wants check infos to be of the plan (CON-15)", () => {
  const run = (layers: ContainerOptions["layers"]) =>
    check({
      meta,
      state: {
        containers: [
          WEB.with({ layers, checkInfos: [new CheckInfo("other")] }),
        ],
      },
    }).errors;

  assertStringIncludes(run(LAYERS)[0]!.problem, 'the plan, which has "up"');
  assertStringIncludes(run({})[0]!.problem, "the plan, which has none");
  assertEquals(run({})[0]!.rule, "check-unplanned");
});

Deno.test("checkConsistency() wants check infos to be as the plan says (CON-16, CON-17, CON-18)", () => {
  const run = (
    info: CheckInfo,
    layers: ContainerOptions["layers"] = LAYERS,
  ) =>
    errorsOf({
      meta,
      state: { containers: [WEB.with({ layers, checkInfos: [info] })] },
    });
  const level = "alive";
  const plain = {
    base: { checks: { up: { override: "replace", tcp: { port: 1 } } } },
  };

  assertEquals(run(new CheckInfo("up", { level })), []);
  assertEquals(run(new CheckInfo("up"), plain), []);
  assertEquals(run(new CheckInfo("up")), ["check-level"]);
  assertEquals(run(new CheckInfo("up", { level }), plain), ["check-level"]);
  assertEquals(run(new CheckInfo("up", { level, startup: "disabled" })), [
    "check-startup",
  ]);
  assertEquals(run(new CheckInfo("up", { level, threshold: 4 })), [
    "check-threshold",
  ]);
});

Deno.test("checkConsistency() finds layers that Pebble would refuse", () => {
  const layers = { base: { services: { web: { command: "web" } } } };

  assertEquals(
    errorsOf({ meta, state: { containers: [WEB.with({ layers })] } }),
    ["layers-invalid"],
  );
});

Deno.test("checkConsistency() wants a workload event to be about its container (CON-24)", () => {
  const state = { containers: [WEB, new Container("side")] };

  assertEquals(
    errorsOf({ meta, state, event: { kind: "pebble-ready", name: "a" } }),
    ["event-incomplete"],
  );
  assertEquals(
    errorsOf({
      meta,
      state,
      event: {
        kind: "pebble-ready",
        name: "side-pebble-ready",
        container: WEB,
      },
    }),
    ["event-name"],
  );
});

Deno.test("checkConsistency() refuses two Execs for one prefix (CON-25)", () => {
  const web = WEB.with({
    execs: [new Exec(["ls"]), new Exec(["ls", "-l"]), new Exec(["ls"])],
  });
  const state = { containers: [web] };

  assertEquals(errorsOf({ meta, state, event: on.pebbleReady(web) }), [
    "exec-ambiguous",
  ]);
  assertEquals(errorsOf({ meta, state }), []);
});

Deno.test("checkConsistency() warns of a container that cannot connect (CON-26)", () => {
  const web = WEB.with({ canConnect: false });
  const scenario = {
    meta,
    state: { containers: [web] },
    event: on.pebbleReady(web),
  };

  assertEquals(errorsOf(scenario), []);
  assertEquals(warningsOf(scenario), ["container-unreachable"]);
});
