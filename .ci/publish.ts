// Publishes the package from a copy that holds only what is meant for JSR, or
// tries to with --dry-run. In the checkout itself `deno publish` would take
// the linked stand-ins for @std packages as part of the package.
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The parts of deno.json that are needed here. */
interface Config {
  readonly exports: Readonly<Record<string, string>>;
  readonly links?: readonly string[];
  readonly workspace?: readonly string[];
  readonly [key: string]: unknown;
}

/** Makes the copy, with the links outside of the package. */
async function copyTo(folder: string): Promise<Config> {
  const config: Config = JSON.parse(
    await Deno.readTextFile(`${ROOT}/deno.json`),
  );
  const { links = [], workspace: _, lock: __, ...rest } = config;
  await Deno.mkdir(`${folder}/package`);
  await copyTree(ROOT, `${folder}/package`);
  for (const [index, link] of links.entries()) {
    await Deno.mkdir(`${folder}/link${index}`);
    await copyTree(`${ROOT}/${link}`, `${folder}/link${index}`);
  }
  await writeConfig(folder, {
    ...rest,
    links: links.map((_, index) => `../link${index}`),
  });
  return config;
}

async function writeConfig(folder: string, config: unknown): Promise<void> {
  await Deno.writeTextFile(
    `${folder}/package/deno.json`,
    JSON.stringify(config, null, 2) + "\n",
  );
}

async function copyTree(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (name.startsWith(".") || ["node_modules", "dist"].includes(name)) {
      continue;
    }
    if (isDirectory) {
      await Deno.mkdir(`${to}/${name}`);
      await copyTree(`${from}/${name}`, `${to}/${name}`);
    } else if (isFile) {
      await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
    }
  }
}

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

async function publish(
  folder: string,
  args: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", "--allow-dirty", ...args],
    cwd: `${folder}/package`,
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
  const folder = await Deno.makeTempDir({ prefix: "publish-" });
  try {
    const config = await copyTo(folder);
    const text = await publish(folder, ["--dry-run"]);
    const root = `${await Deno.realPath(folder)}/package/`;
    const files = [...text.matchAll(/file:\/\/(\S+) \(/g)]
      .map(([, path]) => decodeURIComponent(path!).replace(root, ""));
    const problems = listProblems(files, Object.values(config.exports));
    if (problems.length > 0) throw new Error(problems.join("\n"));
    console.log(`${files.length} files are as they should be`);
    if (isDryRun) return;
    const { links: _, workspace: __, lock: ___, ...published } = config;
    await writeConfig(folder, published);
    await publish(folder, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  try {
    await main(Deno.args[0] === "--dry-run");
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
