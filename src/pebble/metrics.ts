/** A value that Pebble measures. */
export interface Metric {
  /** What is measured, such as `"pebble_service_active"`. */
  readonly name: string;
  /** What it is about, such as `{ service: "web" }`. */
  readonly labels: Readonly<Record<string, string>>;
  /** The value now; counters begin at 0 when the daemon starts. */
  readonly value: number;
  /** `"gauge"` for what goes up and down, `"counter"` for what is counted. */
  readonly type: string;
  /** What it means, for people. */
  readonly help: string;
}

const COMMENT = /^# (HELP|TYPE) ([\w:]+) ?(.*)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;
const VALUES = new Map([
  ["+Inf", Infinity],
  ["Inf", Infinity],
  ["-Inf", -Infinity],
  ["NaN", NaN],
]);

/**
 * Reads what `getMetrics` returns.
 *
 * Source: the text exposition format of Prometheus; `internals/metrics` of
 * Pebble, which quotes labels as Go does.
 *
 * @example Usage
 * ```ts
 * import { parseMetrics } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const [metric] = parseMetrics(
 *   '# TYPE pebble_service_active gauge\npebble_service_active{service="web"} 1\n',
 * );
 *
 * assertEquals(metric?.labels, { service: "web" });
 * assertEquals(metric?.value, 1);
 * ```
 *
 * @throws {SyntaxError} If a line is neither a comment nor a metric.
 */
export function parseMetrics(text: string): Metric[] {
  const comments = { HELP: new Map<string, string>(), TYPE: new Map() };
  const metrics: Metric[] = [];
  for (const line of text.split("\n")) {
    const [, kind, about = "", comment = ""] = COMMENT.exec(line) ?? [];
    if (kind === "HELP" || kind === "TYPE") comments[kind].set(about, comment);
    if (line === "" || line.startsWith("#")) continue;
    const [, name = "", labels = "", number = ""] = SAMPLE.exec(line) ?? [];
    const value = VALUES.get(number) ?? Number(number);
    if (name === "" || (Number.isNaN(value) && number !== "NaN")) {
      throw new SyntaxError(`Cannot parse metric "${line}"`);
    }
    metrics.push({
      name,
      labels: parseLabels(labels, line),
      value,
      type: comments.TYPE.get(name) ?? "untyped",
      help: comments.HELP.get(name) ?? "",
    });
  }
  return metrics;
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let end = 0; end < text.length; end = LABEL.lastIndex) {
    LABEL.lastIndex = end;
    const [, name, value = ""] = LABEL.exec(text) ?? [];
    if (name === undefined) {
      throw new SyntaxError(`Cannot parse metric "${line}"`);
    }
    labels[name] = unquoted(value);
  }
  return labels;
}

const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/g;
const CONTROLS: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function unquoted(text: string): string {
  return text.replace(ESCAPE, (_, x, u, wide, char: string) => {
    const code = x ?? u ?? wide;
    if (code === undefined) return CONTROLS[char] ?? char;
    return String.fromCodePoint(Number.parseInt(code, 16));
  });
}
