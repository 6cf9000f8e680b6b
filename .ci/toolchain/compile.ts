import { run } from "./command.ts";
import { NEWEST, OLDEST } from "./deno.ts";
import {
  type Fetched,
  FOLDER,
  NotHere,
  type Part,
  withWorkFolder,
} from "./part.ts";
import { unpackWheel } from "./python.ts";

const DENORT = `${FOLDER}/bin/denort-${OLDEST}`;

/**
 * The Deno that can compile here. `deno compile` downloads a run time of
 * exactly its own version from Deno's site. Where that is out of reach, the
 * run time comes out of a program on PyPI that was compiled with the oldest
 * Deno.
 */
export function compile(
  newest: Fetched | undefined,
  oldest: Fetched | undefined,
): Part {
  return {
    name: "compile",
    skipped: "compiling charms, and all that runs a compiled one",
    wanted: `1 ${newest?.note ?? NEWEST} or ${OLDEST}`,
    fetch: () =>
      withWorkFolder(async (folder) => {
        const deno = newest?.facts["path"];
        if (deno && await canCompile(deno, {}, folder)) {
          return {
            files: [deno],
            note: `Deno ${newest.note}`,
            facts: { deno },
          };
        }
        const older = oldest?.facts["path"];
        if (!older) throw new NotHere(`Deno ${OLDEST} is not here`);
        return await withRunTime(older, folder);
      }),
  };
}

async function withRunTime(deno: string, folder: string): Promise<Fetched> {
  const half = await oldestRunTime(folder);
  if (!await canCompile(deno, { DENORT_BIN: half }, folder)) {
    throw new NotHere(`Deno ${OLDEST} cannot use the run time from PyPI`);
  }
  await Deno.rename(half, DENORT);
  return {
    files: [deno, DENORT],
    note: `Deno ${OLDEST} with a run time from PyPI`,
    facts: { deno, denort: DENORT },
  };
}

/**
 * Makes the run time of the oldest Deno.
 *
 * @param folder A folder for what is made on the way, and the run time.
 * @param machine Another machine it is for, as wheels call it.
 * @returns Its path, in the folder.
 */
export async function oldestRunTime(
  folder: string,
  machine?: string,
): Promise<string> {
  const wheel = `${folder}/wheel`;
  await Deno.mkdir(wheel);
  await unpackWheel("bids-validator-deno==2.4.1", wheel, machine);
  const path = `${folder}/denort`;
  await cutToElf(
    `${wheel}/bids_validator_deno-2.4.1.data/scripts/bids-validator-deno`,
    path,
  );
  return path;
}

async function canCompile(
  deno: string,
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<boolean> {
  const source = `${folder}/hello.ts`;
  const program = `${folder}/hello`;
  await Deno.writeTextFile(source, 'console.log("hello");\n');
  const compiled = await run(
    [deno, "compile", "--no-config", "--no-code-cache"].concat(
      ["--output", program, source],
    ),
    { env, timeoutMs: 120_000 },
  );
  if (compiled.code !== 0) return false;
  return (await run([program], { timeoutMs: 60_000 })).stdout === "hello";
}

/**
 * Copies a compiled program without what `deno compile` appended: the ELF file
 * proper ends with its section header table.
 */
export async function cutToElf(from: string, to: string): Promise<void> {
  using file = await Deno.open(from);
  const header = new DataView(new ArrayBuffer(64));
  await file.read(new Uint8Array(header.buffer));
  if (header.getUint32(0) !== 0x7f454c46 || header.getUint8(4) !== 2) {
    throw new NotHere(`the program in the wheel is not a 64-bit ELF file`);
  }
  const tableStart = Number(header.getBigUint64(0x28, true));
  const entrySize = header.getUint16(0x3a, true);
  const entries = header.getUint16(0x3c, true);
  await Deno.copyFile(from, to);
  await Deno.truncate(to, tableStart + entrySize * entries);
  await Deno.chmod(to, 0o755);
}
