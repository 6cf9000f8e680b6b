import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";
import {
  APIError,
  ChangeError,
  ConnectionError,
  ExecError,
  TimeoutError,
} from "./errors.ts";

async function text(stream: ReadableStream<string> | null): Promise<string> {
  return (await Array.fromAsync(stream ?? [])).join("");
}

Deno.test("Client.exec() collects output and errors (PBE-01, PBE-12, PBE-15, PBE-22, PBE-23, PBE-30)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const process = await client.exec(["sh", "-c", "echo out; echo err >&2"]);
  const output = await process.waitOutput();
  const again = await process.waitOutput();
  const combined = await client.exec(["sh", "-c", "echo a; echo b >&2"], {
    combineStderr: true,
  });

  assertEquals(output, ["out\n", "err\n"]);
  assertEquals(again, output);
  assertEquals(combined.stderr, null);
  assertEquals(await combined.waitOutput(), ["a\nb\n", null]);
  await (await client.exec(["true"])).wait();
});

Deno.test("Client.exec() fails with ExecError for any exit code but zero (PBE-22, PBE-23, PBE-26, PBE-34)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const command = ["sh", "-c", "echo out; echo err >&2; exit 7"];

  const bare = await assertRejects(
    async () => await (await client.exec(command)).wait(),
    ExecError,
  );
  const full = await assertRejects(
    async () => await (await client.exec(command)).waitOutput(),
    ExecError,
  );

  assertEquals([bare.exitCode, bare.stdout, bare.stderr], [7, null, null]);
  assertEquals(
    full.message,
    "non-zero exit code 7 executing 'sh', " +
      "stdout='out\\n', stderr='err\\n'",
  );
  assertEquals([full.stdout, full.stderr], ["out\n", "err\n"]);
});

Deno.test("Client.exec() forwards given input of each kind (PBE-13, PBE-19, PBE-25)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const never = new ReadableStream<string>({
    start: (controller) => controller.enqueue("first\n"),
  });
  async function* pieces() {
    yield "é";
    yield await Promise.resolve("b");
  }

  const cat = async (
    stdin: string | ReadableStream<string> | AsyncIterable<string>,
  ) => (await (await client.exec(["cat"], { stdin })).waitOutput())[0];
  const head = await client.exec(["head", "-n1"], { stdin: never });
  const bytes = await client.exec(["cat"], {
    stdin: new Uint8Array([255, 0, 10]),
    encoding: null,
  });

  assertEquals(await cat(""), "");
  assertEquals(await cat("x".repeat(100_000)), "x".repeat(100_000));
  assertEquals(await cat(pieces()), "éb");
  assertEquals(await cat(ReadableStream.from(["c", "d"])), "cd");
  assertEquals((await head.waitOutput())[0], "first\n");
  assertEquals((await bytes.waitOutput())[0], new Uint8Array([255, 0, 10]));
  assertEquals(head.stdin, null);
});

Deno.test("Client.exec() gives streams to write and read (PBE-18, PBE-24)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const process = await client.exec(["cat"]);
  assert(process.stdin !== null);
  const writer = process.stdin.getWriter();
  await writer.write("héllo ");
  await writer.write("world");
  await writer.close();

  assertEquals(await text(process.stdout), "héllo world");
  await process.wait();
});

Deno.test("Client.exec() writes to given sinks and leaves them open (PBE-20, PBE-21)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const chunks: string[] = [];
  const errors: string[] = [];
  let closed = false;
  const stdout = new WritableStream<string>({
    write: (chunk) => void chunks.push(chunk),
    close: () => {
      closed = true;
    },
  });

  const process = await client.exec(
    ["sh", "-c", "printf '\\303'; sleep 0.05; printf '\\251\\377'; echo e >&2"],
    { stdout, stderr: { write: (chunk: string) => errors.push(chunk) } },
  );
  await process.wait();

  assertEquals([process.stdout, process.stderr], [null, null]);
  assertEquals(chunks.join(""), "é\ufffd");
  assertEquals(errors.join(""), "e\n");
  assertEquals([closed, stdout.locked], [false, false]);
  await assertRejects(() => process.waitOutput(), TypeError, "wait_output()");
});

Deno.test("Client.exec() returns all of a large output (PBE-23, PBE-38)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const process = await client.exec(
    ["sh", "-c", "head -c 5000000 /dev/zero; head -c 3000000 /dev/zero >&2"],
    { encoding: null },
  );
  const [stdout, stderr] = await process.waitOutput();

  assertEquals([stdout.length, stderr?.length], [5_000_000, 3_000_000]);
});

Deno.test("Client.exec() takes no more input than is read, and all of it (PBE-36)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const chunk = new Uint8Array(1024 * 1024);
  const input = (count: number) => {
    const given = { count: 0 };
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (given.count === count) return controller.close();
        given.count++;
        controller.enqueue(chunk);
      },
    }, { highWaterMark: 0 });
    return { given, stream };
  };
  const read = input(64);
  const unread = input(64);

  const reader = await client.exec(["wc", "-c"], {
    stdin: read.stream,
    encoding: null,
  });
  const [stdout] = await reader.waitOutput();
  const idler = await client.exec(["sleep", "1"], {
    stdin: unread.stream,
    encoding: null,
  });
  await idler.wait();

  assertEquals(new TextDecoder().decode(stdout).trim(), "67108864");
  // What nobody reads fills the buffers on the way, and no more.
  assert(unread.given.count < 16, `${unread.given.count} MiB taken`);
});

Deno.test("Client.exec() fails with what the daemon refuses (PBE-02, PBE-05, PBE-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  await assertRejects(
    () => client.exec(["no-such-program"]),
    APIError,
    'cannot find executable "no-such-program"',
  );
  await assertRejects(
    () => client.exec(["true"], { serviceContext: "nope" }),
    APIError,
    'context service "nope" not found',
  );
  await assertRejects(() => client.exec([]), TypeError, "at least one item");
  await assertRejects(
    () => client.exec(["cat"], { stdin: "x", encoding: null as never }),
    TypeError,
    "encoding must be set if stdin is str",
  );
  await assertRejects(
    () => client.exec(["cat"], { stdin: new Uint8Array() as never }),
    TypeError,
    "encoding must be None if stdin is bytes",
  );
  await assertRejects(
    () =>
      client.exec(["cat"], {
        combineStderr: true,
        stderr: new WritableStream(),
      }),
    TypeError,
    "stderr must be None",
  );
});

Deno.test("Client.exec() tells a timeout from a command that outlives it (PBE-27, PBE-28, PBE-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const killed = await client.exec(["sleep", "60"], { timeoutMs: 100 });
  const change = await assertRejects(() => killed.wait(), ChangeError);
  const outlived = await client.exec(["sh", "-c", "echo hi; sleep 4 & wait"], {
    timeoutMs: 100,
  });
  const error = await assertRejects(() => outlived.waitOutput(), TimeoutError);

  assertStringIncludes(change.err, "timed out after 100ms");
  assertStringIncludes(error.message, "(1.1 seconds)");
});

Deno.test("ExecProcess.sendSignal() reaches the command (PBE-14, PBE-26, PBE-31)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const process = await client.exec(["sleep", "60"]);
  await process.sendSignal(15);
  const error = await assertRejects(() => process.wait(), ExecError);

  assertEquals(error.exitCode, 143);
  await assertRejects(() => process.sendSignal("SIGTERM"), ConnectionError);
});

Deno.test("Client.exec() passes its options on (PBE-03, PBE-06, PBE-07, PBE-32, PBE-37)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      web: {
        override: "replace",
        command: "true",
        environment: { A: "service", B: "service" },
        "working-dir": "/usr",
      },
    },
  });

  const process = await client.exec(["sh", "-c", "echo $A $B; pwd; id -u"], {
    serviceContext: "web",
    environment: { A: "given" },
    userId: 0,
    groupId: 0,
  });
  const terminal = await client.exec(["sh", "-c", "stty size; test -t 1"], {
    terminal: true,
    interactive: true,
    combineStderr: true,
    width: 100,
    height: 40,
  });

  assertEquals((await process.waitOutput())[0], "given service\n/usr\n0\n");
  assertEquals((await terminal.waitOutput())[0], "40 100\r\n");
});
