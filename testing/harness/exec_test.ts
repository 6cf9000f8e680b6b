import {
  APIError,
  ChangeError,
  ExecError,
  type ExecOptions,
  TimeoutError,
} from "@charmkit/ops/pebble";
import type { Container } from "@charmkit/ops";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { ExecArgs } from "./exec.ts";
import type { Harness } from "./harness.ts";
import { HarnessError } from "./harness_error.ts";
import {
  type CHARMCRAFT,
  type RecordingCharm,
  recordingHarness,
} from "./testdata/recording_charm.ts";

type WebHarness = Harness<typeof CHARMCRAFT, RecordingCharm>;

async function begin(harness: WebHarness): Promise<Container> {
  const charm = await harness.begin();
  harness.setCanConnect("web");
  return charm.getContainer("web");
}

async function output(
  container: Container,
  command: string[],
): Promise<string> {
  const process = await container.exec(command);
  const [stdout] = await process.waitOutput();
  return stdout;
}

Deno.test("Harness.handleExec() plays a command with a result (HRN-75)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", ["code"], { result: 7 });
  harness.handleExec(container, ["text"], { result: "text" });
  harness.handleExec("web", ["bytes"], { result: new Uint8Array([98]) });
  harness.handleExec("web", ["all"], {
    result: { exitCode: 3, stdout: "out", stderr: "err" },
  });

  assertEquals(await output(container, ["text"]), "text");
  assertEquals(await output(container, ["bytes"]), "b");
  const code = await assertRejects(
    () => output(container, ["code"]),
    ExecError,
  );
  const all = await assertRejects(() => output(container, ["all"]), ExecError);
  assertEquals(code.exitCode, 7);
  assertEquals([all.exitCode, all.stdout, all.stderr], [3, "out", "err"]);
});

Deno.test("Harness.handleExec() has the longest prefix play, the last one registered (HRN-75)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", [], { result: "any" });
  harness.handleExec("web", ["ls"], { result: "ls" });
  harness.handleExec("web", ["ls", "-l"], { result: "old" });
  harness.handleExec("web", ["ls", "-l"], { result: "ls -l" });

  const outputs = [];
  for (const command of ["cat /x", "ls /x", "ls -l /x"]) {
    outputs.push(await output(container, command.split(" ")));
  }

  assertEquals(outputs, ["any", "ls", "ls -l"]);
});

Deno.test("Harness.handleExec() takes either handler or result (HRN-75)", () => {
  using harness = recordingHarness();
  const handle = (options: unknown) => () =>
    harness.handleExec("web", ["ls"], options as { result: number });

  for (const options of [{}, { result: 0, handler: () => {} }]) {
    assertThrows(
      handle(options),
      TypeError,
      'Cannot handle a command: give either "handler" or "result"',
    );
  }
  for (const result of [true, 1.5, null, [], { stdout: 7 }]) {
    assertThrows(
      handle({ result }),
      TypeError,
      "a result is an exit code, the output, or an ExecResult",
    );
  }
  assertThrows(
    handle({ handler: "ls" }),
    TypeError,
    "its handler is no function",
  );
});

Deno.test("Harness.handleExec() tells a handler all of the command (HRN-75, HRN-76)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  await container.addLayer("web", {
    services: {
      web: {
        override: "replace",
        command: "nginx",
        environment: { A: "service", B: "service" },
        user: "www",
        "working-dir": "/srv",
      },
    },
  });
  const calls: ExecArgs[] = [];
  harness.handleExec("web", [], { handler: (args) => void calls.push(args) });

  const process = await container.exec(["wc", "-l"], {
    serviceContext: "web",
    environment: { B: "call" },
    timeoutMs: 5_000,
    stdin: "one\ntwo\n",
    combineStderr: true,
  });
  await process.wait();

  assertEquals(calls, [{
    command: ["wc", "-l"],
    environment: { A: "service", B: "call" },
    workingDir: "/srv",
    timeoutMs: 5_000,
    userId: null,
    user: "www",
    groupId: null,
    group: null,
    stdin: "one\ntwo\n",
    encoding: "utf-8",
    combineStderr: true,
  }]);
});

Deno.test("Harness.handleExec() gives a handler all input, as the charm writes it (HRN-75)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  const inputs: unknown[] = [];
  harness.handleExec("web", [], {
    handler: ({ stdin }) => void inputs.push(stdin),
  });
  const chunks = ReadableStream.from(["one ", "two"]);

  for (
    const options of [
      {} as unknown,
      { stdin: chunks },
      { stdin: new Uint8Array([255]), encoding: null },
    ]
  ) {
    const process = await container.exec(["cat"], options as ExecOptions);
    await process.waitOutput();
  }

  assertEquals(inputs, [null, "one two", new Uint8Array([255])]);
});

Deno.test("Harness.handleExec() takes an ExecResult or nothing of a handler (HRN-75)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", ["good"], {
    handler: async ({ command }) => {
      await Promise.resolve();
      return { stdout: command.join(" ") };
    },
  });
  harness.handleExec("web", ["bad"], { handler: () => "text" as never });

  assertEquals(await output(container, ["good", "one"]), "good one");
  await assertRejects(
    () => output(container, ["bad"]),
    TypeError,
    'Cannot take what the handler of "bad" gave: it is a value of type string, not an ExecResult',
  );
});

Deno.test("Harness.handleExec() plays that the time is over (HRN-75)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", [], {
    handler: () => {
      throw new TimeoutError("Too slow");
    },
  });

  const timed = await container.exec(["sleep"], { timeoutMs: 60_000 });
  const error = await assertRejects(() => timed.wait(), ChangeError);
  const patient = await container.exec(["sleep"]);

  assert(error.message.includes("timed out"));
  await assertRejects(
    () => patient.wait(),
    HarnessError,
    'Cannot time out "sleep": the charm gave no "timeoutMs"',
  );
});

Deno.test("Harness refuses a command that nothing plays, and says what would (HRN-76)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);

  const error = await assertRejects(
    () => container.exec(["ls"]),
    APIError,
    'give it one with "handleExec" of Harness',
  );

  assertEquals(error.code, 500);
});

Deno.test("Harness refuses errors of their own where the charm combines them (HRN-76)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", [], { result: { stderr: "warning" } });

  const process = await container.exec(["ls"], { combineStderr: true });

  await assertRejects(
    () => process.wait(),
    TypeError,
    'Cannot play "ls" with output on stderr: the charm combines the two',
  );
});

Deno.test("Harness refuses the context of a service that is none (HRN-76)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", [], { result: 0 });

  await assertRejects(
    () => container.exec(["ls"], { serviceContext: "nothing" }),
    APIError,
    'context service "nothing" not found',
  );
});

Deno.test("Harness gives the output to the streams of the charm (HRN-76)", async () => {
  using harness = recordingHarness();
  const container = await begin(harness);
  harness.handleExec("web", [], { result: { stdout: "out", stderr: "err" } });
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") =>
    new WritableStream<string>({
      write: (text) => void (written[name] += text),
    });

  const process = await container.exec(["ls"], {
    stdout: sink("stdout"),
    stderr: sink("stderr"),
  });
  await process.wait();

  assertEquals(written, { stdout: "out", stderr: "err" });
});
