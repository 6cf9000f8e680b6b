// Publishes the package, or tries to with --dry-run, and looks at what is
// published before it is.
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What is wrong with the list of files that would be published. */
export function listProblems(
  files: readonly string[],
  exported: readonly string[],
): string[] {
  const needed = ["README.md", "CHANGELOG.md", "LICENSE", "deno.json"];
  const wrong = /_(test|bench)\.ts$|(^|\/)\.|^examples\/|testdata\/|\.charm$/;
  return [
    ...[...needed, ...exported.map((path) => path.replace(/^\.\//, ""))]
      .filter((path) => !files.includes(path))
      .map((path) => `"${path}" would not be published`),
    ...files.filter((path) => wrong.test(path))
      .map((path) => `"${path}" would be published`),
  ];
}

async function publish(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  const text = decoder.decode(stdout) + decoder.decode(stderr);
  console.log(text);
  if (code !== 0) throw new Error(`deno publish exited with code ${code}`);
  return text;
}

/** Tries first, also when it is meant: what is on JSR stays there. */
async function main(isDryRun: boolean): Promise<void> {
  const config: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(`${ROOT}deno.json`),
  );
  const text = await publish(["--dry-run", "--allow-dirty"]);
  const packages = [...text.matchAll(/publish of (\S+)@/g)]
    .map(([, name]) => name);
  if (packages.join() !== "@charmkit/ops") {
    throw new Error(`Would publish ${packages.join(", ") || "nothing"}`);
  }
  const files = [...text.matchAll(/file:\/\/(\S+) \(/g)]
    .map(([, path]) => decodeURIComponent(path!).replace(ROOT, ""));
  const problems = listProblems(files, Object.values(config.exports));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  console.log(`${files.length} files are as they should be`);
  if (!isDryRun) await publish([]);
}

if (import.meta.main) {
  try {
    await main(Deno.args[0] === "--dry-run");
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
