import type { HookContext } from "./hook_context.ts";
import { isRestrictedEvent } from "./hook_event.ts";
import { hasHookTool, type JujuRelease, jujuRelease } from "./juju_release.ts";
import { fail, Refusal } from "./refusal.ts";
import { ACTION_TOOLS } from "./tools/action_tools.ts";
import { type FlagSpec, parseFlags } from "./tools/flags.ts";
import { quote } from "./tools/go_text.ts";
import type {
  HookToolCall,
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./tools/hook_tool_spec.ts";
import { reason, StdinNeeded } from "./tools/input.ts";
import { LEADER_TOOLS } from "./tools/leader_tools.ts";
import { LOG_TOOLS } from "./tools/log_tools.ts";
import { METRIC_TOOLS } from "./tools/metric_tools.ts";
import { MODEL_TOOLS } from "./tools/model_tools.ts";
import { NETWORK_TOOLS } from "./tools/network_tools.ts";
import { formatOutput, type OutputFormat } from "./tools/output.ts";
import { PAYLOAD_TOOLS } from "./tools/payload_tools.ts";
import { PORT_TOOLS } from "./tools/port_tools.ts";
import { RELATION_TOOLS } from "./tools/relation_tools.ts";
import { SECRET_TOOLS } from "./tools/secret_tools.ts";
import { SPEC_TOOLS } from "./tools/spec_tools.ts";
import { STATE_TOOLS } from "./tools/state_tools.ts";
import { STATUS_TOOLS } from "./tools/status_tools.ts";
import { STORAGE_TOOLS } from "./tools/storage_tools.ts";

/** How a hook command ended. */
export interface HookToolResult {
  /** Exit code: 0, 1 when it failed, 2 when its arguments were refused. */
  readonly code: number;
  /** What it wrote to stdout. */
  readonly stdout: string;
  /** What it wrote to stderr. */
  readonly stderr: string;
  /** Whether to call again with stdin: then nothing was done yet. */
  readonly needsStdin: boolean;
}

const TOOLS: ReadonlyMap<string, HookToolSpec> = new Map(
  Object.entries({
    ...ACTION_TOOLS,
    ...LEADER_TOOLS,
    ...LOG_TOOLS,
    ...METRIC_TOOLS,
    ...MODEL_TOOLS,
    ...NETWORK_TOOLS,
    ...PAYLOAD_TOOLS,
    ...PORT_TOOLS,
    ...RELATION_TOOLS,
    ...SECRET_TOOLS,
    ...SPEC_TOOLS,
    ...STATE_TOOLS,
    ...STATUS_TOOLS,
    ...STORAGE_TOOLS,
  }),
);

/**
 * Names of the hook commands that a version of Juju has (JHT-00.20).
 *
 * @param release What is special of the version.
 */
export function hookToolNames(release: JujuRelease): string[] {
  return [...TOOLS.keys()].filter((name) => isHookTool(name, release)).sort();
}

/** Whether a version of Juju has a hook command of the name. */
export function isHookTool(name: string, release: JujuRelease): boolean {
  return TOOLS.has(name) && hasHookTool(release, name);
}

/**
 * Names of the hook commands that Juju 3.6 and Juju 4 both have, sorted.
 */
export const HOOK_TOOL_NAMES: readonly string[] = hookToolNames(
  jujuRelease("4.0.0"),
);

/**
 * Runs a hook command in a context, as the unit agent does.
 *
 * What is not simulated: the statuses of other units, the ports of other units
 * of the same machine, secrets kept outside of Juju, and what a proxy or a
 * trace of the model puts into the environment. Of names that only the
 * controller knows, such as the remote endpoint's, the own one stands in.
 *
 * @param context The run that it belongs to.
 * @param name The command, such as `"config-get"`.
 * @param call Its arguments and surroundings.
 * @returns Exit code and output; nothing is thrown for what Juju refuses.
 */
export function runHookTool(
  context: HookContext,
  name: string,
  call: HookToolCall,
): HookToolResult {
  const warnings: string[] = [];
  try {
    const spec = TOOLS.get(name);
    if (spec === undefined || !isHookTool(name, context.state.release)) {
      fail(`bad request: unknown command: ${name}`);
    }
    const stdout = run(spec, name, context, call, warnings);
    const stderr = warnings.join("");
    return { code: 0, stdout, stderr, needsStdin: false };
  } catch (error) {
    if (error instanceof StdinNeeded) {
      const stderr = "hook tool requires stdin, none supplied";
      return { code: 1, stdout: "", stderr, needsStdin: true };
    }
    if (!(error instanceof Refusal)) throw error;
    // A warning has no newline, so the error follows it (JHT-00.2).
    const warned = error.code === 1 ? warnings.join("") : "";
    const stderr = `${warned}ERROR ${error.message}\n`;
    return { code: error.code, stdout: "", stderr, needsStdin: false };
  }
}

function run(
  spec: HookToolSpec,
  name: string,
  context: HookContext,
  call: HookToolCall,
  warnings: string[],
): string {
  const formats = spec.formats ?? [];
  const parsed = parseFlags(call.args, flagsOf(spec), context);
  if (parsed.help) return help(spec, name);
  if (isRestrictedEvent(context.event) && !spec.worksRestricted) {
    fail("not implemented for restricted context not implemented");
  }
  if (spec.ignoresFormat && parsed.values.get("format")) {
    warnings.push(`--format flag deprecated for command ${quote(name)}`);
  }
  const invocation: HookToolInvocation = {
    ...parsed,
    context,
    call,
    flag: (flag) => parsed.values.get(flag),
  };
  const printed = spec.run(invocation);
  if (printed === undefined) return "";
  const text = typeof printed === "string"
    ? printed
    : format(printed, parsed.values.get("format") ?? formats[0] ?? "smart");
  return deliver(text, call, parsed.values.get("o"));
}

function format(printed: Printed, name: string): string {
  const format: OutputFormat = name === "json" || name === "yaml"
    ? name
    : "smart";
  if (format === "json" && "json" in printed) {
    return formatOutput(printed.json, format);
  }
  if (format === "smart" && "smart" in printed) {
    return formatOutput(printed.smart, format);
  }
  return formatOutput(printed.value, format);
}

/** Juju's agent writes the file of `--output` itself (JHT-00.8). */
function deliver(
  text: string,
  call: HookToolCall,
  file: string | undefined,
): string {
  if (file === undefined || file === "") return text;
  const path = file.startsWith("/") ? file : `${call.dir}/${file}`;
  try {
    call.files.write(path, text);
  } catch (error) {
    fail(`open ${path}: ${reason(error)}`);
  }
  return "";
}

/** All flags of a command; they are the same at each call. */
function flagsOf(spec: HookToolSpec): readonly FlagSpec[] {
  const known = FLAGS.get(spec);
  if (known !== undefined) return known;
  const formats = spec.formats ?? [];
  const flags = [
    ...(spec.flags ?? []),
    ...(formats.length > 0 ? [formatFlag(formats), OUTPUT_FLAG] : []),
    ...(spec.ignoresFormat ? [IGNORED_FORMAT_FLAG] : []),
  ];
  FLAGS.set(spec, flags);
  return flags;
}

const FLAGS = new Map<HookToolSpec, readonly FlagSpec[]>();

function formatFlag(formats: readonly string[]): FlagSpec {
  return {
    names: ["format"],
    check: (value) => {
      if (!formats.includes(value)) {
        throw new Error(`unknown format ${quote(value)}`);
      }
    },
  };
}

const OUTPUT_FLAG: FlagSpec = { names: ["o", "output"] };
const IGNORED_FORMAT_FLAG: FlagSpec = { names: ["format"] };

function help(spec: HookToolSpec, name: string): string {
  const usage = `Usage: ${name} [options] ${spec.usage}`.trimEnd();
  const flags = [
    ...(spec.flags ?? []),
    ...((spec.formats?.length ?? 0) > 0
      ? [{ names: ["format"] }, OUTPUT_FLAG]
      : []),
  ];
  const options = flags.map(({ names }) =>
    names.map((flag) => flag.length > 1 ? `--${flag}` : `-${flag}`).join(", ")
  );
  return [usage, "", "Options:", ...options, ""].join("\n");
}
