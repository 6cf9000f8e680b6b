import { assertEquals, assertRejects } from "@std/assert";
import { Connection, type Socket } from "./_connection.ts";
import { type Framing, readBody } from "./_http_body.ts";
import { ConnectionError, ProtocolError } from "./errors.ts";

/** A socket from which a text comes in pieces of so many bytes. */
function socketOf(text: string, pieceBytes: number): Socket {
  let left = new TextEncoder().encode(text);
  return {
    read(buffer) {
      const piece = left.subarray(0, Math.min(pieceBytes, buffer.length));
      left = left.subarray(piece.length);
      buffer.set(piece);
      return Promise.resolve(piece.length === 0 ? null : piece.length);
    },
    write: (bytes) => Promise.resolve(bytes.length),
    close: () => {},
  };
}

const CHUNKED: Framing = { kind: "chunked" };

/** The body of a text, and what is left after it. */
async function read(
  text: string,
  pieceBytes: number,
  framing = CHUNKED,
): Promise<[body: string, rest: string]> {
  const connection = new Connection(socketOf(text, pieceBytes));
  let body = "";
  for await (const piece of readBody(connection, framing)) {
    body += new TextDecoder().decode(piece);
  }
  let rest = "";
  for (let piece; (piece = await connection.take(Infinity)) !== null;) {
    rest += new TextDecoder().decode(piece);
  }
  return [body, rest];
}

Deno.test("readBody() puts chunks together however they come in, and reads no further (PBF-02)", async () => {
  const chunks = [
    "5\r\nhello",
    "1;x=y\r\n ",
    "0A \r\n\r\n0\r\n\r\n...",
    "3\nabc",
  ];
  const text = `${chunks.join("\r\n")}\r\n0\r\nTrailer: x\r\n\r\nHTTP/1.1`;
  for (let pieceBytes = 1; pieceBytes <= text.length; pieceBytes++) {
    assertEquals(
      await read(text, pieceBytes),
      ["hello \r\n0\r\n\r\n...abc", "HTTP/1.1"],
      `${pieceBytes}`,
    );
  }
});

Deno.test("readBody() refuses chunks that are malformed or cut short (PBC-11)", async () => {
  for (
    const text of ["x\r\n", "5\r\nhelloo\r\n", "-1\r\n", "\r\n", "1 2\r\n"]
  ) {
    for (const pieceBytes of [1, 100]) {
      await assertRejects(
        () => read(text, pieceBytes),
        ProtocolError,
        "Pebble",
      );
    }
  }
  const endless = "0".repeat(20_000);
  await assertRejects(() => read(endless, 100), ProtocolError, "too long");
  for (const text of ["", "5", "5\r\nhel", "5\r\nhello\r\n", "0\r\n"]) {
    await assertRejects(() => read(text, 100), ConnectionError);
  }
});

Deno.test("readBody() reads as many bytes as it is told, or to the end (PBF-02)", async () => {
  for (const pieceBytes of [1, 3, 100]) {
    assertEquals(
      await read("hello HTTP", pieceBytes, { kind: "length", bytes: 5 }),
      ["hello", " HTTP"],
    );
    assertEquals(await read("hello", pieceBytes, { kind: "close" }), [
      "hello",
      "",
    ]);
  }
  await assertRejects(
    () => read("hell", 100, { kind: "length", bytes: 5 }),
    ConnectionError,
  );
});
