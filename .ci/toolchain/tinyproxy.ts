import { Tinyproxy } from "../../examples/tinyproxy/src/tinyproxy.ts";
import { run } from "./command.ts";
import { hasAptGet, unpackFromDebian } from "./debian.ts";
import {
  type Fetched,
  FOLDER,
  must,
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
  return await withWorkFolder(async (folder) => {
    await unpackFromDebian(["tinyproxy-bin"], folder);
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
