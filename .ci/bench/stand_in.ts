import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./hook_command.sh", import.meta.url));
const FAMILIES: Record<string, readonly string[]> = {
  action: ["fail", "get", "log", "set"],
  application: ["version-set"],
  close: ["port"],
  config: ["get"],
  credential: ["get"],
  goal: ["state"],
  is: ["leader"],
  juju: ["log", "reboot"],
  network: ["get"],
  open: ["port"],
  opened: ["ports"],
  relation: ["get", "ids", "list", "model-get", "set"],
  resource: ["get"],
  secret: "add get grant ids info-get remove revoke set".split(" "),
  state: ["delete", "get", "set"],
  status: ["get", "set"],
  storage: ["add", "get", "list"],
  unit: ["get"],
};

/** The names of the hook commands that a charm finds on PATH. */
const HOOK_COMMANDS = Object.entries(FAMILIES)
  .flatMap(([family, names]) => names.map((name) => `${family}-${name}`));

/** Links the stand-in under the name of every hook command. */
export async function linkHookCommands(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const name of HOOK_COMMANDS) {
    await Deno.symlink(SCRIPT, `${folder}/${name}`);
  }
}

/** Makes a folder from which the stand-in answers, and to which it logs. */
export async function makeAnswers(
  folder: string,
  answers: Readonly<Record<string, unknown>>,
): Promise<void> {
  await Deno.mkdir(`${folder}/answers`, { recursive: true });
  for (const [call, answer] of Object.entries(answers)) {
    await Deno.writeTextFile(
      `${folder}/answers/${call}`,
      `${JSON.stringify(answer)}\n`,
    );
  }
}

/** The calls since the last time, oldest first; forgets them. */
export async function takeCalls(folder: string): Promise<string[]> {
  try {
    const log = await Deno.readTextFile(`${folder}/log`);
    await Deno.remove(`${folder}/log`);
    return log.trimEnd().split("\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
