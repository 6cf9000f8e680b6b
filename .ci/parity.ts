// Looks up each public name of Python's ops among those that we export, and
// prints by module how many are covered, excused with a reason, and missing.
//
// None may be missing. The porting table is made of the same data.
//
// Usage: parity.ts [--write]   --write: bring the table in step
import { fileURLToPath } from "node:url";
import { readOurNames } from "./parity/our_names.ts";
import { PORTING } from "./parity/porting.ts";
import {
  needlessCounterparts,
  type PythonNames,
  type Resolved,
  resolveModule,
} from "./parity/resolve.ts";
import { renderTable } from "./parity/table.ts";
import PYTHON_NAMES from "./parity/ops_public_names.json" with { type: "json" };

const TABLE = fileURLToPath(
  new URL("../.docs/porting_names.md", import.meta.url),
);

async function resolveAll(): Promise<Map<string, Resolved[]>> {
  const python: PythonNames = PYTHON_NAMES;
  const resolved = new Map<string, Resolved[]>();
  for (const [module, names] of Object.entries(python)) {
    const porting = PORTING[module];
    if (!porting) {
      throw new Error(`Cannot port ${module}: it is not in the data`);
    }
    const needless = needlessCounterparts(names, porting);
    if (needless.length > 0) {
      throw new Error(`Not a name of ${module}: ${needless.join(", ")}`);
    }
    const { entry } = porting;
    const exported = await readOurNames(entry);
    resolved.set(module, resolveModule(names, porting, exported));
  }
  return resolved;
}

function printCounts(resolved: ReadonlyMap<string, readonly Resolved[]>): void {
  const states = ["covered", "excused", "missing"] as const;
  console.log(
    ["", ...states].map((cell, i) => i ? cell.padStart(9) : cell.padEnd(14))
      .join(""),
  );
  for (const [module, names] of resolved) {
    const counts = states.map((wanted) =>
      `${names.filter(({ state }) => state === wanted).length}`.padStart(9)
    );
    console.log(module.padEnd(14) + counts.join(""));
  }
}

/** As `deno fmt` wants it, which aligns the columns. */
async function formatted(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = new Blob([markdown]).stream().pipeTo(child.stdin);
  const [{ success, stdout }] = await Promise.all([child.output(), input]);
  if (!success) throw new Error("Cannot format the porting table");
  return new TextDecoder().decode(stdout);
}

async function main(write: boolean): Promise<boolean> {
  const resolved = await resolveAll();
  printCounts(resolved);
  const wrong = [...resolved].flatMap(([module, names]) =>
    names.filter(({ state }) => state === "missing")
      .map(({ python, ours }) =>
        `${module}: ${python} is missing, and there is no "${ours}"`
      )
  );
  const table = await formatted(renderTable(resolved, PORTING));
  if (write) await Deno.writeTextFile(TABLE, table);
  else if (await Deno.readTextFile(TABLE).catch(() => "") !== table) {
    wrong.push("The porting table is not in step: run with --write");
  }
  for (const line of wrong) console.error(`error: ${line}`);
  return wrong.length === 0;
}

if (import.meta.main && !await main(Deno.args.includes("--write"))) {
  Deno.exit(1);
}
