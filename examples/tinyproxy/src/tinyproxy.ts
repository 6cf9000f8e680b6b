import { type ProxyConfig, render } from "./proxy_config.ts";

/** What the charm does with the proxy; its tests give it one that runs nothing. */
export interface Proxy {
  /** Version of what is installed; null if nothing is. */
  version(): Promise<string | null>;
  /** Installs it. */
  install(): Promise<void>;
  /** Uninstalls it. */
  uninstall(): Promise<void>;
  /**
   * Sees to its configuration. If that differs from the one before, the proxy
   * is stopped first: should the dispatch be killed in between, nothing runs on
   * with the old one, and the next event starts it.
   *
   * @returns Whether it differed.
   */
  configure(config: ProxyConfig): Promise<boolean>;
  /** Whether it runs. */
  isRunning(): Promise<boolean>;
  /**
   * Starts it, and waits until it listens.
   *
   * @throws {ProxyStartError} If it ends instead.
   */
  start(): Promise<void>;
  /** Stops it, if it runs, and waits until it is gone. */
  stop(): Promise<void>;
  /** Removes its files. */
  clear(): Promise<void>;
}

/** Thrown when the proxy does not start; the message says why. */
export class ProxyStartError extends Error {
  static {
    this.prototype.name = "ProxyStartError";
  }
}

const PACKAGE = "tinyproxy-bin";
/** It comes with dpkg, so it is on each Debian and Ubuntu. */
const START_STOP_DAEMON = "/usr/sbin/start-stop-daemon";
const START_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/**
 * The tinyproxy of Debian and Ubuntu, with its files in a folder of its own.
 *
 * The package `tinyproxy-bin` is the program alone: `tinyproxy` would bring a
 * service of systemd too, which listens as soon as it is installed.
 */
export class Tinyproxy implements Proxy {
  readonly #folder: string;

  /** Takes the path of the folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async version(): Promise<string | null> {
    try {
      const stdout = await run("ask tinyproxy for its version", "tinyproxy", [
        "-v",
      ]);
      return stdout.replace("tinyproxy", "").trim();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  async install(): Promise<void> {
    await aptGet("update");
    await aptGet("install", "--no-install-recommends", PACKAGE);
  }

  async uninstall(): Promise<void> {
    await aptGet("remove", PACKAGE);
  }

  async configure(config: ProxyConfig): Promise<boolean> {
    const text = render(config, this.#pidFile);
    if (text === await readIfThere(this.#configFile)) return false;
    await this.stop();
    await Deno.mkdir(this.#folder, { recursive: true });
    await Deno.writeTextFile(this.#configFile, text);
    return true;
  }

  async isRunning(): Promise<boolean> {
    const { success } = await this.#daemon("--status");
    return success;
  }

  async start(): Promise<void> {
    await removeIfThere(this.#pidFile);
    const child = new Deno.Command("tinyproxy", {
      // It stays in the foreground of its own session, so that its end shows.
      args: ["-d", "-c", this.#configFile],
      detached: true,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    // It is to outlive this dispatch.
    child.unref();
    let code: number | undefined;
    child.status.then((status) => code = status.code);
    const deadline = Date.now() + START_TIMEOUT_MS;
    // It writes its process id once it listens.
    while (!await this.isRunning()) {
      await pause(POLL_MS);
      if (code === undefined && Date.now() < deadline) continue;
      if (code === undefined) child.kill("SIGKILL");
      await child.status;
      const stderr = await new Response(child.stderr).text();
      const reason = lastLine(stderr) || `it ended with code ${code}`;
      throw new ProxyStartError(`Cannot start tinyproxy: ${reason}`);
    }
    await child.stderr.cancel();
  }

  async stop(): Promise<void> {
    const { success, stderr } = await this.#daemon(
      "--stop",
      "--oknodo",
      "--remove-pidfile",
      "--retry=TERM/10/KILL/5",
    );
    if (!success) throw failure("stop tinyproxy", stderr);
  }

  async clear(): Promise<void> {
    await removeIfThere(this.#folder);
  }

  get #configFile(): string {
    return `${this.#folder}/tinyproxy.conf`;
  }

  get #pidFile(): string {
    return `${this.#folder}/tinyproxy.pid`;
  }

  /** Finds the process by its id and name: after a reboot, the id may be another's. */
  #daemon(...args: readonly string[]): Promise<Deno.CommandOutput> {
    const found = [`--pidfile=${this.#pidFile}`, "--name=tinyproxy"];
    return new Deno.Command(START_STOP_DAEMON, {
      args: [...args, ...found],
      stdin: "null",
    }).output();
  }
}

async function aptGet(verb: string, ...args: readonly string[]): Promise<void> {
  // Another charm of the machine, or its own upgrades, may be at it.
  const options = ["--quiet", "--yes", "--option=DPkg::Lock::Timeout=300"];
  await run(`${verb} packages`, "apt-get", [...options, verb, ...args]);
}

/** Runs a program to its end, and gives what it wrote to stdout. */
async function run(
  action: string,
  program: string,
  args: readonly string[],
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    stdin: "null",
  }).output();
  if (!success) throw failure(action, stderr);
  return new TextDecoder().decode(stdout);
}

function failure(action: string, stderr: Uint8Array): Error {
  const text = new TextDecoder().decode(stderr).trim();
  return new Error(`Cannot ${action}: ${text}`);
}

/** Its last line, without the name of the program and the full stop. */
function lastLine(text: string): string {
  const line = text.trimEnd().split("\n").at(-1) ?? "";
  return line.replace(/^\S*tinyproxy: /, "").replace(/\.$/, "");
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
