import { commandProblem, splitWords } from "./_command_problem.ts";
import { readLayer } from "./_read_layer.ts";
import type { CheckDict } from "./check.ts";
import { overrideProblems } from "./combine_layers.ts";
import { Layer, type LayerDict } from "./layer.ts";
import type { LayerProblem } from "./layer_problem.ts";
import type { LogTargetDict } from "./log_target.ts";
import type { ServiceDict } from "./service.ts";

/**
 * Finds all that is wrong with a layer, where Pebble tells only the first.
 *
 * What depends on other layers is not looked at: see `validatePlan`. Nor is
 * what depends on the container, such as its users.
 *
 * Source: `ParseLayer` and `Layer.Validate` in `internals/plan/plan.go` of
 * Pebble.
 *
 * @example Usage
 * ```ts
 * import { validateLayer } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const problems = validateLayer({
 *   services: { web: { comand: "/bin/web", "backoff-factor": 0.5 } },
 * });
 *
 * assertEquals(problems.map(({ path }) => path.join(".")), [
 *   "services.web.comand",
 *   "services.web.backoff-factor",
 *   "services.web.override",
 * ]);
 * ```
 *
 * @param layer A layer, or what its YAML was read as.
 * @returns All problems; none if the layer is fine.
 */
export function validateLayer(layer: unknown): LayerProblem[] {
  const read = readLayer(layer instanceof Layer ? layer.toDict() : layer);
  const { problems } = read;
  return [
    ...problems.map(({ path, message }) => ({ path, message })),
    ...valueProblems(read.layer),
    ...overrideProblems({ layer: read.layer }),
  ];
}

type Find = Generator<LayerProblem>;

/** What is wrong with what a layer says by itself, if its form is right. */
export function valueProblems(layer: LayerDict): LayerProblem[] {
  const { services, checks, "log-targets": targets } = layer;
  const found: LayerProblem[] = [];
  for (const [name, service] of Object.entries(services ?? {})) {
    found.push(...inService(name, service));
  }
  for (const [name, check] of Object.entries(checks ?? {})) {
    found.push(...inCheck(name, check));
  }
  for (const [name, target] of Object.entries(targets ?? {})) {
    found.push(...inLogTarget(name, target));
  }
  return found;
}

const ACTIONS = ["", "restart", "shutdown", "ignore"];

function* inService(name: string, service: ServiceDict): Find {
  const path = ["services", name];
  if (name === "") {
    yield { path, message: "cannot use empty string as service name" };
  } else if (name === "pebble") {
    yield { path, message: `cannot use reserved service name "${name}"` };
  } else if (name.startsWith("-")) {
    const message =
      `cannot use service name "${name}": starting with "-" not allowed`;
    yield { path, message };
  }
  const at = (key: string, problem: string): LayerProblem => ({
    path: [...path, ...key.split(" ")],
    message: `plan service "${name}" ${problem}`,
  });
  const command = commandProblem(service.command ?? "");
  if (command !== undefined) {
    yield at(
      "command",
      `command invalid: cannot parse service "${name}" command: ${command}`,
    );
  }
  const isWrong = (action: string | undefined, also: string) =>
    !ACTIONS.includes(action ?? "") && action !== also;
  const { "on-success": success, "on-failure": failure } = service;
  if (isWrong(success, "failure-shutdown")) {
    yield at("on-success", `on-success action "${success}" invalid`);
  }
  if (isWrong(failure, "success-shutdown")) {
    yield at("on-failure", `on-failure action "${failure}" invalid`);
  }
  for (
    const [check, action] of Object.entries(service["on-check-failure"] ?? {})
  ) {
    if (!isWrong(action, "success-shutdown")) continue;
    const problem = at("", `on-check-failure action "${action}" invalid`);
    yield { ...problem, path: [...path, "on-check-failure", check] };
  }
  const factor = service["backoff-factor"] ?? undefined;
  if (factor !== undefined && factor < 1) {
    const message = `backoff-factor must be 1.0 or greater, not ${factor}`;
    yield at("backoff-factor", message);
  }
}

function* inCheck(name: string, check: CheckDict): Find {
  const path = ["checks", name];
  if (name === "") {
    yield { path, message: "cannot use empty string as check name" };
  }
  const at = (key: string, problem: string): LayerProblem => ({
    path: [...path, key],
    message: `plan check "${name}" ${problem}`,
  });
  if (!["", "alive", "ready"].includes(check.level ?? "")) {
    yield at("level", 'level must be "alive" or "ready"');
  }
  if (!["", "enabled", "disabled"].includes(check.startup ?? "")) {
    yield at("startup", 'startup must be "enabled" or "disabled"');
  }
  if (check.period === "0s") yield at("period", "period must not be zero");
  if (check.timeout === "0s") yield at("timeout", "timeout must not be zero");
  const words = splitWords(check.exec?.command ?? "");
  if (typeof words === "string") {
    const problem = at("exec", `command invalid: ${words}`);
    yield { ...problem, path: [...problem.path, "command"] };
  }
}

function* inLogTarget(name: string, target: LogTargetDict): Find {
  const path = ["log-targets", name];
  for (const label of Object.keys(target.labels ?? {})) {
    if (!label.startsWith("pebble_")) continue;
    const message =
      `log target "${name}": label "${label}" uses reserved prefix "pebble_"`;
    yield { path: [...path, "labels", label], message };
  }
  const type = target.type ?? "";
  if (["", "loki", "opentelemetry", "syslog"].includes(type)) return;
  const message = `log target "${name}" has unsupported type "${type}", ` +
    'must be "loki", "opentelemetry" or "syslog"';
  yield { path: [...path, "type"], message };
}
