import { run } from "./command.ts";
import {
  type Fetched,
  FOLDER,
  must,
  NotHere,
  type Part,
  withWorkFolder,
} from "./part.ts";
import { unpackWheel } from "./python.ts";

/** The oldest Deno that is supported. */
export const OLDEST = "2.6.10";
/** The newest Deno that is tested, unless a newer one runs this. */
export const NEWEST = "2.9.6";

/** Kinds of machine that Deno, and so a compiled charm, is made for. */
function isSupported(): boolean {
  return Deno.build.os === "linux" &&
    ["x86_64", "aarch64"].includes(Deno.build.arch);
}

/** The Deno that the tests, the demo and the benches run on. */
export function newest(earlier: string | undefined): Part {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  const isNew = major > 2 || (major === 2 && minor >= 9);
  const version = isNew ? Deno.version.deno : earlier ?? NEWEST;
  return executable("deno newest", version, "everything on the newest Deno", [
    linkRunning,
    fromNpm,
    fromPyPI,
    fromUpgrade,
  ]);
}

/** The Deno that the unit tests run on again. */
export const oldest: Part = executable(
  "deno oldest",
  OLDEST,
  `the unit tests on Deno ${OLDEST}`,
  [linkRunning, fromPyPI, fromNpm, fromUpgrade],
);

/** A way to an executable: puts it at `target` or throws {@linkcode NotHere}. */
type Way = (version: string, folder: string, target: string) => Promise<void>;

function executable(
  name: string,
  version: string,
  skipped: string,
  ways: readonly Way[],
): Part {
  const path = `${FOLDER}/bin/deno-${version}`;
  return {
    name,
    skipped,
    wanted: `1 ${version}`,
    fetch: () =>
      withWorkFolder(async (folder): Promise<Fetched> => {
        const reasons: string[] = [];
        if (!isSupported() && version !== Deno.version.deno) {
          throw new NotHere("this is for Linux on x86_64 and aarch64 only");
        }
        for (const way of ways) {
          try {
            await Deno.mkdir(`${folder}/${way.name}`);
            const half = `${folder}/${way.name}.half`;
            await way(version, `${folder}/${way.name}`, half);
            await Deno.chmod(half, 0o755);
            await expectVersion(half, version);
            await Deno.rename(half, path);
            return { files: [path], note: version, facts: { path, version } };
          } catch (error) {
            if (!(error instanceof NotHere)) throw error;
            if (error.message !== "") reasons.push(error.message);
          }
        }
        throw new NotHere(reasons.join("; "));
      }),
  };
}

async function expectVersion(path: string, version: string): Promise<void> {
  const { stdout } = must(
    `starting Deno ${version}`,
    await run([path, "--version"], { timeoutMs: 60_000 }),
  );
  if (!stdout.startsWith(`deno ${version} `)) {
    throw new NotHere(`Deno ${version} says it is "${stdout.split("\n")[0]}"`);
  }
}

async function linkRunning(
  version: string,
  _folder: string,
  target: string,
): Promise<void> {
  if (Deno.version.deno !== version) throw new NotHere("");
  const running = await Deno.realPath(Deno.execPath());
  try {
    await Deno.link(running, target);
  } catch {
    // It is on another disk, or belongs to another user.
    await Deno.copyFile(running, target);
  }
}

async function fromNpm(
  version: string,
  folder: string,
  target: string,
): Promise<void> {
  const arch = Deno.build.arch === "x86_64" ? "x64" : "arm64";
  const name = `@deno/linux-${arch}-glibc@${version}`;
  must(
    `fetching ${name} from npm`,
    await run(["npm", "pack", "--silent", name], { cwd: folder }),
  );
  for await (const file of Deno.readDir(folder)) {
    must(
      "unpacking the npm package",
      await run(["tar", "xzf", file.name], { cwd: folder }),
    );
  }
  await Deno.rename(`${folder}/package/deno`, target);
}

async function fromPyPI(
  version: string,
  folder: string,
  target: string,
): Promise<void> {
  await unpackWheel(`deno==${version}`, folder);
  await Deno.rename(
    `${folder}/deno-${version}.data/scripts/deno`,
    target,
  );
}

// Deno's own download site, for a machine that has internet but no Python.
async function fromUpgrade(
  version: string,
  _folder: string,
  target: string,
): Promise<void> {
  must(
    `fetching Deno ${version} from its own site`,
    await run([Deno.execPath(), "upgrade", version, "--output", target]),
  );
}
