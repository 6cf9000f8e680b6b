import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import { HookCommandNotFoundError } from "../hook_commands/hook_command_not_found_error.ts";
import { world } from "./_test_world.ts";
import { hookEnvironment } from "./environment.ts";
import { writeHookClients } from "./hook_client.ts";
import { HookContext } from "./hook_context.ts";
import { hookToolNames, runHookTool } from "./hook_tool.ts";
import { HookToolServer } from "./server.ts";
import { SimulatedRunner } from "./simulated_runner.ts";
import { CONFIG_CASES } from "./testdata/config_cases.ts";
import {
  type HookToolCase,
  type HookToolCases,
  JUJU_3,
  JUJU_4,
  type Line,
} from "./testdata/hook_tool_case.ts";
import { NETWORK_CASES } from "./testdata/network_cases.ts";
import { RELATION_CASES } from "./testdata/relation_cases.ts";
import { SECRET_CASES } from "./testdata/secret_cases.ts";
import { STATE_CASES } from "./testdata/state_cases.ts";
import { STATUS_CASES } from "./testdata/status_cases.ts";
import { STORAGE_CASES } from "./testdata/storage_cases.ts";

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const GROUPS: readonly HookToolCases[] = [
  ...CONFIG_CASES,
  ...STATUS_CASES,
  ...NETWORK_CASES,
  ...RELATION_CASES,
  ...STORAGE_CASES,
  ...SECRET_CASES,
  ...STATE_CASES,
];

const VERSIONS: readonly string[] = [
  ...new Set(GROUPS.flatMap(versionsOf)),
];

Deno.test("GROUPS have at least 200 different cases, and every command of Juju 3 and 4", () => {
  const lines = GROUPS.flatMap(({ name, cases }) =>
    cases.map(([, line]) => `${name}: ${words(line).join(" ")}`)
  );
  const names = new Set(
    GROUPS.flatMap(({ cases }) => cases.map(([, line]) => words(line)[0])),
  );

  assert(new Set(lines).size >= 200, `${lines.length} cases`);
  const { release } = world({ jujuVersion: JUJU_3 });
  // Of those that set and get specs one pair is enough.
  const missing = hookToolNames(release)
    .filter((name) => !names.has(name) && !/-spec-/.test(name));
  assertEquals(missing, []);
});

for (const { name, ...group } of GROUPS) {
  for (const version of versionsOf({ name, ...group })) {
    Deno.test(`SimulatedRunner answers as Juju ${version}: ${name} (${idsOf(group.cases)})`, () => {
      const wrong = group.cases.flatMap((one) => {
        const context = begin({ name, ...group }, version);
        return mistake(one, runInProcess(context, one));
      });

      assertEquals(wrong, []);
    });
  }
}

for (const version of VERSIONS) {
  Deno.test(`HookToolServer answers each case as Juju ${version}, to real processes`, async () => {
    const tools = await Deno.makeTempDir();
    await using server = new HookToolServer();
    try {
      const { release } = world({ jujuVersion: version });
      await writeHookClients(tools, hookToolNames(release));
      const wrong: unknown[] = [];
      for (const group of GROUPS) {
        if (!versionsOf(group).includes(version)) continue;
        for (const one of group.cases) {
          const context = begin(group, version);
          server.setContext(context);
          const environment = hookEnvironment(context, {
            charmDir: tools,
            agentSocketAddress: server.address,
            agentSocketNetwork: "tcp",
            path: `${tools}:/usr/bin:/bin`,
          });
          wrong.push(...mistake(one, await runServed(tools, environment, one)));
        }
      }

      assertEquals(wrong, []);
    } finally {
      await Deno.remove(join(tools), { recursive: true });
    }
  });
}

function versionsOf({ versions }: HookToolCases): readonly string[] {
  return versions ?? [JUJU_3, JUJU_4];
}

function idsOf(cases: readonly HookToolCase[]): string {
  return [...new Set(cases.map(([id]) => id))].sort().join(", ");
}

function words(line: Line): readonly string[] {
  return typeof line === "string" ? line.split(" ") : line;
}

/** A context of its own, in which the lines before have run. */
function begin(group: HookToolCases, version: string): HookContext {
  const state = world({ ...group.world, jujuVersion: version });
  const event = group.event ?? { kind: "config-changed" };
  const context = new HookContext(state, event);
  const runner = new SimulatedRunner(context);
  for (const line of group.before ?? []) runner.run(words(line));
  return context;
}

function runInProcess(
  context: HookContext,
  [, line, , error, stdin]: HookToolCase,
): Answer {
  const [name = "", ...args] = words(line);
  // A runner has no stdin and keeps warnings to itself.
  if (stdin !== undefined || error?.startsWith("0 ")) {
    const files = {
      read: () => new Uint8Array(),
      write: () => {},
    };
    return runHookTool(context, name, { args, dir: "/", stdin, files });
  }
  try {
    const stdout = new SimulatedRunner(context).run([name, ...args]);
    return { code: 0, stdout, stderr: "" };
  } catch (error) {
    if (error instanceof HookCommandError) return error;
    if (!(error instanceof HookCommandNotFoundError)) throw error;
    return { code: 127, stdout: "", stderr: "" };
  }
}

/** Looks the command up in PATH, as a charm does. */
async function runServed(
  cwd: string,
  env: Readonly<Record<string, string>>,
  [, line, , , stdin]: HookToolCase,
): Promise<Answer> {
  const child = new Deno.Command("/usr/bin/env", {
    args: [...words(line)],
    cwd,
    clearEnv: true,
    env,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (stdin !== undefined) {
    await new Blob([stdin]).stream().pipeTo(child.stdin);
  }
  const output = await child.output();
  const decoder = new TextDecoder();
  return {
    code: output.code,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

/** Nothing, or the case with what was expected and what was met. */
function mistake(
  [id, line, stdout, error = "0"]: HookToolCase,
  answer: Answer,
): unknown[] {
  const code = Number.parseInt(error, 10);
  const text = error.slice(String(code).length + 1);
  const stderr = code === 0
    ? text
    : code === 127
    ? answer.stderr
    : `ERROR ${text}\n`;
  const isRight = code === answer.code && stderr === answer.stderr &&
    (typeof stdout === "string"
      ? stdout === answer.stdout
      : stdout.test(answer.stdout));
  if (isRight) return [];
  const met = {
    code: answer.code,
    stdout: answer.stdout,
    stderr: answer.stderr,
  };
  return [{ id, line: words(line), expected: { code, stdout, stderr }, met }];
}
