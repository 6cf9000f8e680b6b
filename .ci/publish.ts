// Publishes the package, or tries to with --dry-run, and looks at what is
// published before it is.
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * What is wrong with the list of files that would be published.
 *
 * @param files The files.
 * @param exported The package's entries.
 * @param imported The modules that these consist of.
 */
export function listProblems(
  files: readonly string[],
  exported: readonly string[],
  imported: ReadonlySet<string>,
): string[] {
  const needed = ["README.md", "CHANGELOG.md", "LICENSE", "deno.json"];
  const wrong = /_(test|bench)\.ts$|(^|\/)\.|^examples\/|testdata\/|\.charm$/;
  return [
    ...[...needed, ...exported.map((path) => path.replace(/^\.\//, ""))]
      .filter((path) => !files.includes(path))
      .map((path) => `"${path}" would not be published`),
    ...files.filter((path) => wrong.test(path))
      .map((path) => `"${path}" would be published`),
    ...files.filter((path) => path.endsWith(".ts") && !imported.has(path))
      .map((path) => `"${path}" would be published, but nothing imports it`),
  ];
}

/** The package's own modules that its entries consist of. */
async function importedModules(
  exported: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const entry of exported) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: ROOT,
    }).output();
    const graph: { modules: { local?: string }[] } = JSON.parse(
      new TextDecoder().decode(stdout),
    );
    for (const { local } of graph.modules) {
      if (local?.startsWith(ROOT)) found.add(local.slice(ROOT.length));
    }
  }
  return found;
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
  const exported = Object.values(config.exports);
  const problems = listProblems(
    files,
    exported,
    await importedModules(exported),
  );
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
