import { Tinyproxy } from "../../examples/tinyproxy/src/tinyproxy.ts";
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

const HOME = `${FOLDER}/tinyproxy`;

/** The workload of the example of a machine charm. */
export const tinyproxy: Part = {
  name: "tinyproxy",
  skipped: "all that runs the tinyproxy example's workload",
  wanted: "1 tinyproxy",
  fetch: async () =>
    await fromMachine() ?? await asCharmDoes() ?? await fromDebian(),
};

async function fromMachine(): Promise<Fetched | null> {
  const path = (await run(["which", "tinyproxy"])).stdout;
  return path === "" ? null : await known(path, {});
}

/** On a new machine of CI, the code by which the charm installs it is tried. */
async function asCharmDoes(): Promise<Fetched | null> {
  if (Deno.uid() !== 0 || !await hasAptGet()) return null;
  await new Tinyproxy(HOME).install();
  return await fromMachine();
}

/** Without root, it is taken out of Debian's package. */
async function fromDebian(): Promise<Fetched> {
  if (!await hasAptGet()) {
    throw new NotHere("it is not on PATH, and there is no apt-get");
  }
  return await withWorkFolder(async (folder) => {
    // The lists of the machine may be out of date, and are root's.
    const folders = ["lists/partial", "cache/archives/partial"];
    for (const name of folders) {
      await Deno.mkdir(`${folder}/${name}`, { recursive: true });
    }
    const aptGet = [
      "apt-get",
      `--option=Dir::State::Lists=${folder}/lists`,
      `--option=Dir::Cache=${folder}/cache`,
    ];
    must("reading Debian's lists", await run([...aptGet, "update"]));
    must(
      "fetching tinyproxy from Debian",
      await run([...aptGet, "download", "tinyproxy-bin"], { cwd: folder }),
    );
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".deb")) continue;
      must(
        "unpacking tinyproxy",
        await run(["dpkg-deb", "-x", name, "unpacked"], { cwd: folder }),
      );
    }
    await removeIfThere(HOME);
    await Deno.rename(`${folder}/unpacked`, HOME);
    const bin = `${HOME}/usr/bin`;
    return await known(`${bin}/tinyproxy`, { bin });
  });
}

async function known(
  path: string,
  facts: Readonly<Record<string, string>>,
): Promise<Fetched> {
  const { stdout } = must("starting tinyproxy", await run([path, "-v"]));
  return { files: [path], note: stdout, facts };
}

async function hasAptGet(): Promise<boolean> {
  return (await run(["apt-get", "--version"])).code === 0;
}
