// The differential check: the same charm in Python and in TypeScript, the same
// world, the same events; what they do to the world must be the same.
//
// Both run as processes against the served simulator. Compared are exit code,
// what the charm met (results of reads, kinds of errors), what took effect at
// once, the world afterwards, deferred notices, security events and what is
// logged at WARNING and above. Ours may not run more hook commands.
import { complaints } from "./compare.ts";
import { play } from "./play.ts";
import type { Scenario } from "./scenario.ts";

/** How many hook commands each of the two has run in a scenario. */
export interface Row {
  /** Name of the scenario. */
  readonly name: string;
  /** Commands of ops, without juju-log. */
  readonly ops: number;
  /** Commands of ours, without juju-log. */
  readonly ours: number;
  /** What speaks against the scenario. */
  readonly complaints: readonly string[];
}

/** Plays a scenario with both charms, at the same time, and compares. */
export async function compareCharms(scenario: Scenario): Promise<Row> {
  const [ops, ours] = await Promise.all([
    play("ops", scenario),
    play("ours", scenario),
  ]);
  const count = (outcomes: typeof ops) =>
    outcomes.reduce((sum, { commands }) => sum + commands.length, 0);
  return {
    name: scenario.name,
    ops: count(ops),
    ours: count(ours),
    complaints: complaints(scenario, ops, ours),
  };
}

/** Makes a test of each scenario, and prints a table of their hook commands. */
export function testScenarios(scenarios: readonly Scenario[]): void {
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    Deno.test(`differential: ${scenario.name}`, async () => {
      const row = await compareCharms(scenario);
      rows.push(row);
      if (row.complaints.length > 0) {
        throw new Error(`The charms differ\n${row.complaints.join("\n")}`);
      }
    });
  }
  Deno.test.afterAll(() => console.log(table(rows)));
}

/** The numbers of hook commands, side by side. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ name, ops, ours }) => line(name, ops, ours));
  const sum = (of: (row: Row) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  return [
    line("hook commands without juju-log", "ops", "ours"),
    ...lines,
    line("all", sum(({ ops }) => ops), sum(({ ours }) => ours)),
  ].join("\n");
}

function line(
  name: string,
  ops: number | string,
  ours: number | string,
): string {
  return `${name.padEnd(72)}${String(ops).padStart(5)}${
    String(ours).padStart(5)
  }`;
}
