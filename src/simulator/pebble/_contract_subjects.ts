import { join } from "@std/path";
import { startPebble } from "../../pebble/_daemon.ts";
import { Client } from "../../pebble/client.ts";
import { PebbleServer } from "../pebble_server.ts";
import type { Subject } from "./_contract.ts";
import type { SimulatedCommand } from "./simulated_command.ts";
import { SimulatedPebble } from "./simulated_pebble.ts";

/** A simulated Pebble in process. */
function inProcess(): Promise<Subject> {
  const pebble = simulated();
  return Promise.resolve({
    client: pebble,
    folder: "/srv/files",
    ...controls(pebble),
    disconnect() {
      pebble.canConnect = false;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

/** A simulated Pebble behind a socket, asked by the client for real ones. */
async function overSocket(): Promise<Subject> {
  const folder = await Deno.makeTempDir({ prefix: "charmkit-pebble-" });
  const pebble = simulated();
  const socketPath = join(folder, "pebble.socket");
  const server = new PebbleServer(pebble, socketPath);
  const client = new Client(socketPath);
  const disconnect = async () => {
    await server[Symbol.asyncDispose]();
    await Deno.remove(socketPath).catch(() => {});
  };
  return {
    client,
    folder: "/srv/files",
    ...controls(pebble),
    disconnect,
    async [Symbol.asyncDispose]() {
      client.close();
      await disconnect();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** A real Pebble. */
async function real(): Promise<Subject> {
  const daemon = await startPebble();
  const client = new Client(daemon.socketPath);
  return {
    client,
    folder: daemon.folder,
    // The world does by itself what a simulation has to be told.
    failStart: () => {},
    serviceWrites: () => {},
    checkCommand: (name) => `test -e ${daemon.folder}/${name}`,
    setCheck: async (name, up) => {
      const path = join(daemon.folder, name);
      if (up) await Deno.writeTextFile(path, "");
      else await Deno.remove(path);
    },
    disconnect: () => daemon.stop(),
    async [Symbol.asyncDispose]() {
      client.close();
      await daemon[Symbol.asyncDispose]();
    },
  };
}

/** All that the contract holds for. */
export const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  "SimulatedPebble": inProcess,
  "SimulatedPebble over its socket": overSocket,
  "Client with a real Pebble": real,
};

function controls(
  pebble: SimulatedPebble,
): Pick<
  Subject,
  "failStart" | "serviceWrites" | "checkCommand" | "setCheck"
> {
  return {
    failStart: (name, failure) => pebble.failStart(name, failure),
    serviceWrites: (name, text) => pebble.writeLog(name, text),
    checkCommand: () => "true",
    setCheck(name, up) {
      pebble.setCheckOutcome(name, up || "exit status 1");
      return Promise.resolve();
    },
  };
}

function simulated(): SimulatedPebble {
  const pebble = new SimulatedPebble({
    data: { files: [{ path: "/srv/files", type: "directory" }] },
  });
  pebble.handleExec(["true"], () => {});
  pebble.handleExec(["false"], () => 1);
  pebble.handleExec(["cat"], cat);
  pebble.handleExec(["sleep"], ({ killed }) =>
    new Promise((resolve) => {
      killed.addEventListener("abort", () => resolve(), { once: true });
    }));
  pebble.handleExec(["sh", "-c"], shell);
  return pebble;
}

async function cat(command: SimulatedCommand): Promise<void> {
  for await (const bytes of command.input()) await command.write(bytes);
}

/** Plays the few scripts of the contract. */
async function shell(command: SimulatedCommand): Promise<number> {
  const { environment, workingDir } = command;
  switch (command.command[2]) {
    case SCRIPTS.both:
      await command.write("out\n");
      await command.writeError("err\n");
      return 3;
    case SCRIPTS.environment:
      await command.write(
        `${environment["A"]} ${environment["B"]} ${workingDir}\n`,
      );
      return 0;
    case SCRIPTS.bytes:
      await command.write(new Uint8Array([0xff, 0x61, 0xc3]));
      return 0;
    case SCRIPTS.large:
      for (let i = 0; i < 50; i++) await command.write("x".repeat(20_000));
      return 0;
    case SCRIPTS.trap: {
      const { promise, resolve } = Promise.withResolvers<string>();
      command.trap(resolve);
      await command.write("ready\n");
      await command.write(`got ${await promise}\n`);
      return 0;
    }
    default:
      throw new Error(`Cannot play script ${command.command[2]}`);
  }
}

/** Scripts that the contract runs. */
export const SCRIPTS = {
  /** Writes to both outputs, and fails. */
  both: "echo out; echo err >&2; exit 3",
  /** Tells of two variables and its folder. */
  environment: 'echo "$A $B $PWD"',
  /** Writes what is no UTF-8, and the half of a character. */
  bytes: "printf '\\377a\\303'",
  /** Writes a million characters. */
  large: "yes x | tr -d '\\n' | head -c 1000000",
  /** Tells of a signal. */
  trap: "trap 'echo got SIGUSR1; exit 0' USR1; echo ready; " +
    "while :; do sleep 0.05; done",
} as const;
