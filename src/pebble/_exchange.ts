import type { Connection } from "./_connection.ts";
import { type Head, readHead } from "./_http_head.ts";
import { Upload, type UploadBody } from "./_upload.ts";
import type { Watch } from "./_watch.ts";
import { ConnectionError } from "./errors.ts";

/** A request as it goes out. */
export interface Message {
  /** All before the body, with the empty line. */
  readonly head: string;
  /** What follows: as it is if it is bytes, and else in chunks. */
  readonly body: UploadBody;
}

/** A request and the head of its answer; the body is still to be read. */
export interface Exchange {
  /** What the answer begins with. */
  readonly head: Head;
  /** Where its body is to come from. */
  readonly connection: Connection;
  /** Whether all of the request went out. */
  readonly sent: () => boolean;
}

/**
 * Sends a request and reads the head of the answer.
 *
 * Both go on at the same time: a daemon that refuses may say so, and read no
 * further, while much is still to be sent. What it says then counts, and the
 * rest is not sent.
 *
 * @throws {ConnectionError} If the connection ends or breaks before; it is
 * closed then, as with every other error.
 * @throws {ProtocolError} If the answer is no HTTP.
 * @throws What the source of the body throws.
 */
export async function exchange(
  connection: Connection,
  message: Message,
  watch: Watch,
): Promise<Exchange> {
  const upload = new Upload(connection, watch);
  upload.run(message.head, message.body);
  try {
    const head = await readHead(connection);
    return { head, connection, sent: () => upload.sent };
  } catch (error) {
    connection.close(error);
    // A broken pipe says more than the end of the answer that follows it.
    if (!(error instanceof ConnectionError)) throw error;
    throw upload.failure ?? error;
  } finally {
    upload.stop();
  }
}
