// For the tests that run the real tinyproxy.
import { Tinyproxy } from "./tinyproxy.ts";

/** A proxy in a temporary folder; disposing of it leaves nothing behind. */
export class RealProxy extends Tinyproxy implements AsyncDisposable {
  /** Path of its folder. */
  readonly folder: string;

  private constructor(folder: string) {
    super(folder);
    this.folder = folder;
  }

  /** Makes one that does not run yet. */
  static async make(): Promise<RealProxy> {
    const proxy = new RealProxy(await Deno.makeTempDir());
    if (await proxy.version() !== null) return proxy;
    throw new Error(
      "Cannot test with tinyproxy: it is not on PATH; install tinyproxy-bin, " +
        "or run the tests by `deno task test`, which fetches it",
    );
  }

  /** Process id of what runs. */
  async pid(): Promise<number> {
    return Number(await Deno.readTextFile(`${this.folder}/tinyproxy.pid`));
  }

  /** Kills what runs, and waits until the machine has seen it. */
  async kill(): Promise<void> {
    Deno.kill(await this.pid(), "SIGKILL");
    while (await this.isRunning());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.clear();
  }
}

/** A port that nothing listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/**
 * Asks a web server through the proxy.
 *
 * @returns The status of the answer; null if nothing listens on the port.
 */
export async function statusThrough(port: number): Promise<number | null> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(null, { status: 204 }),
  );
  const proxy = { url: `http://127.0.0.1:${port}` };
  using client = Deno.createHttpClient({ proxy });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  try {
    const response = await fetch(url, { client });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
