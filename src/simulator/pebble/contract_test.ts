import { join } from "@std/path";
import { startPebble } from "../../pebble/_daemon.ts";
import { Client } from "../../pebble/client.ts";
import { PebbleServer } from "../pebble_server.ts";
import type { Subject } from "./_contract.ts";
import { CHECK_CASES } from "./_contract_checks.ts";
import { FILE_CASES } from "./_contract_files.ts";
import { LAYER_CASES } from "./_contract_layers.ts";
import { SERVICE_CASES } from "./_contract_services.ts";
import { SimulatedPebble } from "./simulated_pebble.ts";

/** What a charm's life needs, the same of every Pebble. */
const CONTRACT = [
  ...LAYER_CASES,
  ...SERVICE_CASES,
  ...CHECK_CASES,
  ...FILE_CASES,
];

function inProcess(): Promise<Subject> {
  const client = new SimulatedPebble();
  client.files.makeDir("/work", {});
  return Promise.resolve({
    client,
    folder: "/work",
    disconnect() {
      client.canConnect = false;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

async function overSocket(): Promise<Subject> {
  const folder = await Deno.makeTempDir();
  const simulated = new SimulatedPebble();
  simulated.files.makeDir("/work", {});
  const socketPath = join(folder, "pebble.socket");
  const server = new PebbleServer(simulated, socketPath);
  const client = new Client(socketPath);
  let open = true;
  const close = async () => {
    if (open) await server[Symbol.asyncDispose]();
    open = false;
    await Deno.remove(socketPath).catch(() => {});
  };
  return {
    client,
    folder: "/work",
    disconnect: close,
    async [Symbol.asyncDispose]() {
      client.close();
      await close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function real(): Promise<Subject> {
  const daemon = await startPebble();
  const client = new Client(daemon.socketPath);
  return {
    client,
    folder: daemon.folder,
    disconnect: () => daemon.stop(),
    async [Symbol.asyncDispose]() {
      client.close();
      await daemon[Symbol.asyncDispose]();
    },
  };
}

const SUBJECTS = {
  "SimulatedPebble": inProcess,
  "SimulatedPebble over its socket": overSocket,
  "Client with a real Pebble": real,
};

for (const [subject, start] of Object.entries(SUBJECTS)) {
  for (const { name, run } of CONTRACT) {
    Deno.test(`${subject} ${name}`, async () => {
      await using pebble = await start();

      await run(pebble);
    });
  }
}
