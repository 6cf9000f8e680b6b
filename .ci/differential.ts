// Shows how many hook commands our charm runs where the same charm on Python's
// ops runs its own, scenario by scenario, and where the two differ.
//
// Usage: differential.ts [WORD …]: only scenarios with such a word in the name
import { compareCharms, type Row, table } from "./differential/differential.ts";
import { DIFFERENCES, REASONS } from "./differential/differences.ts";
import { SCENARIOS } from "./differential/scenarios/mod.ts";
import { setUp } from "./toolchain.ts";

async function main(words: readonly string[]): Promise<boolean> {
  await setUp();
  const scenarios = SCENARIOS.filter(({ name }) =>
    words.length === 0 || words.some((word) => name.includes(word))
  );
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    const row = await compareCharms(scenario);
    rows.push(row);
    for (const complaint of row.complaints) {
      console.error(`${row.name}\n  ${complaint}`);
    }
  }
  console.log(`\n${table(rows)}\n`);
  for (const [id, reason] of Object.entries(REASONS)) {
    const count = DIFFERENCES.filter((each) => each.reason === id).length;
    console.log(`${id} (${count}): ${reason}`);
  }
  return rows.every(({ complaints }) => complaints.length === 0);
}

if (import.meta.main && !await main(Deno.args)) Deno.exit(1);
