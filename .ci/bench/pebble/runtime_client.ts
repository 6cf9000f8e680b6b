// The same with what the runtime has: `fetch` and `WebSocket`, all dropped.

/** Reads a file of so many bytes and drops it. */
export async function fetchPull(
  http: Deno.HttpClient,
  path: string,
  sizeBytes: number,
): Promise<void> {
  const query = new URLSearchParams({ action: "read", path });
  const answer = await fetch(`http://localhost/v1/files?${query}`, {
    client: http,
    headers: { accept: "multipart/form-data" },
  });
  let received = 0;
  for await (const chunk of answer.body ?? []) received += chunk.length;
  if (received < sizeBytes) throw new Error(`Fetched only ${received} bytes`);
}

/** Runs a command that writes so many bytes, and drops them. */
export async function webSocketExec(
  http: Deno.HttpClient,
  command: readonly string[],
  sizeBytes: number,
): Promise<void> {
  const answer = await fetch("http://localhost/v1/exec", {
    client: http,
    method: "POST",
    body: JSON.stringify({ command, "split-stderr": false }),
  });
  const { result }: { result: { "task-id": string } } = await answer.json();
  const open = (name: string) => {
    const socket = new WebSocket(
      `ws://localhost/v1/tasks/${result["task-id"]}/websocket/${name}`,
      { client: http },
    );
    socket.binaryType = "arraybuffer";
    // Pebble hangs up on the control socket when the command has ended.
    socket.onerror = () => {};
    const opened = new Promise((resolve) => socket.onopen = resolve);
    return { socket, opened };
  };
  const control = open("control");
  await control.opened;
  const { socket, opened } = open("stdio");
  let received = 0;
  const done = new Promise<void>((resolve) => {
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === "string") resolve();
      else received += data.byteLength;
    };
  });
  await opened;
  await done;
  if (received < sizeBytes) throw new Error(`Got only ${received} bytes`);
}
