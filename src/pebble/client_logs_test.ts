import { assert, assertEquals, assertRejects } from "@std/assert";
import { startPebble, until } from "./_daemon.ts";
import { RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import { APIError, ConnectionError, ProtocolError } from "./errors.ts";
import type { LogEntry } from "./log_entry.ts";
import { parseMetrics } from "./metrics.ts";
import type { LogsOptions } from "./pebble_client.ts";

const NDJSON = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n";

function line(message: string): string {
  const time = "2026-01-02T03:04:05.678Z";
  return JSON.stringify({ time, service: "web", message }) + "\n";
}

function writer(text: string) {
  return {
    override: "replace",
    command: `sh -c 'printf "${text}"; sleep 1000'`,
  } as const;
}

Deno.test("Client.getLogs() has what services wrote, as they wrote it (PBM-01, PBM-02, PBM-03)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      a: writer(String.raw`one\n\n<&>\r\n  two \377\n`),
      b: writer(String.raw`h\303\251\n`),
    },
  });
  const logs = async (options?: LogsOptions) =>
    (await Array.fromAsync(client.getLogs(options)))
      .map(({ service, message }) => `${service} ${message}`);

  const before = await logs();
  await client.startServices(["a"]);
  await client.startServices(["b"]);
  const all = await logs();
  const [entry] = await Array.fromAsync(client.getLogs({ n: 1 }));
  const refusal = await assertRejects(() => logs({ n: -2 }), APIError);

  const a = ["a one", "a ", "a <&>\r", "a   two \ufffd"];
  assertEquals(before, []);
  assertEquals(all, [...a, "b hé"]);
  assertEquals(await logs({ services: ["a"] }), a);
  assertEquals(await logs({ services: ["a", "b"], n: 2 }), all.slice(-2));
  assertEquals(await logs({ services: ["x"] }), []);
  assertEquals(await logs({ n: 0 }), []);
  assertEquals(await logs({ n: -1, services: [] }), all);
  assertEquals(refusal.message, "n must be -1, 0, or a positive integer");
  assert(entry?.time instanceof Date);
  assertEquals(`${entry}`, `${entry?.timeText} [b] hé`);
  await client.stopServices(["a", "b"]);
});

Deno.test("Client.followLogs() goes on until it is left, and then leaves nothing open (PBM-04, PBM-05)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath, { timeoutMs: 1000 });
  await client.addLayer("base", {
    services: {
      web: {
        override: "replace",
        command: "sh -c 'echo first; sleep 1.5; echo second; sleep 1000'",
      },
    },
  });
  await client.startServices(["web"]);
  const heard: string[] = [];

  for await (const { message } of client.followLogs({ n: -1 })) {
    heard.push(message);
    if (message === "second") break;
  }
  const controller = new AbortController();
  const reason = new Error("enough");
  const error = await assertRejects(async () => {
    const { signal } = controller;
    for await (const _ of client.followLogs({ n: 1, signal })) {
      controller.abort(reason);
    }
  });

  assertEquals(heard, ["first", "second"]);
  assertEquals(error, reason);
  await client.stopServices(["web"]);
});

Deno.test("Client.followLogs() fails if the daemon is killed (PBM-05, PBC-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", { services: { web: writer(String.raw`a\n`) } });
  await client.startServices(["web"]);

  const error = await assertRejects(async () => {
    for await (const _ of client.followLogs({ n: 1 })) {
      // A daemon that is killed would leave it behind.
      await client.stopServices(["web"]);
      await daemon.stop("SIGKILL");
    }
  }, ConnectionError);

  assertEquals(error.message.startsWith("Lost connection to Pebble"), true);
});

Deno.test("Client.getLogs() reads lines wherever they are cut (PBM-04)", async () => {
  const text = line("é 😀") + line("") + line("x".repeat(100_000)) +
    line("end");
  const bytes = new TextEncoder().encode(text);
  const pieces = [1, 7, 4096, 200_000];
  await using server = new RawServer(async (peer, index) => {
    await peer.until("\r\n\r\n");
    await peer.write(`${NDJSON}Transfer-Encoding: chunked\r\n\r\n`);
    const size = pieces[index] ?? 1;
    // Byte by byte only where characters are.
    const end = size === 1 ? 200 : bytes.length;
    for (let at = 0; at < end; at += size) {
      await peer.writeChunk(bytes.subarray(at, Math.min(at + size, end)));
    }
    await peer.writeChunk(bytes.subarray(end));
    await peer.write("0\r\n\r\n");
  });
  using client = new Client(server.socketPath);

  for (const _ of pieces) {
    const entries = await Array.fromAsync(client.getLogs());

    assertEquals(entries.map(({ message }) => message.length), [
      4,
      0,
      100_000,
      3,
    ]);
    assertEquals(entries[0]?.message, "é 😀");
    assertEquals(entries[0]?.timeText, "2026-01-02T03:04:05.678Z");
  }
});

Deno.test("Client.getLogs() refuses what are no logs (PBC-06, PBC-11)", async () => {
  const table: readonly (readonly [
    string,
    new (message: string) => Error,
    string,
  ])[] = [
    [
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>",
      ProtocolError,
      "",
    ],
    [`${NDJSON}\r\n{]\n`, ProtocolError, "a line is no JSON"],
    [`${NDJSON}\r\n{}\n`, ProtocolError, 'Cannot read "time" of log entry'],
    [`${NDJSON}\r\n${line("a")}{"ti`, ConnectionError, "a line is cut short"],
    [`${NDJSON}\r\n${"x".repeat(2_000_000)}`, ProtocolError, "too long"],
    [`${NDJSON}Content-Length: 9\r\n\r\n{}`, ConnectionError, "end of file"],
  ];
  await using server = new RawServer(async (peer, index) => {
    await peer.until("\r\n\r\n");
    await peer.write(table[index]?.[0] ?? "");
  });
  using client = new Client(server.socketPath);

  for (const [, error, message] of table) {
    const logs: LogEntry[] = [];
    await assertRejects(
      async () => {
        for await (const entry of client.getLogs()) logs.push(entry);
      },
      error,
      message,
    );
  }
});

Deno.test("Client.getMetrics() counts services and checks (PBM-07)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const empty = await client.getMetrics();
  await client.addLayer("base", {
    services: { web: writer(""), off: writer("") },
    checks: {
      up: { override: "replace", period: "1h", exec: { command: "true" } },
      idle: {
        override: "replace",
        startup: "disabled",
        exec: { command: "true" },
      },
    },
  });
  await client.startServices(["web"]);
  await client.refreshCheck("up");
  await until(
    () => client.getChecks({ names: ["up"] }),
    ([check]) => check?.hasRun ?? false,
  );

  const text = await client.getMetrics();

  const metrics = parseMetrics(text);
  const values = Object.fromEntries(
    metrics.map(({ name, labels, value }) => [
      `${name} ${Object.values(labels)}`,
      value,
    ]),
  );
  assertEquals(empty, "");
  // A service that was never started has no metrics.
  assertEquals(values, {
    "pebble_check_failure_count idle": 0,
    "pebble_check_failure_count up": 0,
    "pebble_check_success_count idle": 0,
    "pebble_check_success_count up": 1,
    "pebble_check_up up": 1,
    "pebble_service_active web": 1,
    "pebble_service_start_count web": 1,
  });
  const active = metrics.find(({ name }) => name === "pebble_service_active");
  assertEquals(active?.type, "gauge");
  assertEquals(
    active?.help,
    "Whether the service is currently active (1) or not (0)",
  );
  await client.stopServices(["web"]);
});
