import { type Charms, hook } from "./charm_peers.ts";
import { type Cost, measure } from "./measure.ts";
import { takeCalls } from "./stand_in.ts";

/** An event that is measured, and what ours may cost of the peer's. */
export interface Scenario {
  /** Heading of its table. */
  readonly title: string;
  /** The hook, in Juju's spelling. */
  readonly event: string;
  /** Folder of the hook commands' answers. */
  readonly answers: string;
  /** Answers of an unmeasured config-changed before each round. */
  readonly answersBefore?: string;
  /** How often it is measured. */
  readonly rounds: number;
  /** The most that is allowed, as parts of what ops costs. */
  readonly limits: Partial<Record<keyof Cost, number>>;
}

/** What a charm did and what it cost. */
interface Result extends Cost {
  readonly name: string;
  readonly calls: readonly string[];
}

/** Where the charms run. */
export interface Surroundings {
  /** The application that the charms operate. */
  readonly application: string;
  /** Folder of the hook commands. */
  readonly hookCommands: string;
  /** The interpreter that measures. */
  readonly python: string;
}

/**
 * Runs the charms for one event, in turn, and prints them side by side.
 *
 * @returns What is over its limit.
 */
export async function compareDispatches(
  charms: Charms,
  scenario: Scenario,
  surroundings: Surroundings,
): Promise<string[]> {
  const { event, answers, answersBefore, rounds } = scenario;
  const { python } = surroundings;
  const commands = charms.map((charm) => ({
    name: charm.name,
    ...hook(charm, { ...surroundings, event, answers }),
    ...(answersBefore && {
      before: hook(charm, {
        ...surroundings,
        event: "config-changed",
        answers: answersBefore,
      }),
    }),
  }));
  const calls = new Map<string, readonly string[]>();
  for (const command of commands) {
    // A charm's first dispatch has more to do than any later one.
    await measure(python, [command], 0);
    await takeCalls(answers);
    await measure(python, [{ ...command, before: undefined }], 0);
    calls.set(command.name, await takeCalls(answers));
  }
  const costs = await measure(python, commands, rounds);
  return show(
    scenario,
    charms.map(({ name }) => ({
      name,
      ...costs.get(name)!,
      calls: calls.get(name)!,
    })),
  );
}

/** Prints the charms side by side; returns what is over its limit. */
function show(scenario: Scenario, results: readonly Result[]): string[] {
  const { title, limits } = scenario;
  const [ours, theirs, alone] = results;
  if (!ours || !theirs || !alone) throw new Error("A charm was not measured");
  const rows: [string, (result: Result) => number, number | undefined][] = [
    ["CPU time (ms)", ({ cpuMs }) => cpuMs, limits.cpuMs],
    ["wall time (ms)", ({ wallMs }) => wallMs, limits.wallMs],
    ["memory (MiB)", ({ memoryKib }) => memoryKib / 1024, limits.memoryKib],
    ["hook commands", ({ calls }) => calls.length, undefined],
  ];
  const heads = [ours.name, theirs.name, "ratio", "at most", alone.name];
  console.log(`\n${title}`);
  console.log(line("", [...heads, "ratio"]));
  const over: string[] = [];
  for (const [name, of, limit] of rows) {
    const ratio = of(ours) / of(theirs);
    const isOver = limit !== undefined && ratio > limit;
    if (isOver) over.push(`${title}: ${name} ${ratio.toFixed(3)} > ${limit}`);
    console.log(line(name, [
      of(ours).toFixed(1),
      of(theirs).toFixed(1),
      ratio.toFixed(3),
      (limit === undefined ? "" : `${limit}`) + (isOver ? " OVER" : ""),
      of(alone).toFixed(1),
      (of(ours) / of(alone)).toFixed(3),
    ]));
  }
  if (ours.calls.length > alone.calls.length) {
    over.push(`${title}: more hook commands than ops alone`);
  }
  for (const { name, calls } of [ours, alone]) {
    console.log(`  ${name}: ${calls.join(" | ")}`);
  }
  return over;
}

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(11)).join("");
}
