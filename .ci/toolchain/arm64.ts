import { run } from "./command.ts";
import { oldestRunTime } from "./compile.ts";
import { unpackFromDebian } from "./debian.ts";
import {
  type Fetched,
  FOLDER,
  must,
  NotHere,
  type Part,
  removeIfThere,
  withWorkFolder,
} from "./part.ts";
import type { Toolchain } from "./read.ts";

const HOME = `${FOLDER}/arm64`;
const DENORT = `${HOME}/denort`;
/** An emulator that needs no libraries, and the libraries of what it runs. */
const PACKAGES = [
  "qemu-user-static",
  "libc6-arm64-cross",
  "libgcc-s1-arm64-cross",
];
const EMULATOR = "usr/bin/qemu-aarch64-static";
const LIBRARIES = "usr/aarch64-linux-gnu";

/**
 * What runs a program for arm64 on this machine, and the run time for it where
 * Deno can't fetch that.
 */
export function arm64({ compile }: Toolchain): Part {
  const isFetched = compile?.denort !== undefined;
  return {
    name: "arm64",
    skipped: "running a charm for arm64",
    wanted: `1 ${PACKAGES.join(" ")}${isFetched ? " denort" : ""}`,
    fetch: () =>
      withWorkFolder(async (folder) => {
        if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") {
          throw new NotHere("it is for Linux on x86_64");
        }
        await unpackFromDebian(PACKAGES, folder);
        const made = `${folder}/made`;
        await Deno.mkdir(made);
        const [emulator, libraries] = [`${HOME}/qemu`, `${HOME}/root`];
        await Deno.rename(`${folder}/unpacked/${EMULATOR}`, `${made}/qemu`);
        await Deno.rename(`${folder}/unpacked/${LIBRARIES}`, `${made}/root`);
        if (isFetched) {
          await Deno.rename(
            await oldestRunTime(folder, "manylinux_2_28_aarch64"),
            `${made}/denort`,
          );
        }
        await removeIfThere(HOME);
        await Deno.rename(made, HOME);
        const { stdout } = must(
          "starting the emulator",
          await run([emulator, "--version"]),
        );
        return {
          files: [emulator, libraries, ...isFetched ? [DENORT] : []],
          note: stdout.split("\n")[0] ?? "",
          facts: {
            emulator,
            libraries,
            ...isFetched ? { denort: DENORT } : {},
          },
        } satisfies Fetched;
      }),
  };
}
