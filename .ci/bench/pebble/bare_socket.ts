// The least that can move the same bytes: no checks, no parsing, all dropped.

const READ_BYTES = 256 * 1024;
const WRITE_BYTES = 256 * 1024;
const BOUNDARY = "0123456789abcdef0123456789abcdef";

/** Reads a file of so many bytes and drops it. */
export async function barePull(
  socketPath: string,
  path: string,
  sizeBytes: number,
): Promise<void> {
  using socket = await connect(socketPath);
  await writeAll(
    socket,
    encode(
      `GET /v1/files?action=read&path=${
        encodeURIComponent(path)
      } HTTP/1.1\r\n` +
        "Host: x\r\nAccept: multipart/form-data\r\nConnection: close\r\n\r\n",
    ),
  );
  await drop(socket, sizeBytes);
}

/** Writes a file of so many bytes. */
export async function barePush(
  socketPath: string,
  path: string,
  sizeBytes: number,
): Promise<void> {
  const request = JSON.stringify({ action: "write", files: [{ path }] });
  const head = `--${BOUNDARY}\r\nContent-Type: application/json\r\n` +
    'Content-Disposition: form-data; name="request"\r\n\r\n' +
    `${request}\r\n--${BOUNDARY}\r\n` +
    "Content-Type: application/octet-stream\r\n" +
    `Content-Disposition: form-data; name="files"; filename="${path}"\r\n\r\n`;
  const tail = `\r\n--${BOUNDARY}--\r\n`;
  using socket = await connect(socketPath);
  await writeAll(
    socket,
    encode(
      "POST /v1/files HTTP/1.1\r\nHost: x\r\n" +
        `Content-Type: multipart/form-data; boundary="${BOUNDARY}"\r\n` +
        `Content-Length: ${head.length + sizeBytes + tail.length}\r\n` +
        `Connection: close\r\n\r\n${head}`,
    ),
  );
  const buffer = new Uint8Array(WRITE_BYTES);
  for (let left = sizeBytes; left > 0; left -= WRITE_BYTES) {
    await writeAll(socket, buffer.subarray(0, left));
  }
  await writeAll(socket, encode(tail));
  await drop(socket, 1);
}

/** Runs a command that writes so many bytes, and drops them. */
export async function bareExec(
  socketPath: string,
  command: readonly string[],
  sizeBytes: number,
): Promise<void> {
  const body = JSON.stringify({ command, "split-stderr": false });
  let task: string;
  {
    using socket = await connect(socketPath);
    await writeAll(
      socket,
      encode(
        "POST /v1/exec HTTP/1.1\r\nHost: x\r\n" +
          `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      ),
    );
    task = /"task-id":"(\d+)"/.exec(await readText(socket))?.[1] ?? "";
  }
  using _control = await webSocket(socketPath, task, "control");
  using stdio = await webSocket(socketPath, task, "stdio");
  await drop(stdio, sizeBytes);
}

async function webSocket(
  socketPath: string,
  task: string,
  name: string,
): Promise<Deno.UnixConn> {
  const socket = await connect(socketPath);
  await writeAll(
    socket,
    encode(
      `GET /v1/tasks/${task}/websocket/${name} HTTP/1.1\r\nHost: x\r\n` +
        "Upgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n" +
        "Sec-WebSocket-Version: 13\r\n\r\n",
    ),
  );
  const answer = new Uint8Array(1024);
  await socket.read(answer);
  return socket;
}

async function connect(socketPath: string): Promise<Deno.UnixConn> {
  return await Deno.connect({ transport: "unix", path: socketPath });
}

async function writeAll(
  socket: Deno.UnixConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await socket.write(bytes.subarray(at));
  }
}

/** Reads at least so many bytes. */
async function drop(socket: Deno.UnixConn, sizeBytes: number): Promise<void> {
  const buffer = new Uint8Array(READ_BYTES);
  for (let left = sizeBytes; left > 0;) {
    const count = await socket.read(buffer);
    if (count === null) throw new Error(`Bare socket ended: ${left} to come`);
    left -= count;
  }
}

async function readText(socket: Deno.UnixConn): Promise<string> {
  const buffer = new Uint8Array(READ_BYTES);
  let text = "";
  for (let count; (count = await socket.read(buffer)) !== null;) {
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
