/** How many tests or checks went well, and how many did not. */
export interface Tally {
  /** Those that went well. */
  readonly passed: number;
  /** Those that failed or were skipped. */
  readonly failed: number;
}

/** Makes one tally of two. */
export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** One step on the way to a verdict. */
export interface Check {
  /** Name shown to the user. */
  readonly name: string;
  /** Does it, and logs how it goes. Throwing counts as one failure. */
  run(log: Log): Promise<Tally>;
}

/** Takes a line, or several. */
export type Log = (text: string) => void;

/** How much of what a failed check logged is shown again at the end. */
const LINES_AGAIN = 25;

/** Options of {@linkcode exec}. */
export interface ExecOptions {
  /** Show the output only if the command fails. @default {false} */
  readonly isQuiet?: boolean;
  /** Variables on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command as one check: it passes if it exits with code 0. */
export async function exec(
  argv: readonly string[],
  log: Log,
  options: ExecOptions = {},
): Promise<Tally> {
  const { code, text } = await capture(
    argv,
    options.isQuiet ? () => {} : log,
    options,
  );
  if (code !== 0 && options.isQuiet) log(text);
  return { passed: Number(code === 0), failed: Number(code !== 0) };
}

/** Runs a test command and counts its tests; skipped ones count as failed. */
export async function tallyTests(
  argv: readonly string[],
  log: Log,
): Promise<Tally> {
  const { code, text } = await capture(argv, log);
  const { passed, failed } = readSummary(text);
  // Without a failed test it was the type check or a leak that failed.
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/** Reads the last line of `deno test`; no such line is a failure. */
export function readSummary(text: string): Tally {
  const summary = [...text.matchAll(
    /^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed(.*)$/gm,
  )].at(-1);
  if (!summary) return { passed: 0, failed: 1 };
  const [, passed, failed, rest = ""] = summary;
  const skipped = [...rest.matchAll(/(\d+) (?:ignored|filtered out)/g)]
    .reduce((sum, [, count]) => sum + Number(count), 0);
  const sum = Number(failed) + skipped;
  return { passed: Number(passed), failed: passed === "0" ? sum || 1 : sum };
}

async function capture(
  [command, ...args]: readonly string[],
  log: Log,
  { env }: ExecOptions = {},
): Promise<{ code: number; text: string }> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(command!, {
      args,
      env: {
        CI: "true",
        NO_COLOR: "1",
        // Registries behind a proxy are signed by the system's certificates.
        DENO_TLS_CA_STORE: "system,mozilla",
        ...env,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const text = `there is no command "${command}"`;
    log(text);
    return { code: 127, text };
  }
  const lines: string[] = [];
  const read = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      const whole = (rest + text).split("\n");
      rest = whole.pop()!;
      for (const line of whole) {
        lines.push(line);
        log(line);
      }
    }
    if (rest === "") return;
    lines.push(rest);
    log(rest);
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: (await child.status).code, text: lines.join("\n") };
}

/**
 * Runs the checks in turn. Ends with the verdicts, the last lines of what failed
 * (who sees only the end of a long log sees why), and the line that counts.
 */
export async function report(
  checks: readonly Check[],
  print: Log = console.log,
): Promise<boolean> {
  const verdicts: string[] = [];
  const failures: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const { name, run } of checks) {
    const lines: string[] = [];
    const log: Log = (text) => {
      lines.push(...text.split("\n"));
      print(text);
    };
    print(`\n== ${name}`);
    const start = performance.now();
    const tally = await run(log).catch((error: unknown): Tally => {
      log(Deno.inspect(error));
      return { passed: 0, failed: 1 };
    });
    passed += tally.passed;
    failed += tally.failed;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const isGood = tally.failed === 0;
    verdicts.push(
      `${(isGood ? "ok" : "FAILED").padEnd(6)} ${
        seconds.padStart(6)
      } s  ${name}`,
    );
    if (!isGood) {
      failures.push(`\n== ${name}: FAILED`, ...lines.slice(-LINES_AGAIN));
    }
  }
  print(["", ...verdicts, ...failures].join("\n"));
  print(`\n${passed} passed, ${failed} failed`);
  return failed === 0;
}
