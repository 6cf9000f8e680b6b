import { assert, assertEquals } from "@std/assert";
import { OUTPUT_SPECS, type OutputSpec, REFUSED } from "./_output_specs.ts";
import {
  changedJson,
  randomGarbage,
  randomJson,
  randomNumbers,
} from "./_random_json.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import type { HookCommandRunner } from "./runner.ts";

const ANSWERS = 10_000;
const GARBAGE = 1_000;

/** Answers every command with one text. */
class OneAnswer implements HookCommandRunner {
  constructor(readonly stdout: string) {}

  run(): string {
    return this.stdout;
  }

  withFiles(): never {
    throw new Error("No file is needed to read");
  }
}

/** What a reader gives; or that it refused, in the one way that is allowed. */
function read({ command, run }: OutputSpec, stdout: string): unknown {
  try {
    return run(new OneAnswer(stdout));
  } catch (error) {
    if (!(error instanceof HookCommandOutputError)) throw error;
    assertEquals(error.command, command);
    assert(!error.message.includes("hunter2"), error.message);
    return REFUSED;
  }
}

/** As `assertEquals()`, which is too slow for so many. */
function assertSame(actual: unknown, expected: unknown, stdout: string): void {
  if (actual === expected) return;
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  assertEquals(actual, expected, stdout);
}

Deno.test("Each reader reads what Juju prints", () => {
  for (const output of OUTPUT_SPECS) {
    const expected = output.spec(output.sample);

    const value = read(output, `${JSON.stringify(output.sample)}\n`);

    assert(expected !== REFUSED, output.command);
    assertEquals(value, expected, output.command);
  }
});

for (const [place, output] of OUTPUT_SPECS.entries()) {
  const title = `${output.command} (reader ${place})`;

  Deno.test(`The reader of ${title} reads random JSON as it is specified or refuses it (ERR-11)`, () => {
    const random = randomNumbers(20_260_102 + place);
    const counts = { read: 0, refused: 0 };
    for (let round = 0; round < ANSWERS; round++) {
      const given = round % 2 === 0
        ? randomJson(random)
        : changedJson(output.sample, random);
      const stdout = JSON.stringify(given);
      const expected = output.spec(JSON.parse(stdout));

      assertSame(read(output, stdout), expected, stdout);

      counts[expected === REFUSED ? "refused" : "read"]++;
    }
    const isPicky = output.spec({ a: [] }) === REFUSED ||
      output.spec("") === REFUSED;
    assert(counts.read > ANSWERS / 50, `${counts.read} were read`);
    assert(!isPicky || counts.refused > ANSWERS / 50, `${counts.refused}`);
  });

  Deno.test(`The reader of ${title} refuses what is not JSON (ERR-11)`, () => {
    const random = randomNumbers(20_261_105 + place);
    for (let round = 0; round < GARBAGE; round++) {
      const stdout = randomGarbage(
        changedJson(output.sample, random),
        random,
      );

      assertEquals(read(output, stdout), REFUSED, stdout);
    }
  });
}

Deno.test("A reader's error shows nothing of what was printed, wherever it is looked at (ERR-11)", () => {
  for (const output of OUTPUT_SPECS) {
    for (const stdout of ['{"a":"hunter2"', '[["hunter2"]]', "hunter2"]) {
      try {
        output.run(new OneAnswer(stdout));
      } catch (error) {
        assert(!Deno.inspect(error).includes("hunter2"), output.command);
      }
    }
  }
});
