import { complaint, run } from "./command.ts";
import {
  type Fetched,
  FOLDER,
  must,
  NotHere,
  type Part,
  removeIfThere,
  withWorkFolder,
} from "./part.ts";

const VENV = `${FOLDER}/python`;
const PYTHON = `${VENV}/bin/python`;

/** Python with pip, which also brings the parts that PyPI has. */
export const python: Part = {
  name: "python",
  skipped: "what comes from PyPI (httpbin, Deno 2.6.10) and the comparison",
  // Programs in such an environment hold its path, so a moved one is redone.
  wanted: `1 ${VENV}`,
  async fetch() {
    const system = await findPython();
    await removeIfThere(VENV);
    await makeVenv(system);
    const { stdout } = must(
      "asking Python for its version",
      await run([PYTHON, "--version"]),
    );
    return {
      files: [PYTHON],
      note: stdout,
      facts: { python: PYTHON, made: new Date().toISOString() },
    };
  },
};

/** The Python libraries that this project is compared with. */
export function peers(environment: Fetched | undefined): Part {
  return installed("python peers", "the comparison with ops", environment, {
    packages: ["ops==3.9.0", "ops-scenario==8.9.0", "ops-tracing==3.9.0"],
    modules: "ops, ops_tracing, scenario",
    path: PYTHON,
  });
}

/**
 * The `ops` library with nothing beside it, as most charms have it: where the
 * tracing extra is installed, loading `ops` costs almost twice as much.
 */
export function plainOps(environment: Fetched | undefined): Part {
  const path = `${FOLDER}/ops`;
  return {
    name: "ops alone",
    skipped: "comparing the cost of a dispatch with ops",
    wanted: `1 ops==3.9.0 in ${environment?.facts["made"]}`,
    fetch: () =>
      withWorkFolder(async (folder) => {
        if (!environment) throw new NotHere("there is no Python environment");
        const half = `${folder}/ops`;
        must(
          "installing ops==3.9.0",
          await run(
            [...pip(), "install", "--quiet", "--target", half, "ops==3.9.0"],
          ),
        );
        await removeIfThere(path);
        await Deno.rename(half, path);
        return { files: [path], note: "3.9.0", facts: { path } };
      }),
  };
}

/** The workload of the httpbin example, as its real image has it. */
export function workload(environment: Fetched | undefined): Part {
  return installed("workload", "the real httpbin in the demo", environment, {
    // A later gunicorn wants a gevent that this httpbin has no greenlet for.
    packages: ["httpbin==0.10.4", "gunicorn==23.0.0", "gevent"],
    modules: "httpbin, gunicorn.workers.ggevent",
    path: `${VENV}/bin`,
  });
}

function installed(
  name: string,
  skipped: string,
  environment: Fetched | undefined,
  { packages, modules, path }: {
    readonly packages: readonly string[];
    readonly modules: string;
    readonly path: string;
  },
): Part {
  return {
    name,
    skipped,
    wanted: `3 ${packages.join(" ")} in ${environment?.facts["made"]}`,
    async fetch() {
      if (!environment) throw new NotHere("there is no Python environment");
      must(
        `installing ${packages.join(" ")}`,
        await run([...pip(), "install", "--quiet", ...packages]),
      );
      must(
        `loading ${modules}`,
        await run([PYTHON, "-c", `import ${modules}`]),
      );
      return { files: [path], note: packages.join(" "), facts: { path } };
    },
  };
}

/**
 * Downloads one wheel for this machine, or for another one such as
 * `manylinux_2_28_aarch64`, and unpacks it into a folder.
 */
export async function unpackWheel(
  requirement: string,
  folder: string,
  machine?: string,
): Promise<void> {
  must(
    `fetching ${requirement} from PyPI`,
    await run([
      ...pip(),
      "download",
      "--quiet",
      "--no-deps",
      "--only-binary=:all:",
      ...machine === undefined ? [] : ["--platform", machine],
      "--dest",
      folder,
      requirement,
    ]),
  );
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".whl")) continue;
    const wheel = `${folder}/${name}`;
    must(
      `unpacking ${name}`,
      await run([PYTHON, "-m", "zipfile", "-e", wheel, folder]),
    );
    await Deno.remove(wheel);
  }
}

/** Starts pip for this toolchain's Python. */
export function pip(): string[] {
  return [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"];
}

async function findPython(): Promise<string> {
  const names = ["python3", "python", "python3.13", "python3.12", "python3.11"];
  for (const name of names) {
    const newEnough = "import sys; sys.exit(sys.version_info < (3, 10))";
    if ((await run([name, "-c", newEnough])).code === 0) return name;
  }
  throw new NotHere("there is no Python 3.10 or later on PATH");
}

async function makeVenv(system: string): Promise<void> {
  const first = await run([system, "-m", "venv", VENV]);
  if (first.code === 0) return;
  // Debian keeps venv in a package of its own.
  await removeIfThere(VENV);
  if ((await run([system, "-m", "virtualenv", VENV])).code === 0) return;
  await removeIfThere(VENV);
  if (Deno.uid() !== 0) {
    throw new NotHere(
      `Python cannot make an environment (${complaint(first)}); ` +
        "installing the package python3-venv would do",
    );
  }
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update"], { env });
  must(
    "installing python3-venv",
    await run(["apt-get", "install", "--yes", "python3-venv"], { env }),
  );
  must("making a Python environment", await run([system, "-m", "venv", VENV]));
}
