// What a charm pays for a request and for a command, and that a thousand
// commands leave nothing in memory: the bench fails if they do.

import { dirname } from "@std/path";
import { startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";

const COMMANDS = 1000;
/** Code that is compiled meanwhile, and the like. */
const MAX_KEPT_BYTES = 256 * 1024;

// To write its state takes a daemon longer than all that is measured here.
const daemon = await startPebble({ persist: false });
const client = new Client(daemon.socketPath);
addEventListener("unload", () => {
  client.close();
  Deno.kill(daemon.pid, "SIGKILL");
  Deno.removeSync(dirname(daemon.folder), { recursive: true });
});

async function run(): Promise<void> {
  const process = await client.exec(["true"]);
  await process.wait();
}

/** Runs in a process of its own, as garbage must be collected on demand. */
const MEMORY_SCRIPT = `
  import { Client } from ${JSON.stringify(import.meta.resolve("./client.ts"))};

  const client = new Client(${JSON.stringify(daemon.socketPath)});
  const used = async (commands) => {
    for (let i = 0; i < commands; i++) {
      const process = await client.exec(["true"]);
      await process.wait();
    }
    globalThis.gc();
    return Deno.memoryUsage().heapUsed;
  };
  await used(${COMMANDS});
  const before = await used(${COMMANDS});
  console.log(await used(${COMMANDS}) - before);
`;

Deno.bench("Client.getSystemInfo()", async () => {
  await client.getSystemInfo();
});

Deno.bench("Client.exec() of true", run);

Deno.bench({
  name: `Client.exec() of true, 3 times ${COMMANDS}, in constant memory`,
  n: 1,
  warmup: 0,
  async fn() {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--v8-flags=--expose-gc", "-"],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    await ReadableStream.from([MEMORY_SCRIPT])
      .pipeThrough(new TextEncoderStream()).pipeTo(child.stdin);
    const { stdout } = await child.output();
    const keptBytes = Number(new TextDecoder().decode(stdout).trim() || NaN);
    if (keptBytes <= MAX_KEPT_BYTES) return;
    throw new Error(
      `${COMMANDS} commands left ${keptBytes} bytes in memory, more than ` +
        `${MAX_KEPT_BYTES}`,
    );
  },
});
