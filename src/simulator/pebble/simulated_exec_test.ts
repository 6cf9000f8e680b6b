import { assertEquals, assertRejects } from "@std/assert";
import {
  APIError,
  ChangeError,
  ConnectionError,
  ExecError,
  TimeoutError,
} from "../../pebble/errors.ts";
import { SimulatedPebble } from "./simulated_pebble.ts";

const SERVICE = { override: "replace", command: "web" } as const;

async function text(stream: ReadableStream<string> | null): Promise<string> {
  return (await Array.fromAsync(stream ?? [])).join("");
}

Deno.test("SimulatedPebble.exec() runs the handler with the longest prefix (PBE-22, PBE-23, PBE-07)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", {
    services: {
      web: { ...SERVICE, environment: { A: "1", B: "1" }, user: "root" },
    },
  });
  pebble.handleExec([], () => 3);
  pebble.handleExec(["web"], ({ command }) => ({
    stdout: command.join(" "),
    stderr: "é",
  }));

  const process = await pebble.exec(["web", "--version"], {
    serviceContext: "web",
    environment: { B: "2" },
    workingDir: "/x",
  });
  const output = await process.waitOutput();
  const other = await pebble.exec(["other"]);
  const error = await assertRejects(() => other.wait(), ExecError);

  assertEquals(output, ["web --version", "é"]);
  assertEquals(error.exitCode, 3);
  const [first] = pebble.execHistory;
  assertEquals([first?.environment, first?.user, first?.workingDir], [
    { A: "1", B: "2" },
    "root",
    "/x",
  ]);
  const [change] = await pebble.getChanges({ select: "all" });
  assertEquals([change?.kind, change?.summary], [
    "exec",
    'Execute command "web"',
  ]);
});

Deno.test("SimulatedPebble.exec() gives a handler all input, however it comes (PBE-18, PBE-19, PBE-20)", async () => {
  const pebble = new SimulatedPebble();
  pebble.handleExec(["cat"], async (command) => ({
    stdout: await command.bytes(),
    stderr: "!",
  }));
  const chunks: string[] = [];

  const given = await pebble.exec(["cat"], { stdin: "given" });
  const streamed = await pebble.exec(["cat"], {
    stdin: ReadableStream.from(["a", "b"]),
    stdout: { write: (chunk: string) => chunks.push(chunk) },
    combineStderr: true,
  });
  const written = await pebble.exec(["cat"]);
  const writer = written.stdin?.getWriter();
  await writer?.write("written");
  await writer?.close();
  const bytes = await pebble.exec(["cat"], {
    stdin: new Uint8Array([255]),
    encoding: null,
  });

  assertEquals(await given.waitOutput(), ["given", "!"]);
  await streamed.wait();
  assertEquals([chunks.join(""), streamed.stdout], ["ab!", null]);
  assertEquals(await text(written.stdout), "written");
  assertEquals((await bytes.waitOutput())[0], new Uint8Array([255]));
  await assertRejects(() => streamed.waitOutput(), TypeError, "wait_output()");
});

Deno.test("SimulatedPebble.exec() says that it needs a handler, and what would help", async () => {
  const execHint = "put pebble on PATH";
  const pebble = new SimulatedPebble({ execHint });

  const error = await assertRejects(() => pebble.exec(["x"]), APIError);

  assertEquals([error.code, error.status], [500, "Internal Server Error"]);
  assertEquals(
    error.message,
    'cannot exec "x": the simulated Pebble runs no commands and has no ' +
      "handler for it; put pebble on PATH",
  );
});

Deno.test("SimulatedPebble.exec() rejects with what a handler throws", async () => {
  const pebble = new SimulatedPebble();
  const cause = new RangeError("from the test");
  pebble.handleExec(["x"], () => {
    throw cause;
  });
  pebble.handleExec(["slow"], () => {
    throw new TimeoutError("too slow");
  });

  const process = await pebble.exec(["x"]);
  const slow = await pebble.exec(["slow"], { timeoutMs: 60_000 });

  assertEquals(await assertRejects(() => process.wait()), cause);
  const [change] = await pebble.getChanges({ select: "all" });
  assertEquals([change?.status, change?.ready], ["Error", true]);
  await assertRejects(() => slow.wait(), ChangeError, "timed out after 1m0s");
});

Deno.test("SimulatedPebble.exec() keeps how a command was run (PBE-14, PBE-31, PBE-32)", async () => {
  const pebble = new SimulatedPebble();
  pebble.handleExec(
    [],
    (command) =>
      new Promise((resolve) => command.trap(() => resolve({ exitCode: 4 }))),
  );

  const process = await pebble.exec(["sh", "-i"], {
    terminal: true,
    interactive: true,
    width: 80,
    height: 24,
    timeoutMs: 60_000,
  });
  const writer = process.stdin?.getWriter();
  await writer?.write("ls\n");
  await process.resize(100, 30);
  await process.sendSignal("SIGINT");
  const error = await assertRejects(() => process.wait(), ExecError);

  const [command] = pebble.execHistory;
  assertEquals(error.exitCode, 4);
  assertEquals(new TextDecoder().decode(command?.stdin), "ls\n");
  assertEquals(command?.signals, ["SIGINT"]);
  assertEquals(command?.size, { width: 100, height: 30 });
  assertEquals([command?.terminal, command?.timeoutMs], [true, 60_000]);
  await assertRejects(() => process.sendSignal("SIGHUP"), ConnectionError);
  await assertRejects(() => process.resize(1, 1), ConnectionError);
  await assertRejects(
    () => writer?.write("x") ?? Promise.resolve(),
    ConnectionError,
    "broken pipe",
  );
});
