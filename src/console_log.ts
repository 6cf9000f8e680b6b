import type { Logger } from "./backend/logger.ts";

/** The methods of `console` that say something, without those for profilers. */
export const LOGGED_METHODS = [
  "assert",
  "clear",
  "count",
  "countReset",
  "debug",
  "dir",
  "dirxml",
  "error",
  "group",
  "groupCollapsed",
  "groupEnd",
  "info",
  "log",
  "table",
  "time",
  "timeEnd",
  "timeLog",
  "trace",
  "warn",
] as const;

/** A `console` with these methods alone. */
export type LoggedConsole = Pick<Console, typeof LOGGED_METHODS[number]>;

/** Methods of a {@linkcode Logger} that `console` writes with. */
type Level = "debug" | "info" | "warning" | "error";

/**
 * A `console` that writes to Juju's log: `debug` and `trace` at DEBUG, `warn` at
 * WARNING, `error` and a failed `assert` at ERROR, everything else at INFO.
 *
 * Values look as `Deno.inspect` shows them, without colours; a table is shown as
 * the value that it is made of.
 */
export function consoleOver(log: Pick<Logger, Level>): LoggedConsole {
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  let indent = "";
  const write = (level: Level, text: string) =>
    log[level](indent === "" ? text : text.replaceAll(/^/gm, indent));
  const at = (level: Level) => (...args: unknown[]) =>
    write(level, formatArguments(args));
  const info = at("info");
  const elapsed = (label: string, args: unknown[]) => {
    const start = starts.get(label);
    if (start === undefined) {
      write("warning", `Timer "${label}" was not started`);
      return;
    }
    const ms = Math.round(performance.now() - start);
    write("info", formatArguments([`${label}: ${ms}ms`, ...args]));
  };
  const group = (...args: unknown[]) => {
    if (args.length > 0) info(...args);
    indent += "  ";
  };
  return {
    debug: at("debug"),
    log: info,
    info,
    warn: at("warning"),
    error: at("error"),
    trace(...args) {
      const stack = new Error().stack?.split("\n").slice(2).join("\n") ?? "";
      write("debug", `Trace: ${formatArguments(args)}\n${stack}`);
    },
    assert(condition, ...args) {
      if (condition) return;
      const text = formatArguments(args);
      write("error", `Assertion failed${text === "" ? "" : `: ${text}`}`);
    },
    dir: (value) => info(value),
    dirxml: (...values) => info(...values),
    table: (value) => info(value),
    group,
    groupCollapsed: group,
    groupEnd: () => void (indent = indent.slice(2)),
    count(label = "default") {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      write("info", `${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => void starts.set(label, performance.now()),
    timeLog: (label = "default", ...args) => elapsed(label, args),
    timeEnd(label = "default") {
      elapsed(label, []);
      starts.delete(label);
    },
    // What is in Juju's log stays there.
    clear() {},
  };
}

/** The text of what `console` is given, its `%` placeholders filled in. */
function formatArguments(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== "string" || rest.length === 0) {
    return args.map(formatValue).join(" ");
  }
  let used = 0;
  const text = first.replaceAll(/%([sdifjoOc%])/g, (place, kind: string) => {
    if (kind === "%") return "%";
    if (used >= rest.length) return place;
    return formatAs(kind, rest[used++]);
  });
  return [text, ...rest.slice(used).map(formatValue)].join(" ");
}

function formatAs(kind: string, value: unknown): string {
  switch (kind) {
    case "s":
      return formatValue(value);
    case "d":
    case "i":
    case "f": {
      if (typeof value === "symbol" || typeof value === "object") return "NaN";
      if (typeof value === "bigint") return `${value}`;
      const number = Number(value);
      return String(kind === "f" ? number : Math.trunc(number));
    }
    case "c":
      // Styles of a browser.
      return "";
    default:
      return Deno.inspect(value);
  }
}

function formatValue(value: unknown): string {
  return typeof value === "string" ? value : Deno.inspect(value);
}
