import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Answer } from "./_answer.ts";
import { Connection, type Socket } from "./_connection.ts";
import { readHead } from "./_http_head.ts";
import { Watch } from "./_watch.ts";
import { ConnectionError, ProtocolError } from "./errors.ts";

const JSON_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/** A socket that gives these pieces and then ends. */
function socketOf(pieces: readonly Uint8Array[]): Socket {
  const left = [...pieces];
  return {
    read(buffer) {
      const piece = left.shift();
      if (piece === undefined) return Promise.resolve(null);
      const count = Math.min(piece.length, buffer.length);
      buffer.set(piece.subarray(0, count));
      if (count < piece.length) left.unshift(piece.subarray(count));
      return Promise.resolve(count);
    },
    write: (bytes) => Promise.resolve(bytes.length),
    close() {},
  };
}

interface Read {
  readonly code: number;
  readonly status: string;
  readonly body: string;
  readonly reusable: boolean;
}

/** Reads a whole answer that comes in pieces. */
async function read(pieces: readonly Uint8Array[]): Promise<Read> {
  const connection = new Connection(socketOf(pieces));
  const head = await readHead(connection);
  let reusable = false;
  const answer = new Answer(
    { head, connection, sent: () => true },
    new Watch(60_000),
    (given) => reusable = given,
  );
  const body = await answer.text();
  return { code: answer.code, status: answer.status, body, reusable };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function oneByOne(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => new Uint8Array([byte]));
}

interface Case {
  readonly name: string;
  readonly wire: string;
  readonly expected: Partial<Read>;
}

const ANSWERS: readonly Case[] = [
  {
    name: "with a length",
    wire: `${JSON_HEAD}Content-Length: 10\r\n\r\n{"a":"é"}`,
    expected: { status: "OK", body: '{"a":"é"}', reusable: true },
  },
  {
    name: "with a length of zero",
    wire: "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n",
    expected: { body: "", reusable: true },
  },
  {
    name: "with the same length twice",
    wire: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCONTENT-LENGTH: 2\r\n\r\nok",
    expected: { body: "ok", reusable: true },
  },
  {
    name: "in chunks, with extensions and trailers",
    wire: CHUNKED + '5;a=b\r\nhello\r\nA ; c="d;e"\r\n, chunked!\r\n' +
      "000\r\nX-Sum: 1\r\nX-Other:\r\n\r\n",
    expected: { body: "hello, chunked!", reusable: true },
  },
  {
    name: "in chunks with line ends inside, and a length that is not used",
    wire: CHUNKED.replace("\r\n\r\n", "\r\nContent-Length: 1\r\n\r\n") +
      "5\r\n\r\n0\r\n\r\n0\r\n\r\n",
    expected: { body: "\r\n0\r\n", reusable: true },
  },
  {
    name: "without a body",
    wire: "HTTP/1.1 204 No Content\r\n\r\n",
    expected: { code: 204, status: "No Content", body: "", reusable: true },
  },
  {
    name: "of no change, with the length of what did not",
    wire: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    expected: { code: 304, body: "", reusable: true },
  },
  {
    name: "until the connection closes",
    wire: "HTTP/1.1 200 OK\r\n\r\nall the rest\r\n",
    expected: { body: "all the rest\r\n", reusable: false },
  },
  {
    name: "of the version before",
    wire: "HTTP/1.0 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
    expected: { code: 404, body: "no", reusable: false },
  },
  {
    name: "after which the connection closes",
    wire:
      "HTTP/1.1 500 X\r\nConnection: x, Close\r\nContent-Length: 1\r\n\r\n-",
    expected: { code: 500, body: "-", reusable: false },
  },
  {
    name: "after others that announce it",
    wire: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n" +
      "\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 1\r\n\r\n+",
    expected: { code: 202, status: "Accepted", body: "+", reusable: true },
  },
  {
    name: "without a reason, with folded headers and bare line feeds",
    wire: "HTTP/1.1 200\nA: b\n \tc\ncontent-Length:\n 2 \n\nok",
    expected: { status: "", body: "ok", reusable: true },
  },
];

Deno.test("Answer is the same wherever its bytes are split (PBC-05, PBC-08)", async () => {
  for (const { name, wire, expected } of ANSWERS) {
    const bytes = bytesOf(wire);

    const whole = await read([bytes]);

    assertEquals({ ...whole, ...expected }, whole, name);
    assertEquals(await read(oneByOne(bytes)), whole, name);
    for (let at = 1; at < bytes.length; at++) {
      const pieces = [bytes.subarray(0, at), bytes.subarray(at)];
      assertEquals(await read(pieces), whole, `${name}, split at ${at}`);
    }
  }
});

Deno.test("Answer that is cut short anywhere is a ConnectionError (PBC-11, PBF-06)", async () => {
  for (const { name, wire, expected } of ANSWERS) {
    const bytes = bytesOf(wire);
    const bodyBytes = bytesOf(expected.body ?? "").length;
    const untilClose = name.includes("until");
    const end = untilClose ? bytes.length - bodyBytes : bytes.length;
    for (let at = 0; at < end; at++) {
      const error = await assertRejects(
        () => read([bytes.subarray(0, at)]),
        ConnectionError,
        "Lost connection to Pebble: unexpected end of file",
        `${name}, cut at ${at}`,
      );
      assertInstanceOf(error.cause, Deno.errors.UnexpectedEof);
    }
  }
});

Deno.test("Answer that is no HTTP is a ProtocolError that says what it is (PBC-11)", async () => {
  const head = "HTTP/1.1 200 OK\r\n";
  const table: readonly (readonly [wire: string, message: string])[] = [
    ["\r\n", 'no HTTP status line ""'],
    ["SSH-2.0-OpenSSH_9.6\r\n", 'no HTTP status line "SSH-2.0-OpenSSH_9.6"'],
    ["HTTP/2 200 OK\r\n\r\n", 'no HTTP status line "HTTP/2 200 OK"'],
    ["HTTP/1.1 20 OK\r\n\r\n", 'no HTTP status line "HTTP/1.1 20 OK"'],
    ["HTTP/1.1 2000\r\n\r\n", 'no HTTP status line "HTTP/1.1 2000"'],
    [`\0${"x".repeat(100)}\n`, `\\u0000${"x".repeat(79)}…"`],
    ["HTTP/1.1 101 Switch\r\n\r\n", 'unexpected status "HTTP/1.1 101 Switch"'],
    [`${head}no colon\r\n\r\n`, 'malformed header "no colon"'],
    [`${head}: no name\r\n\r\n`, 'malformed header ": no name"'],
    [`${head}a b: c\r\n\r\n`, 'malformed header "a b: c"'],
    [`${head} folded: first\r\n\r\n`, 'malformed header " folded: first"'],
    [`${head}Transfer-Encoding: gzip\r\n\r\n`, 'transfer encoding "gzip"'],
    [`${head}Content-Length: 1, 2\r\n\r\n`, 'its length is "1, 2"'],
    [`${head}Content-Length: -1\r\n\r\n`, 'its length is "-1"'],
    [`${head}Content-Length: 0x1\r\n\r\n`, 'its length is "0x1"'],
    [`${head}Content-Length:\r\n\r\n`, 'its length is ""'],
    [`${CHUNKED}hello\r\n`, 'chunk size "hello"'],
    [`${CHUNKED}\r\n`, 'chunk size ""'],
    [`${CHUNKED}-1\r\n`, 'chunk size "-1"'],
    [`${CHUNKED}FFFFFFFFFFFFFFFF\r\n`, 'chunk size "FFFFFFFFFFFFFFFF"'],
    [`${CHUNKED}2\r\nlong\r\n`, "a chunk is longer than it says"],
    [
      `${CHUNKED}0\r\nnot a trailer\r\n\r\n`,
      'malformed header "not a trailer"',
    ],
  ];
  for (const [wire, message] of table) {
    for (const pieces of [[bytesOf(wire)], oneByOne(bytesOf(wire))]) {
      const error = await assertRejects(
        () => read(pieces),
        ProtocolError,
        undefined,
        JSON.stringify(wire),
      );
      assertStringIncludes(error.message, "Cannot read answer of Pebble: ");
      assertStringIncludes(error.message, message);
    }
  }
});

Deno.test("Answer with an endless head or line is given up (PBC-11)", async () => {
  const endless = (start: string, unit: string) => {
    let count = 0;
    return new Connection({
      ...socketOf([]),
      read(buffer) {
        assert(count < 1024 * 1024, "It read on and on");
        const text = count === 0 ? start : unit.repeat(100);
        const { written } = new TextEncoder().encodeInto(text, buffer);
        count += written;
        return Promise.resolve(written);
      },
    });
  };
  const table: readonly (readonly [start: string, unit: string])[] = [
    ["H", "x"],
    ["HTTP/1.1 200 ", "x"],
    ["HTTP/1.1 200 OK\r\n", "x"],
    ["HTTP/1.1 200 OK\r\n", "a: b\r\n"],
    ["HTTP/1.1 200 OK\r\na: b\r\n", " \r\n"],
    [`${CHUNKED}1;`, "x"],
    [CHUNKED, "0"],
    [`${CHUNKED}0\r\n`, "a: b\r\n"],
  ];
  for (const [start, unit] of table) {
    const connection = endless(start, unit);
    await assertRejects(
      async () => {
        const head = await readHead(connection);
        const exchange = { head, connection, sent: () => true };
        await new Answer(exchange, new Watch(60_000), () => {}).text();
      },
      ProtocolError,
      "too long",
      JSON.stringify([start, unit]),
    );
  }
});

Deno.test("Answer of random bytes fails with an error of its own, or not at all (PBC-11)", async () => {
  let seed = 42;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(seed / 2 ** 31 * below);
  };
  let failures = 0;
  for (let round = 0; round < 3000; round++) {
    const bytes = bytesOf(ANSWERS[random(ANSWERS.length)]?.wire ?? "");
    for (let change = 0; change <= random(4); change++) {
      bytes[random(bytes.length)] = random(3) === 0 ? 10 : random(256);
    }

    const error = await read([bytes]).then(() => null, (error) => error);

    if (error === null) continue;
    failures++;
    assert(
      error instanceof ProtocolError || error instanceof ConnectionError,
      `${error} for ${JSON.stringify(new TextDecoder().decode(bytes))}`,
    );
  }
  assert(failures > 1000, `Only ${failures} failed`);
});

Deno.test("Answer.chunks() ends the request of who stops early (PBC-35)", async () => {
  const pieces = ["hello", "world"].map(bytesOf);
  const wire = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
  const connection = new Connection(socketOf([bytesOf(wire), ...pieces]));
  const head = await readHead(connection);
  const released: boolean[] = [];
  const answer = new Answer(
    { head, connection, sent: () => true },
    new Watch(60_000),
    (reusable) => released.push(reusable),
  );

  for await (const chunk of answer.chunks()) {
    assertEquals(new TextDecoder().decode(chunk), "hello");
    break;
  }

  assertEquals(released, [false]);
});

Deno.test("Connection.take() hands out all that came in, in order", async () => {
  const pieces = Array.from(
    { length: 200 },
    (_, i) => new Uint8Array(1 + (i * 977) % 9000).fill(i),
  );
  const connection = new Connection(socketOf(pieces));

  const taken: Uint8Array[] = [];
  for (let bytes; (bytes = await connection.take(5000)) !== null;) {
    taken.push(bytes.slice());
  }

  const expected = pieces.flatMap((piece) => [...piece]);
  assertEquals(taken.flatMap((bytes) => [...bytes]), expected);
  assertEquals(connection.receivedBytes, expected.length);
});
