import { createBrotliDecompress } from "node:zlib";
import { Readable, Writable } from "node:stream";
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

/** The package of npm that has a whole Chromium in it. */
const PACKAGE = "@sparticuz/chromium@153.0.0";
const HOME = `${FOLDER}/chromium`;

/** The browser that looks at the report of `charmkit run`. */
export const browser: Part = {
  name: "browser",
  skipped: "the tests of the report in a real browser",
  wanted: `1 ${PACKAGE}`,
  fetch: async () => await fromNpm() ?? await fromMachine(),
};

async function fromNpm(): Promise<Fetched | null> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") return null;
  return await withWorkFolder(async (folder) => {
    must(
      "fetching Chromium from npm",
      await run(["npm", "pack", "--silent", PACKAGE], { cwd: folder }),
    );
    for await (const file of Deno.readDir(folder)) {
      must(
        "unpacking the npm package",
        await run(["tar", "xzf", file.name], { cwd: folder }),
      );
    }
    const half = `${folder}/chromium`;
    await Deno.mkdir(half);
    await unpack(`${folder}/package/bin/chromium.br`, `${half}/chromium`);
    await Deno.chmod(`${half}/chromium`, 0o755);
    // It draws by software, with libraries that have to be beside it.
    const archive = `${folder}/swiftshader.tar`;
    await unpack(`${folder}/package/bin/swiftshader.tar.br`, archive);
    must(
      "unpacking what Chromium draws with",
      await run(["tar", "xf", archive], { cwd: half }),
    );
    // Without the libraries of a desktop it says which one it lacks.
    must("starting Chromium", await run([`${half}/chromium`, "--version"]));
    await removeIfThere(HOME);
    await Deno.rename(half, HOME);
    const path = `${HOME}/chromium`;
    return { files: [path], note: PACKAGE, facts: { path } };
  });
}

async function unpack(from: string, to: string): Promise<void> {
  const packed = await Deno.open(from);
  const file = await Deno.open(to, { write: true, createNew: true });
  await packed.readable.pipeThrough(brotli()).pipeTo(file.writable);
}

function brotli(): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  const stream = createBrotliDecompress();
  return {
    writable: Writable.toWeb(stream) as WritableStream<Uint8Array>,
    readable: Readable.toWeb(stream) as unknown as ReadableStream<
      Uint8Array<ArrayBuffer>
    >,
  };
}

/** For machines that the package is not made for. */
async function fromMachine(): Promise<Fetched> {
  for (const name of ["chromium", "google-chrome", "chromium-browser"]) {
    const { code, stdout } = await run(["which", name]);
    if (code !== 0 || (await run([stdout, "--version"])).code !== 0) continue;
    return { files: [stdout], note: stdout, facts: { path: stdout } };
  }
  throw new NotHere("there is no Chromium on PATH that starts");
}
