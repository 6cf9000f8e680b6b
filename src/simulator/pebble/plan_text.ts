import { toYaml } from "../../pebble/_yaml.ts";
import { isObject } from "../../pebble/_json.ts";
import type { PlanDict } from "../../pebble/plan.ts";

/**
 * A plan as Pebble writes it: in its order of fields, indented by four. Texts
 * are quoted more often than Go's writer of YAML does it.
 *
 * Source: `Plan` in `internals/plan/plan.go` of Pebble.
 */
export function planText(plan: PlanDict): string {
  const { services, checks } = plan;
  // Pebble writes these of a log target also if they are empty.
  const targets = Object.fromEntries(
    Object.entries(plan["log-targets"] ?? {}).map(([name, target]) => [
      name,
      { ...target, services: target.services ?? [] },
    ]),
  );
  const lines = Object.entries({ services, checks, "log-targets": targets })
    .flatMap(([key, section]) => {
      const items = Object.entries(section ?? {}).sort(byName);
      if (items.length === 0) return [];
      const order = key === "log-targets" ? TARGET_FIELDS : FIELDS;
      return [
        `${key}:`,
        ...items.flatMap(([name, item]) =>
          fieldLines(name, item, order).map((line) => INDENT + line)
        ),
      ];
    });
  return lines.length === 0 ? "{}\n" : `${lines.join("\n")}\n`;
}

const INDENT = "    ";
/** Fields of services, checks and their parts. */
const FIELDS =
  ("summary description startup override level command service-context after " +
    "before requires environment user-id user group-id group working-dir " +
    "on-success on-failure on-check-failure backoff-delay backoff-factor " +
    "backoff-limit kill-delay period timeout threshold http tcp exec url " +
    "headers port host").split(" ");
const TARGET_FIELDS = "type location services override labels".split(" ");

function fieldLines(
  key: string,
  value: unknown,
  order: readonly string[],
): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${scalar(key)}: []`];
    return [
      `${scalar(key)}:`,
      ...value.map((item) => `${INDENT}- ${scalar(item)}`),
    ];
  }
  if (!isObject(value)) return [`${scalar(key)}: ${scalar(value)}`];
  // What authors name is sorted, and what Pebble names in its own order.
  const place = (name: string) => order.indexOf(name);
  const free = FREE.includes(key);
  const entries = Object.entries(value)
    .filter(([, item]) => (item ?? null) !== null)
    .sort(free ? byName : ([a], [b]) => place(a) - place(b));
  // A check has its override before its startup, a service after it.
  const isCheck = ["http", "tcp", "exec"].some((kind) => kind in value);
  if (isCheck && !free) {
    entries.sort(([a], [b]) => checkPlace(a) - checkPlace(b));
  }
  return [
    `${scalar(key)}:`,
    ...entries.flatMap(([name, item]) =>
      fieldLines(name, item, order).map((line) => INDENT + line)
    ),
  ];
}

const FREE = ["environment", "on-check-failure", "headers", "labels"];

function checkPlace(field: string): number {
  return ["override", "level", "startup"].indexOf(field) + 1 || FIELDS.length;
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function scalar(value: unknown): string {
  const text = typeof value === "number" || typeof value === "boolean"
    ? value
    : String(value);
  const isDuration = DURATION.test(String(value));
  return isDuration ? String(value) : toYaml(text).trimEnd();
}

/** Durations as Go writes them, which no reader of YAML takes for a number. */
const DURATION = /^(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?m?s$/;
