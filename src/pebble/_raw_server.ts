import { join } from "@std/path";
import { Transport } from "./_transport.ts";

/** An answer with an empty object. */
export const EMPTY = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
  "Content-Length: 2\r\n\r\n{}";

/** A connection as the server sees it. */
export class Peer {
  readonly #connection: Deno.UnixConn;
  /** All that came in, as text. */
  received = "";

  /** Takes a connection to serve. */
  constructor(connection: Deno.UnixConn) {
    this.#connection = connection;
  }

  /** Reads until a text came in; false if the client closed before. */
  async until(text: string, from = 0): Promise<boolean> {
    while (!this.received.includes(text, from)) {
      if (!(await this.more())) return false;
    }
    return true;
  }

  /** Reads what comes next; false if the client closed. */
  async more(): Promise<boolean> {
    const buffer = new Uint8Array(64 * 1024);
    const count = await this.#connection.read(buffer).catch(() => null);
    if (count === null) return false;
    this.received += new TextDecoder().decode(buffer.subarray(0, count));
    return true;
  }

  /** Waits until the client closes. */
  async end(): Promise<void> {
    while (await this.more());
  }

  /** Answers every request by the same text. */
  async answerAll(text = EMPTY): Promise<void> {
    for (let from = 0; await this.until("\r\n\r\n", from);) {
      from = this.received.indexOf("\r\n\r\n", from) + 4;
      await this.write(text);
    }
  }

  /** Writes; false if the client closed. */
  async write(text: string | Uint8Array): Promise<boolean> {
    let bytes = typeof text === "string"
      ? new TextEncoder().encode(text)
      : text;
    try {
      while (bytes.length > 0) {
        bytes = bytes.subarray(await this.#connection.write(bytes));
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Writes a chunk of a body; none if it is empty, which would be the end. */
  async writeChunk(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.write(`${bytes.length.toString(16)}\r\n`);
    await this.write(bytes);
    await this.write("\r\n");
  }

  /** Hangs up. */
  close(): void {
    this.#connection.close();
  }
}

/** A server of which a test says what it does with each connection, for tests. */
export class RawServer implements AsyncDisposable {
  /** Where it listens. */
  readonly socketPath: string;
  /** All connections so far. */
  readonly peers: Peer[] = [];
  readonly #folder: string;
  readonly #listener: Deno.UnixListener;
  readonly #done: Promise<void>;
  #onConnected: () => void = () => {};

  /** Listens; each connection is closed when it was served. */
  constructor(serve: (peer: Peer, index: number) => Promise<void>) {
    this.#folder = Deno.makeTempDirSync({ prefix: "charmkit-" });
    this.socketPath = join(this.#folder, "socket");
    this.#listener = Deno.listen({ transport: "unix", path: this.socketPath });
    this.#done = this.#accept(serve);
  }

  /** Waits for so many connections, of all that there were. */
  async connected(count: number): Promise<void> {
    while (this.peers.length < count) {
      await new Promise<void>((resolve) => this.#onConnected = resolve);
    }
  }

  async #accept(
    serve: (peer: Peer, index: number) => Promise<void>,
  ): Promise<void> {
    const served: Promise<void>[] = [];
    for await (const connection of this.#listener) {
      const peer = new Peer(connection);
      const index = this.peers.push(peer) - 1;
      this.#onConnected();
      served.push(serve(peer, index).finally(() => peer.close()));
    }
    await Promise.all(served);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#done;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** A transport to that server. */
export function transportOf(server: RawServer, timeoutMs = 10_000): Transport {
  return new Transport(server.socketPath, "http://localhost", timeoutMs);
}
