import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { startPebble } from "./_daemon.ts";
import { RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import { ConnectionError, PathError, ProtocolError } from "./errors.ts";

const MEGABYTE = 1024 * 1024;

/** A multipart answer of such parts; each is its headers and its content. */
function multipart(
  parts: readonly (readonly [header: string, content: string])[],
  boundary = "0123456789",
  type = `multipart/form-data; boundary=${boundary}`,
): string {
  const body =
    parts.map(([header, content]) =>
      `--${boundary}\r\nContent-Disposition: ${header}\r\n\r\n${content}\r\n`
    ).join("") + `--${boundary}--\r\n`;
  return `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`;
}

const FILE = ['form-data; name="files"; filename="/x"', "content"] as const;

function response(result: unknown): readonly [string, string] {
  return ['form-data; name="response"', JSON.stringify({ result })];
}

const GOOD = [FILE, response([{ path: "/x" }])];

/** Pulls "/x" from a server that gives this answer to all. */
async function pullFrom(answer: string): Promise<string> {
  await using server = new RawServer((peer) => peer.answerAll(answer));
  using client = new Client(server.socketPath);
  using file = await client.pull("/x");
  return await file.text();
}

Deno.test("Client.pull() asks just so, and takes any form of boundary (PBF-01, PBF-02)", async () => {
  await using server = new RawServer((peer) => peer.answerAll(multipart(GOOD)));
  using client = new Client(server.socketPath);

  using file = await client.pull("/x");
  const quoted = 'multipart/form-data; boundary="0123456789"';
  const shouted = "Multipart/Form-Data; Boundary=0123456789";

  assertEquals([await file.text(), file.sizeBytes], ["content", 7]);
  const { received = "" } = server.peers[0] ?? {};
  assert(received.startsWith("GET /v1/files?action=read&path=%2Fx HTTP/1.1"));
  assert(received.includes("\r\naccept: multipart/form-data\r\n"), received);
  assertEquals(
    await pullFrom(multipart(GOOD, "0123456789", quoted)),
    "content",
  );
  assertEquals(
    await pullFrom(multipart(GOOD, "0123456789", shouted)),
    "content",
  );
});

Deno.test("Client.pull() fails for what is no answer to it (PBF-06, PBF-07)", async () => {
  const other = ['form-data; name="files"; filename="/y"', "content"] as const;
  const table: readonly (readonly [string, string])[] = [
    [multipart([FILE]), 'no "response" field in multipart body'],
    [multipart([FILE, response([])]), "path not found in response metadata"],
    [multipart([FILE, response(null)]), "path not found in response metadata"],
    [
      multipart([response([{ path: "/x" }])]),
      "no file content in multipart response",
    ],
    [
      multipart([FILE, FILE, response([{ path: "/x" }])]),
      "single file request resulted in a multi-file response",
    ],
    [
      multipart([other, response([{ path: "/x" }])]),
      "path not expected: '/y'",
    ],
    [
      multipart([["attachment", ""]]),
      "unexpected content disposition: 'attachment'",
    ],
    [
      multipart([['form-data; name="bogus"', ""]]),
      "unexpected name in content-disposition header: 'bogus'",
    ],
    [
      multipart([['form-data; name="files"', ""]]),
      'multipart "files" part missing filename',
    ],
    [
      multipart(GOOD, "0123456789", "multipart/form-data"),
      "invalid boundary ''",
    ],
    [
      multipart(GOOD, "0123456789", "application/json"),
      "expected Content-Type 'multipart/form-data', got 'application/json'",
    ],
    [
      multipart([FILE, ['form-data; name="response"', "{"]]),
      'Cannot read "response" part: invalid JSON',
    ],
  ];
  for (const [answer, message] of table) {
    await assertRejects(() => pullFrom(answer), ProtocolError, message);
  }
  const refused = { kind: "not-found", message: "stat /x: no such file" };
  const error = await assertRejects(
    () => pullFrom(multipart([response([{ path: "/x", error: refused }])])),
    PathError,
  );
  assertEquals([error.kind, error.detail], [refused.kind, refused.message]);
});

Deno.test("Client.pull() never takes a part of a file for all of it (PBF-06)", async () => {
  const whole = multipart(GOOD);
  for (const count of [20, 60, 10, 2]) {
    await using server = new RawServer(async (peer) => {
      await peer.until("\r\n\r\n");
      await peer.write(whole.slice(0, -count));
    });
    using client = new Client(server.socketPath);

    await assertRejects(() => client.pull("/x"), ConnectionError);
  }
});

Deno.test("Client.push() fails if the answer says so, or nothing of the path (PBF-16)", async () => {
  const pushTo = async (result: unknown) => {
    const body = JSON.stringify({ type: "sync", result });
    await using server = new RawServer(async (peer) => {
      await peer.until("--\r\n");
      await peer.write(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
          `Content-Length: ${body.length}\r\n\r\n${body}`,
      );
      await peer.end();
    });
    using client = new Client(server.socketPath);
    await client.push("/x", "content");
  };
  const error = { kind: "permission-denied", message: "no" };

  await pushTo([{ path: "/x" }]);
  await assertRejects(
    () => pushTo([{ path: "/x", error }]),
    PathError,
    "permission-denied - no",
  );
  await assertRejects(
    () => pushTo([{ path: "/y" }]),
    ProtocolError,
    "path not found in response metadata",
  );
});

/** How many files of just this size are open and have no name any more. */
function openFilesOf(sizeBytes: number): number {
  return [...Deno.readDirSync("/proc/self/fd")].filter(({ name }) => {
    const path = `/proc/self/fd/${name}`;
    try {
      return Deno.readLinkSync(path).endsWith(" (deleted)") &&
        Deno.statSync(path).size === sizeBytes;
    } catch {
      // Other tests close theirs meanwhile.
      return false;
    }
  }).length;
}

Deno.test("Client.pull() keeps a large file on disk, and nothing once it is closed (PBF-08, CNT-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "large");
  const content = new Uint8Array(5 * MEGABYTE + 77).map((_, i) =>
    i * 31 + i / 999
  );
  await Deno.writeFile(path, content);

  const file = await client.pull(path);
  assertEquals(openFilesOf(content.length), 1);
  const first = file.stream().getReader();
  const { value = new Uint8Array() } = await first.read();
  assertEquals(await file.bytes(), content);
  const { value: second = new Uint8Array() } = await first.read();
  await first.cancel();
  assertEquals(
    [...value, ...second],
    [...content.subarray(0, value.length + second.length)],
  );
  file.close();
  file.close();

  assertEquals(openFilesOf(content.length), 0);
  await assertRejects(() => file.bytes(), TypeError, "it was closed");
});

Deno.test("Client.pull() and push() end with the signal, and leave the target as it was (PBF-14)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "file");
  await client.push(path, "before");
  const pulling = new AbortController();
  const pushing = new AbortController();
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(multipart(GOOD).slice(0, -30));
    pulling.abort();
    await peer.end();
  });
  using half = new Client(server.socketPath);

  const pulled = await assertRejects(() =>
    half.pull("/x", { signal: pulling.signal })
  );
  const pushed = await assertRejects(() =>
    client.push(
      path,
      async function* () {
        yield "after";
        pushing.abort();
        yield await new Promise<string>(() => {});
      }(),
      { signal: pushing.signal },
    )
  );

  assertEquals(pulled, pulling.signal.reason);
  assertEquals(pushed, pushing.signal.reason);
  assertEquals(await Deno.readTextFile(path), "before");
});
