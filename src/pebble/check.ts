import { equalDicts, PlanFields, withoutEmpty } from "./_plan_fields.ts";
import type { CheckLevel, CheckStartup } from "./check_info.ts";

/** The `http` part of a check, as YAML has it. */
export interface HttpDict {
  /** What to get; an answer below 400 is success. */
  readonly url?: string;
  /** Headers to send. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The `tcp` part of a check, as YAML has it. */
export interface TcpDict {
  /** Port to connect to. */
  readonly port?: number;
  /** Host to connect to. @default {"localhost"} */
  readonly host?: string;
}

/** The `exec` part of a check, as YAML has it. */
export interface ExecDict {
  /** Program and arguments; exit code 0 is success. */
  readonly command?: string;
  /** Service whose environment, user and folder to use. */
  readonly "service-context"?: string;
  /** Environment variables of the command. */
  readonly environment?: Readonly<Record<string, string>>;
  /** User id to run as. */
  readonly "user-id"?: number | null;
  /** User name to run as. */
  readonly user?: string;
  /** Group id to run as. */
  readonly "group-id"?: number | null;
  /** Group name to run as. */
  readonly group?: string;
  /** Folder to run in. */
  readonly "working-dir"?: string;
}

/** A check as a layer's YAML has it. */
export interface CheckDict {
  /** How it combines with the check of that name in layers below. */
  readonly override?: "merge" | "replace" | (string & Record<never, never>);
  /** What it says about. */
  readonly level?: CheckLevel;
  /** Whether it starts by itself. */
  readonly startup?: CheckStartup;
  /** Time between two runs, such as `"10s"`. */
  readonly period?: string | null;
  /** Longest time of a run, such as `"3s"`. */
  readonly timeout?: string | null;
  /** Failures in a row that make it down. */
  readonly threshold?: number | null;
  /** Check by an HTTP request. */
  readonly http?: HttpDict | null;
  /** Check by a TCP connection. */
  readonly tcp?: TcpDict | null;
  /** Check by a command. */
  readonly exec?: ExecDict | null;
}

/**
 * A check of a layer or plan; what the YAML doesn't have is empty.
 *
 * Source: "Layer specification" of the Pebble documentation.
 *
 * @example Usage
 * ```ts
 * import { Check } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const check = new Check("up", { http: { url: "http://localhost/" } });
 *
 * assertEquals(check.toDict(), { http: { url: "http://localhost/" } });
 * ```
 */
export class Check {
  /** Its key in the layer. */
  readonly name: string;
  /** How it combines with layers below: `"merge"` or `"replace"`. */
  readonly override: string;
  /** What it says about. */
  readonly level: CheckLevel;
  /** Whether it starts by itself. */
  readonly startup: CheckStartup;
  /** Time between two runs, as Go writes durations. */
  readonly period: string;
  /** Longest time of a run, as Go writes durations. */
  readonly timeout: string;
  /** Failures in a row that make it down. */
  readonly threshold: number | undefined;
  /** Check by an HTTP request. */
  readonly http: HttpDict | undefined;
  /** Check by a TCP connection. */
  readonly tcp: TcpDict | undefined;
  /** Check by a command. */
  readonly exec: ExecDict | undefined;

  /**
   * Copies the fields of a dictionary; unknown ones are ignored.
   *
   * @throws {TypeError} If a field is of the wrong type, or `startup` unknown.
   */
  constructor(name: string, raw: CheckDict = {}) {
    const fields = new PlanFields(raw, `check "${name}"`);
    this.name = name;
    this.override = fields.text("override");
    this.level = fields.text("level");
    this.startup = startup(fields.text("startup"));
    this.period = fields.text("period");
    this.timeout = fields.text("timeout");
    this.threshold = fields.number("threshold");
    this.http = http(fields.inner("http"));
    this.tcp = tcp(fields.inner("tcp"));
    this.exec = exec(fields.inner("exec"));
  }

  /** A new dictionary as the YAML has it, without empty fields. */
  toDict(): CheckDict {
    return withoutEmpty({
      override: this.override,
      level: this.level,
      startup: this.startup,
      period: this.period,
      timeout: this.timeout,
      threshold: this.threshold || undefined,
      http: structuredClone(this.http),
      tcp: structuredClone(this.tcp),
      exec: structuredClone(this.exec),
    });
  }

  /**
   * Whether another check, or a dictionary as it is written, says the same;
   * the name doesn't matter.
   */
  equals(other: unknown): boolean {
    return equalDicts(this, other);
  }

  /** A form for logs. */
  toString(): string {
    return `Check(${this.name})`;
  }
}

function startup(text: string): CheckStartup {
  if (text === "" || text === "enabled" || text === "disabled") return text;
  throw new TypeError(`'${text}' is not a valid CheckStartup`);
}

function http(fields: PlanFields | undefined): HttpDict | undefined {
  return fields && withoutEmpty({
    url: fields.text("url"),
    headers: fields.map("headers"),
  });
}

function tcp(fields: PlanFields | undefined): TcpDict | undefined {
  return fields && withoutEmpty({
    port: fields.number("port"),
    host: fields.text("host"),
  });
}

function exec(fields: PlanFields | undefined): ExecDict | undefined {
  return fields && withoutEmpty({
    command: fields.text("command"),
    "service-context": fields.text("service-context"),
    environment: fields.map("environment"),
    "user-id": fields.number("user-id"),
    user: fields.text("user"),
    "group-id": fields.number("group-id"),
    group: fields.text("group"),
    "working-dir": fields.text("working-dir"),
  });
}
