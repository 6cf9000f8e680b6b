// Sets up all that the tests, the demo and the benches need, in .toolchain/.
import { browser } from "./toolchain/browser.ts";
import { compile } from "./toolchain/compile.ts";
import { newest, oldest } from "./toolchain/deno.ts";
import { charmParser, pebble } from "./toolchain/go.ts";
import {
  ensure,
  type Fetched,
  FOLDER,
  type Part,
  removeIfThere,
  writeWhole,
} from "./toolchain/part.ts";
import { peers, plainOps, python, workload } from "./toolchain/python.ts";
import { FILE, readToolchain, type Toolchain } from "./toolchain/read.ts";
import { tinyproxy } from "./toolchain/tinyproxy.ts";

/** What {@linkcode setUp} made of the machine. */
export interface SetUp {
  /** Where the parts are. */
  readonly toolchain: Toolchain;
  /** Names of the parts that are not here. */
  readonly missing: readonly string[];
}

/** Finds or fetches every part, saying so in one line each. */
export async function setUp(): Promise<SetUp> {
  await Deno.mkdir(`${FOLDER}/bin`, { recursive: true });
  await Deno.mkdir(`${FOLDER}/stamps`, { recursive: true });
  // Two at a time would fetch the same; the lock goes when the process does.
  using lock = await Deno.open(`${FOLDER}/lock`, { write: true, create: true });
  await lock.lock(true);
  await removeLeftovers();
  const missing: string[] = [];
  const get = async (part: Part): Promise<Fetched | undefined> => {
    const outcome = await ensure(part);
    if (outcome.state === "not here") {
      missing.push(part.name);
      const { why } = outcome;
      console.log(
        `${part.name}: not here, so ${part.skipped}: skipped (${why})`,
      );
      return undefined;
    }
    console.log(`${part.name}: ${outcome.state} (${outcome.part.note})`);
    return outcome.part;
  };

  const environment = await get(python);
  const [compiled, built, installed, shown, proxy] = await Promise.all([
    denoParts(get),
    goParts(get),
    pythonParts(get, environment),
    get(browser),
    get(tinyproxy),
  ]);
  const toolchain = {
    ...compiled,
    ...built,
    ...installed,
    browser: shown?.facts["path"],
    tinyproxyBin: proxy?.facts["bin"],
  };
  await writeWhole(FILE, JSON.stringify(toolchain, null, 2) + "\n");
  return { toolchain, missing };
}

type Get = (part: Part) => Promise<Fetched | undefined>;

async function denoParts(get: Get): Promise<Toolchain> {
  const newestDeno = await get(newest(earlierNewest()));
  const oldestDeno = await get(oldest);
  const compiler = await get(compile(newestDeno, oldestDeno));
  return {
    deno: {
      newest: newestDeno?.facts["path"],
      oldest: oldestDeno?.facts["path"],
    },
    compile: compiler && {
      deno: compiler.facts["deno"]!,
      denort: compiler.facts["denort"],
    },
  };
}

async function goParts(
  get: Get,
): Promise<Pick<Toolchain, "pebble" | "charmParser">> {
  return {
    pebble: (await get(pebble))?.facts["path"],
    charmParser: (await get(charmParser()))?.facts["path"],
  };
}

async function pythonParts(
  get: Get,
  environment: Fetched | undefined,
): Promise<Pick<Toolchain, "python" | "plainOps" | "workload">> {
  return {
    python: (await get(peers(environment)))?.facts["path"],
    plainOps: (await get(plainOps(environment)))?.facts["path"],
    workload: (await get(workload(environment)))?.facts["path"],
  };
}

/** What an earlier run took for the newest Deno, for a run by an older one. */
function earlierNewest(): string | undefined {
  try {
    return /deno-([^/]+)$/.exec(readToolchain().deno.newest ?? "")?.[1];
  } catch {
    return undefined;
  }
}

/** A run that was killed leaves its work folder. */
async function removeLeftovers(): Promise<void> {
  for await (const { name } of Deno.readDir(FOLDER)) {
    if (name.startsWith("work-")) await removeIfThere(`${FOLDER}/${name}`);
  }
}

if (import.meta.main) {
  const isStrict = Deno.args.join(" ") === "--require all";
  if (Deno.args.length > 0 && !isStrict) {
    console.error("Usage: deno task toolchain [--require all]");
    Deno.exit(2);
  }
  const { missing } = await setUp();
  if (missing.length > 0 && isStrict) {
    console.error(`error: not here: ${missing.join(", ")}`);
    Deno.exit(1);
  }
}
