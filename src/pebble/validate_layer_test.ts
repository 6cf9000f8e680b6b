import { assertEquals } from "@std/assert";
import { Layer, type LayerDict } from "./layer.ts";
import { validateLayer } from "./validate_layer.ts";
import { validatePlan } from "./validate_plan.ts";

/** Problems, one a line, each with its path. */
function shown(
  problems: readonly { path: readonly string[]; message: string }[],
): string[] {
  return problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

Deno.test("validateLayer() finds all that is wrong, each with its path (PBL-12, PBL-15, PBL-20)", () => {
  const problems = validateLayer({
    bogus: {},
    services: {
      web: {
        override: "replace",
        comand: "x",
        after: "db",
        "user-id": "0",
        "backoff-delay": 5,
        "backoff-factor": 0.5,
        "on-success": "explode",
        "on-check-failure": { up: "failure-shutdown" },
        command: "a 'b",
      },
      pebble: { command: "x" },
      "-x": null,
    },
    checks: {
      up: {
        override: "both",
        level: "maybe",
        startup: "never",
        period: "0",
        exec: { command: "'", bogus: 1 },
        http: "http://x",
      },
    },
    "log-targets": {
      t: { override: "merge", type: "carrier", labels: { pebble_x: "1" } },
    },
  });

  assertEquals(shown(problems), [
    'bogus: unknown section "bogus"',
    "services.web.comand: field comand not found in type plan.Service",
    "services.web.after: cannot unmarshal string into []string",
    "services.web.user-id: cannot unmarshal string into int",
    'services.web.backoff-delay: invalid duration "5"',
    'services.-x: service object cannot be null for service "-x"',
    "checks.up.exec.bogus: field bogus not found in type plan.ExecCheck",
    "checks.up.http: cannot unmarshal string into plan.HTTPCheck",
    'services.web.command: plan service "web" command invalid: cannot parse ' +
    'service "web" command: EOF found when expecting closing quote',
    'services.web.on-success: plan service "web" on-success action ' +
    '"explode" invalid',
    'services.web.on-check-failure.up: plan service "web" on-check-failure ' +
    'action "failure-shutdown" invalid',
    'services.web.backoff-factor: plan service "web" backoff-factor must be ' +
    "1.0 or greater, not 0.5",
    'services.pebble: cannot use reserved service name "pebble"',
    'checks.up.level: plan check "up" level must be "alive" or "ready"',
    'checks.up.startup: plan check "up" startup must be "enabled" or ' +
    '"disabled"',
    'checks.up.period: plan check "up" period must not be zero',
    'checks.up.exec.command: plan check "up" command invalid: EOF found when ' +
    "expecting closing quote",
    'log-targets.t.labels.pebble_x: log target "t": label "pebble_x" uses ' +
    'reserved prefix "pebble_"',
    'log-targets.t.type: log target "t" has unsupported type "carrier", must ' +
    'be "loki", "opentelemetry" or "syslog"',
    'services.pebble.override: layer must define "override" for service ' +
    '"pebble"',
    'checks.up.override: layer has invalid "override" value for check "up"',
  ]);
});

Deno.test("validateLayer() takes all that is right, in any form (PBL-08, PBL-09, OBS-19)", () => {
  const layer: LayerDict = {
    services: {
      web: {
        override: "replace",
        command: 'sh -c "a \\"b\\" #c" [ --more \'x y\' ] # comment',
        "on-failure": "success-shutdown",
        "user-id": 0,
      },
    },
    checks: { up: { override: "merge", period: "1m", threshold: 0 } },
  };

  assertEquals(validateLayer(layer), []);
  assertEquals(validateLayer(new Layer(layer)), []);
  assertEquals(validateLayer({}), []);
  assertEquals(validateLayer(null), []);
  assertEquals(
    validateLayer({
      services: {
        web: { override: "merge", command: 5, environment: { A: null, B: 1 } },
      },
    }),
    [],
  );
  assertEquals(shown(validateLayer([])), [
    ": expected an object, got Array",
  ]);
});

Deno.test("validateLayer() reads brackets in a command as Pebble does", () => {
  const problem = (command: string) =>
    shown(validateLayer({ services: { a: { override: "merge", command } } }))
      .map((line) => line.replace(/^.* command: /, ""));

  assertEquals(problem("a [ b ]"), []);
  assertEquals(problem("a [ b"), []);
  assertEquals(problem("[ a ]"), ["cannot start command with [ ... ] group"]);
  assertEquals(problem("a [ [ b ] ]"), ["cannot nest [ ... ] groups"]);
  assertEquals(problem("a ]"), ["cannot have ] outside of [ ... ] group"]);
  assertEquals(problem("a [ b ] c"), [
    "cannot have any arguments after [ ... ] group",
  ]);
  assertEquals(problem("a \\"), ["EOF found after escape character"]);
});

Deno.test("validatePlan() finds all that is wrong with layers together (PBL-17, PBL-18, PBL-20)", () => {
  const problems = validatePlan({
    services: {
      a: { after: ["c"], command: "a" },
      b: { after: ["a", "b"] },
      c: { before: ["zz"], after: ["b"], command: "c" },
      d: { after: ["a"], command: "d" },
    },
    checks: {
      none: {},
      two: { http: { headers: {} }, tcp: { host: "x" } },
      exec: { exec: { "service-context": "zz" } },
    },
    "log-targets": { t: { services: ["all", "-a", "zz"] } },
  });

  assertEquals(shown(problems), [
    'services.b.command: plan must define "command" for service "b"',
    'checks.none: plan must specify one of "http", "tcp", or "exec" for check ' +
    '"none"',
    'checks.two.http.url: plan must set "url" for http check "two"',
    'checks.two.tcp.port: plan must set "port" for tcp check "two"',
    'checks.two: plan must specify one of "http", "tcp", or "exec" for check ' +
    '"two"',
    'checks.exec.exec.command: plan must set "command" for exec check "exec"',
    'checks.exec.exec.service-context: plan check "exec" service context ' +
    'specifies non-existent service "zz"',
    'log-targets.t.type: plan must define "type" ("loki", "opentelemetry" or ' +
    '"syslog") for log target "t"',
    'log-targets.t.services.2: log target "t" specifies unknown service "zz"',
    'log-targets.t.location: plan must define "location" for log target "t"',
    "services: services in before/after loop: a, b, c",
  ]);
});
