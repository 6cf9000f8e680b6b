import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import { HookCommandOutputError } from "../hook_commands/hook_command_output_error.ts";
import {
  ModelError,
  RelationNotFoundError,
  SecretNotFoundError,
} from "./errors.ts";
import type { ModelContext } from "./model_context.ts";

/** Commands whose failure may mean that the relation is gone (ERR-04). */
const RELATION_COMMANDS: ReadonlySet<string> = new Set([
  "relation-ids",
  "relation-list",
  "relation-get",
  "relation-set",
  "relation-model-get",
  "network-get",
]);

/**
 * Runs something that asks Juju, and turns a hook command's failure into the
 * model's error, with the failure as its cause; so with an answer that makes
 * no sense.
 *
 * @param context The model's shared parts.
 * @param action What is tried, such as `"Cannot read relation 7"`.
 * @param run Asks Juju.
 */
export function translateErrors<T>(
  context: ModelContext,
  action: string,
  run: () => T,
): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof HookCommandError) {
      throw translate(context, action, error);
    }
    if (error instanceof HookCommandOutputError) {
      const message = `${action}${during(context)}: ${error.message}`;
      throw new ModelError(message, { cause: error });
    }
    throw error;
  }
}

function translate(
  context: ModelContext,
  action: string,
  error: HookCommandError,
): ModelError {
  const [command = ""] = error.argv;
  const options = { cause: error };
  const message = `${action}${during(context)}: ${
    error.stderr.trim() || `${command} exited with code ${error.code}`
  }`;
  if (isRelationGone(context, error)) {
    return new RelationNotFoundError(message, options);
  }
  logRefusal(context, command, error);
  if (command.startsWith("secret-") && /not found/i.test(error.stderr)) {
    return new SecretNotFoundError(message, options);
  }
  return new ModelError(message, options);
}

/** Which hook, action or handler was running, for whoever reads the log. */
function during({ backend, running }: ModelContext): string {
  const { actionName, hookName } = backend.context;
  const hook = actionName ? `"${actionName}" action` : `"${hookName}" hook`;
  if (running === null) return "";
  if (running.event === "__init__") return ` in the charm's constructor`;
  const kind = running.event.replaceAll("_", "-");
  const deferred = running.deferred ? "deferred " : "";
  return kind === hookName || kind === `${actionName}-action`
    ? ` in the ${hook}`
    : ` in the ${hook}, handling the ${deferred}"${kind}" event`;
}

function isRelationGone(
  context: ModelContext,
  { argv, stderr }: HookCommandError,
): boolean {
  const [command = ""] = argv;
  if (!RELATION_COMMANDS.has(command)) return false;
  const text = stderr.toLowerCase();
  if (/relation (\d+ )?not found/.test(text)) return true;
  if (!text.includes("permission denied")) return false;
  // Juju says "permission denied" for a relation that is gone, but also for an
  // application databag that only the leader may use.
  if (!argv.includes("--app")) return true;
  if (command === "relation-set") return leads(context);
  if (command === "relation-get" && argv.at(-1) === context.appName) {
    const endpoint = argv[argv.indexOf("-r") + 1]?.split(":")[0] ?? "";
    return context.meta.relations[endpoint]?.role === "peer" ||
      leads(context);
  }
  return true;
}

/** Whether this unit leads; if Juju does not tell that either, the first failure stands. */
function leads({ leadership }: ModelContext): boolean {
  try {
    return leadership.isLeader();
  } catch (error) {
    if (error instanceof HookCommandError) return false;
    throw error;
  }
}

function logRefusal(
  { leadership, log }: ModelContext,
  command: string,
  { code, stderr }: HookCommandError,
): void {
  const refused =
    /access denied|permission denied|not the leader|cannot write relation settings/i;
  if (!refused.test(stderr)) return;
  const as = leadership.cached === null
    ? " (leadership unknown)"
    : leadership.cached
    ? " (as leader)"
    : "";
  log.security({
    level: "CRITICAL",
    event: `authz_fail:${command}`,
    description:
      `Hook command '${command}'${as} failed with code ${code}: '${stderr.trim()}'. `,
  });
}
