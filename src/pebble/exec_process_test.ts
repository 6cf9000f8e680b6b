// Long, as one table: what each way a command can end leaves behind.

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type PebbleDaemon, startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";
import {
  APIError,
  ChangeError,
  ConnectionError,
  ExecError,
  TimeoutError,
} from "./errors.ts";
import type { ExecOptions, ExecProcess } from "./exec_process.ts";

/** Says which process it is, and then goes on for ever. */
const ENDLESS = ["sh", "-c", "echo $$; exec sleep 1000"];

/** What a process writes until a line ends. */
async function firstLine(process: ExecProcess): Promise<string> {
  let text = "";
  for await (
    const piece of process.stdout?.values({ preventCancel: true }) ?? []
  ) {
    text += piece;
    if (text.includes("\n")) break;
  }
  return text.trim();
}

async function isRunning(pid: string): Promise<boolean> {
  return await Deno.stat(`/proc/${pid}`).then(() => true, () => false);
}

/** How the only command so far ended. */
async function exitCode(client: Client): Promise<unknown> {
  const changes = await client.getChanges({ select: "all" });
  const [change] = changes.filter(({ kind }) => kind === "exec");
  return (await client.waitChange(change?.id ?? "")).tasks[0]
    ?.data["exit-code"];
}

function openFiles(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

Deno.test("ExecProcess is killed and gone when its scope is left (PBE-29, PBE-33)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  let pid = "";

  const error = await assertRejects(async () => {
    await using process = await client.exec(ENDLESS);
    pid = await firstLine(process);
    assertEquals(await isRunning(pid), true);
    throw new Error("something else");
  });

  assertEquals((error as Error).message, "something else");
  assertEquals(await isRunning(pid), false);
  assertEquals(await exitCode(client), 137);
});

Deno.test("ExecProcess that was waited for is left alone when its scope is left (PBE-30)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  let outer: ExecProcess;
  {
    await using process = await client.exec(["echo", "a"]);
    outer = process;
    assertEquals(await process.waitOutput(), ["a\n", ""]);
  }

  await outer[Symbol.asyncDispose]();
  await outer.wait();

  assertEquals(await outer.waitOutput(), ["a\n", ""]);
  await assertRejects(
    () => outer.sendSignal(15),
    ConnectionError,
    "it is over",
  );
  await assertRejects(() => outer.resize(1, 1), ConnectionError, "it is over");
});

Deno.test("ExecProcess is disposed of with output unread and input half written (PBE-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  {
    await using process = await client.exec(["yes"]);
    await firstLine(process);
    const writer = process.stdin?.getWriter();
    await writer?.write("unread");
    writer?.write("x".repeat(10_000_000)).catch(() => {});
    writer?.closed.catch(() => {});
  }

  assertEquals(await exitCode(client), 137);
});

Deno.test("ExecProcess is disposed of in bounded time though a child lives on (PBE-28, PBE-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath, { timeoutMs: 1000 });
  let child = "";

  {
    await using process = await client.exec([
      "sh",
      "-c",
      "sleep 1000 & echo $!; wait",
    ]);
    child = await firstLine(process);
  }

  assertEquals(await isRunning(child), true);
  Deno.kill(Number(child), "SIGKILL");
});

Deno.test("ExecProcess is disposed of without an error when its daemon or client is gone (PBE-29)", async () => {
  await using daemon = await startPebble();
  const client = new Client(daemon.socketPath);
  let pid = "";
  {
    await using process = await client.exec(ENDLESS);
    pid = await firstLine(process);
    client.close();
  }
  using other = new Client(daemon.socketPath);
  const code = await exitCode(other);
  {
    await using _process = await other.exec(["cat"]);
    await daemon.stop("SIGKILL");
  }

  assertEquals(code, 137);
  assertEquals(await isRunning(pid), false);
});

Deno.test("Client.close() kills commands that nobody waited for (PBE-29, PBE-33)", async () => {
  await using daemon = await startPebble();
  const client = new Client(daemon.socketPath);
  const process = await client.exec(ENDLESS);
  const pid = await firstLine(process);
  const waiting = process.wait();

  client.close();

  await assertRejects(() => waiting, ConnectionError, "it was closed");
  using other = new Client(daemon.socketPath);
  assertEquals(await exitCode(other), 137);
  assertEquals(await isRunning(pid), false);
});

Deno.test("Client.exec() kills a command at its signal, whoever waits (PBE-25)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("enough");
  const process = await client.exec(ENDLESS, { signal });
  const pid = await firstLine(process);
  const waiting = process.waitOutput();

  controller.abort(reason);

  assertEquals(await assertRejects(() => waiting), reason);
  assertEquals(await assertRejects(() => process.wait()), reason);
  assertEquals(
    await assertRejects(() => client.exec(["a"], { signal })),
    reason,
  );
  assertEquals(await exitCode(client), 137);
  assertEquals(await isRunning(pid), false);
  await process[Symbol.asyncDispose]();
});

Deno.test("ExecProcess.wait() is given up at its signal, and can be called again (PBE-25, PBE-30)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const process = await client.exec(["cat"]);
  const writer = process.stdin?.getWriter();
  const reason = new Error("enough");
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = process.waitOutput({ signal });
  await writer?.write("one ");

  controller.abort(reason);
  const error = await assertRejects(() => waiting);
  const again = await assertRejects(() => process.wait({ signal }));
  await writer?.write("two");
  await writer?.close();

  assertEquals([error, again], [reason, reason]);
  assertEquals(await process.waitOutput(), ["one two", ""]);
});

Deno.test("Client.exec() kills a command whose input or output can't be passed on (PBE-19, PBE-20)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const broken = new Error("broken");
  const stdin = async function* () {
    yield await Promise.resolve("a");
    throw broken;
  };
  const sink = { write: () => Promise.reject(broken) };
  const stream = new WritableStream<string>({ write: sink.write });
  const long = ["sh", "-c", "echo a; echo b >&2; exec sleep 1000"];

  for (
    const process of [
      await client.exec(["cat"], { stdin: stdin() }),
      await client.exec(["cat"], { stdin: ReadableStream.from(stdin()) }),
      await client.exec(["cat"], { stdin: ReadableStream.from([7 as never]) }),
      await client.exec(long, { stdout: sink }),
      await client.exec(long, { stderr: stream }),
    ]
  ) {
    const error = await assertRejects(() => process.wait());
    assert(error === broken || error instanceof TypeError, `${error}`);
    assertEquals(await assertRejects(() => process.wait()), error);
  }
  const changes = await client.getChanges({ select: "all" });
  for (const { id } of changes) {
    const change = await client.waitChange(id);
    assertEquals(change.tasks[0]?.data["exit-code"], 137);
  }
});

Deno.test("Client.exec() stops reading input that the command doesn't want (PBE-17, PBE-19, PBE-25)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  let cancelled = 0;
  let returned = false;
  const stream = new ReadableStream<string>({
    pull: (controller) => controller.enqueue("x".repeat(1000)),
    cancel: () => void cancelled++,
  });
  const endless = async function* () {
    try {
      for (;;) yield await Promise.resolve("x".repeat(1000));
    } finally {
      returned = true;
    }
  };

  for (const stdin of [stream, endless()]) {
    const process = await client.exec(["head", "-c", "3"], { stdin });
    assertEquals((await process.waitOutput())[0], "xxx");
  }
  const process = await client.exec(["true"]);
  const writer = process.stdin?.getWriter();
  await process.wait();

  assertEquals([cancelled, returned], [1, true]);
  await assertRejects(async () => await writer?.write("late"), ConnectionError);
  await assertRejects(async () => await writer?.closed, ConnectionError);
});

Deno.test("Client.exec() slows a command down whose output is not read (PBE-36)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const file = `${daemon.folder}/count`;
  const script = `for i in $(seq 64); do head -c 1048576 /dev/zero; ` +
    `echo $i > ${file}; done`;

  const process = await client.exec(["sh", "-c", script], { encoding: null });
  await (await client.exec(["sleep", "0.5"])).wait();
  const written = Number(await Deno.readTextFile(file).catch(() => "0"));
  const [stdout] = await process.waitOutput();

  assert(written < 16, `${written} MiB were taken`);
  assertEquals(stdout.length, 64 * 1_048_576);
});

Deno.test("Client.exec() decodes text whatever its encoding and wherever it is cut (PBE-12, PBE-21)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const run = async (script: string, encoding?: string) => {
    const process = await client.exec(["sh", "-c", script], { encoding });
    return (await process.waitOutput())[0];
  };

  assertEquals(
    await run(`printf 'a\\303'; sleep 0.05; printf '\\251\\r\\n\\377b'`),
    "aé\r\n\ufffdb",
  );
  assertEquals(await run(`printf '\\303\\251'`, "iso-8859-1"), "Ã©");
  assertEquals(await run(`printf '\\357\\273\\277x\\303'`), "\ufeffx\ufffd");
});

Deno.test("ExecProcess.waitOutput() needs output that nobody else reads (PBE-23)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await using process = await client.exec(["cat"]);
  const reader = process.stdout?.getReader();

  await assertRejects(
    () => process.waitOutput(),
    TypeError,
    "Cannot collect output: it is being read already",
  );

  await reader?.cancel();
});

Deno.test("ExecProcess.waitOutput() has no errors where they were given a sink (PBE-23)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const errors: string[] = [];
  const stderr = { write: (text: string) => errors.push(text) };

  const process = await client.exec(
    ["sh", "-c", "echo a; echo b >&2; exit 1"],
    { stderr },
  );
  const error = await assertRejects(() => process.waitOutput(), ExecError);

  assertEquals([error.stdout, error.stderr], ["a\n", null]);
  assertEquals(errors.join(""), "b\n");
});

Deno.test("Client.exec() runs until its timeout if its input is left open (PBE-24, PBE-27)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const process = await client.exec(["cat"], { timeoutMs: 100 });
  const error = await assertRejects(() => process.waitOutput(), ChangeError);

  assertEquals(
    error.err,
    'cannot perform the following tasks:\n- Execute command "cat" (timed ' +
      "out after 100ms: context deadline exceeded)",
  );
});

Deno.test("ExecProcess.waitOutput() has what came before the command was killed (PBE-26, PBE-31)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const process = await client.exec([
    "sh",
    "-c",
    "echo before; echo err >&2; kill -9 $$",
  ]);
  const error = await assertRejects(() => process.waitOutput(), ExecError);
  const trapper = await client.exec([
    "sh",
    "-c",
    'trap "echo usr1; exit 3" USR1; echo ready; while :; do sleep 0.01; done',
  ]);
  await firstLine(trapper);
  await trapper.sendSignal("SIGNONSENSE");
  await trapper.sendSignal(10);
  const signalled = await assertRejects(() => trapper.wait(), ExecError);

  assertEquals([error.exitCode, error.stdout, error.stderr], [
    137,
    "before\n",
    "err\n",
  ]);
  assertEquals(signalled.exitCode, 3);
  await assertRejects(
    () =>
      client.exec(["true"]).then((p) =>
        p.sendSignal(99)
          .finally(() => p.wait())
      ),
    TypeError,
    "99 is not a valid Signals",
  );
});

Deno.test("ExecProcess.resize() changes the size of the terminal (PBE-14, PBE-32)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const script = 'exec 3<&1; echo start; while [ "$(stty size <&3)" = ' +
    '"40 100" ]; do :; done; stty size <&3';

  const process = await client.exec(["sh", "-c", script], {
    terminal: true,
    combineStderr: true,
    width: 100,
    height: 40,
  });
  const started = await firstLine(process);
  await process.resize(90, 30);

  assertEquals(started, "start");
  assertEquals((await process.waitOutput())[0], "30 90\r\n");
});

Deno.test("Client.exec() gives a terminal, whose end of input is Ctrl-D (PBE-37)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const interactive = await client.exec(["cat"], {
    terminal: true,
    interactive: true,
    combineStderr: true,
    stdin: "héllo\n",
  });
  const piped = await client.exec(["sh", "-c", "test -t 0 || cat"], {
    terminal: true,
    combineStderr: true,
    stdin: "hello\n",
  });
  const error = await assertRejects(
    () => client.exec(["cat"], { interactive: true }),
    APIError,
  );

  // What was typed is echoed, and then written by cat.
  assertEquals(await interactive.waitOutput(), ["héllo\r\nhéllo\r\n", null]);
  assertEquals(await piped.waitOutput(), ["hello\r\n", null]);
  assertEquals([error.code, error.message], [
    500,
    "cannot call exec: cannot use interactive mode without a terminal",
  ]);
});

Deno.test("Client.exec() passes on what is refused (PBE-04, PBE-05)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const refusal = async (options: ExecOptions) => {
    const error = await assertRejects(
      () => client.exec(["true"], options),
      APIError,
    );
    return `${error.code} ${error.message}`;
  };
  const folder = await assertRejects(() => client.exec(["/"]), APIError);

  assertEquals(folder.message, 'cannot find executable "/"');
  assertEquals(
    await refusal({ user: "no-such-user" }),
    "400 user: unknown user no-such-user",
  );
  assertEquals(
    await refusal({ userId: 54_321 }),
    "400 user: unknown userid 54321",
  );
  assertEquals(
    await refusal({ group: "root" }),
    "400 must specify user, not just group",
  );
  assertEquals(
    await refusal({ user: "root", userId: 1 }),
    '400 user "root" UID (0) does not match user-id (1)',
  );
  assertEquals(
    await refusal({ workingDir: "/no/such/folder" }),
    '500 cannot call exec: working directory "/no/such/folder" does not exist',
  );
});

Deno.test("Client.exec() fills in the environment, and runs in the given folder (PBE-06)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const run = async (
    script: string,
    options?: ExecOptions,
  ) =>
    (await (await client.exec(["sh", "-c", script], options)).waitOutput())[0];

  assertEquals(
    await run('echo "$A$B:${PATH:+path}:${HOME:+home}:$LANG"', {
      environment: { A: "é ", B: "'\"$" },
    }),
    `é '"$:path:home:${Deno.env.get("LANG") ?? "C.UTF-8"}\n`,
  );
  const workingDir = new URL(`file://${daemon.folder}`);
  assertEquals(await run("pwd", { workingDir }), `${daemon.folder}\n`);
});

Deno.test("Client.exec() leaves nothing open after a thousand commands (PBE-38)", async () => {
  await using daemon = await startPebble({ persist: false });
  const before = openFiles(daemon.pid);
  // In a process of its own: in this one, other tests open files meanwhile.
  const script = `
    import { Client } from ${
    JSON.stringify(import.meta.resolve("./client.ts"))
  };
    const runAll = async (rounds) => {
      using client = new Client(${JSON.stringify(daemon.socketPath)});
      const run = async () => await (await client.exec(["true"])).wait();
      for (let round = 0; round < rounds; round++) {
        await Promise.all([run(), run(), run(), run()]);
      }
    };
    const openFiles = () => [...Deno.readDirSync("/proc/self/fd")].length;
    await runAll(1);
    const before = openFiles();
    await runAll(250);
    console.log(openFiles() - before);
  `;

  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--no-check", "--allow-all", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  await ReadableStream.from([script]).pipeThrough(new TextEncoderStream())
    .pipeTo(child.stdin);
  const { stdout } = await child.output();

  const more = new TextDecoder().decode(stdout).trim();
  // The runtime opens a pair of sockets for itself, now or then.
  assert(more !== "" && Number(more) <= 2, `${more} more files are open`);
  // The daemon may be a moment late to notice that we closed.
  assert(openFiles(daemon.pid) - before < 50);
});

async function killedWhile(
  daemon: PebbleDaemon,
  started: Promise<unknown>,
): Promise<unknown> {
  const outcome = started.then(() => "well", (error: unknown) => error);
  await daemon.stop("SIGKILL");
  return await outcome;
}

Deno.test("ExecProcess fails when its daemon is killed, also if there is another by then (PBC-11, PBE-17, PBE-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const process = await client.exec(ENDLESS);
  const pid = await firstLine(process);
  const idle = await client.exec(["cat"]);
  const writer = idle.stdin?.getWriter();

  const killed = await killedWhile(daemon, process.waitOutput());
  await daemon.start();
  const later = await assertRejects(() => idle.waitOutput(), ConnectionError);

  assert(killed instanceof ConnectionError, `${killed}`);
  assertStringIncludes(later.message, "Lost connection to Pebble");
  await assertRejects(async () => await writer?.write("a"), ConnectionError);
  await writer?.closed.catch(() => {});
  const [stdout] = await (await client.exec(["echo", "new"])).waitOutput();
  assertEquals(stdout, "new\n");
  // Nobody is left who would have killed it.
  if (await isRunning(pid)) Deno.kill(Number(pid), "SIGKILL");
  assert(!(killed instanceof TimeoutError));
});
