import type { Toolchain } from "../toolchain/read.ts";
import { machineArchitecture } from "../../src/cli/platforms.ts";
import { add, type Check, exec, type Log, type Tally } from "./check.ts";

/** Only what this machine can run. */
const OWN = ["--platform", machineArchitecture()];

/**
 * Checks, packs (which compiles) and runs every example that is a charm, and
 * follows what its README says.
 */
export async function exampleChecks(
  deno: string,
  { charmParser = "charm-parser" }: Toolchain,
): Promise<Check[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir("examples")) {
    if (isDirectory) names.push(name);
  }
  return names.sort().map((name) => ({
    name: `examples/${name} checked, packed and run`,
    run: async (log: Log) => {
      const folder = await Deno.realPath(`examples/${name}`);
      const out = await Deno.makeTempDir({ prefix: "example-" });
      try {
        const charmkit = (...args: string[]): Promise<Tally> =>
          exec([deno, "task", "charmkit", ...args], log);
        const made = [
          await charmkit("check", folder, "--types", "--strict"),
          await charmkit("pack", folder, "--output-dir", out, ...OWN),
        ].reduce(add);
        if (made.failed > 0) return made;
        const charm = await findCharm(out);
        return [
          await exec([charmParser, charm], log, { isQuiet: true }),
          await charmkit(
            "run",
            charm,
            "--simulate-pebble",
            "--event",
            "update-status",
          ),
          await followReadme(deno, `${folder}/README.md`, log),
        ].reduce(add, made);
      } finally {
        await Deno.remove(out, { recursive: true });
      }
    },
  }));
}

/** Runs each line of the README's blocks of sh that runs charmkit. */
async function followReadme(
  deno: string,
  path: string,
  log: Log,
): Promise<Tally> {
  const markdown = await Deno.readTextFile(path);
  const lines = [...markdown.matchAll(/^```sh\n([^]*?)^```$/gm)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .filter((line) => line.startsWith("deno task charmkit "));
  if (lines.length === 0) throw new Error(`${path} runs nothing`);
  let tally: Tally = { passed: 0, failed: 0 };
  for (const line of lines) {
    log(`$ ${line}`);
    const script = `deno() { "$0" "$@"; }\n${line}`;
    tally = add(tally, await exec(["sh", "-c", script, deno], log));
  }
  return tally;
}

async function findCharm(folder: string): Promise<string> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".charm")) return `${folder}/${name}`;
  }
  throw new Error("charmkit pack made no .charm file");
}
