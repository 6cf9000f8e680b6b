import { pathText } from "./_arguments.ts";
import { Fields, isObject, type JsonObject, readList } from "./_json.ts";
import { parseHeader, parseMultipart } from "./_multipart.ts";
import { pushBody } from "./_push_body.ts";
import { Spool } from "./_spool.ts";
import type { Transport } from "./_transport.ts";
import { PathError, ProtocolError } from "./errors.ts";
import { FileInfo } from "./file_info.ts";
import type {
  ListFilesOptions,
  MakeDirOptions,
  OwnerOptions,
  PullOptions,
  PushOptions,
  PushSource,
  RemovePathOptions,
} from "./pebble_client.ts";
import type { PulledFile } from "./pulled_file.ts";

/** Reads a file, see {@linkcode PebbleClient.pull}. */
export async function pull(
  transport: Transport,
  path: string | URL,
  options: PullOptions,
): Promise<PulledFile> {
  const name = pathText(path);
  const spool = new Spool(options.encoding ?? "utf-8");
  try {
    const answer = await transport.send({
      path: "/v1/files",
      query: { action: "read", path: name },
      // Pebble compares the whole text, so nothing may be added to it.
      headers: { accept: "multipart/form-data" },
      signal: options.signal,
    });
    answer.expectType("multipart/form-data");
    const boundary = parseHeader(answer.contentType).parameters.get("boundary");
    if (!boundary) {
      answer.drop();
      throw new ProtocolError(`invalid boundary '${boundary ?? ""}'`);
    }
    const { names, response } = await readParts(
      parseMultipart(answer.chunks(), boundary),
      spool,
    );
    checkResult(response, name);
    if (names.length === 0) {
      throw new ProtocolError("no file content in multipart response");
    }
    if (names.length > 1) {
      throw new ProtocolError(
        "single file request resulted in a multi-file response",
      );
    }
    // No line end can be in a header, so Pebble writes those of a name so.
    const written = name.replace(/[\r\n]/g, encodeURIComponent);
    if (names[0] !== name && names[0] !== written) {
      throw new ProtocolError(`path not expected: '${names[0]}'`);
    }
    return spool;
  } catch (error) {
    spool.close();
    throw error;
  }
}

/** Writes a file, see {@linkcode PebbleClient.push}. */
export async function push(
  transport: Transport,
  path: string | URL,
  source: PushSource,
  options: PushOptions,
): Promise<void> {
  const name = pathText(path);
  const { encoding = "utf-8" } = options;
  if (
    encoding !== "utf-8" && new TextDecoder(encoding).encoding !== "utf-8"
  ) {
    throw new TypeError(
      `Cannot write text as "${encoding}": use "utf-8", or push bytes`,
    );
  }
  const request = {
    action: "write",
    files: [{
      path: name,
      ...(options.makeDirs ? { "make-dirs": true } : {}),
      ...owner(options),
    }],
  };
  const { boundary, body } = pushBody(name, request, source);
  const answer = await transport.send({
    path: "/v1/files",
    headers: {
      accept: "application/json",
      "content-type": `multipart/form-data; boundary="${boundary}"`,
    },
    body,
    signal: options.signal,
  });
  checkResult((await answer.json())["result"], name);
}

/** Lists a folder, see {@linkcode PebbleClient.listFiles}. */
export async function listFiles(
  transport: Transport,
  path: string | URL,
  options: ListFilesOptions,
): Promise<FileInfo[]> {
  const given = pathText(path);
  const name = options.itself
    // The daemon would answer path "/a/b/b" for "/a/b/".
    ? given.replace(/(?<=[^/])\/+$/, "")
    : given;
  const envelope = await transport.json({
    path: "/v1/files",
    query: {
      action: "list",
      path: name,
      pattern: options.pattern || undefined,
      itself: options.itself ? "true" : undefined,
    },
    signal: options.signal,
  });
  return readList(envelope["result"], "files", FileInfo.fromDict);
}

/** Makes a folder, see {@linkcode PebbleClient.makeDir}. */
export async function makeDir(
  transport: Transport,
  path: string | URL,
  options: MakeDirOptions,
): Promise<void> {
  const name = pathText(path);
  const dir = {
    path: name,
    ...(options.makeParents ? { "make-parents": true } : {}),
    ...owner(options),
  };
  const envelope = await transport.json({
    path: "/v1/files",
    json: { action: "make-dirs", dirs: [dir] },
    signal: options.signal,
  });
  checkResult(envelope["result"], name);
}

/** Removes a path, see {@linkcode PebbleClient.removePath}. */
export async function removePath(
  transport: Transport,
  path: string | URL,
  options: RemovePathOptions,
): Promise<void> {
  const name = pathText(path);
  const entry = {
    path: name,
    ...(options.recursive ? { recursive: true } : {}),
  };
  const envelope = await transport.json({
    path: "/v1/files",
    json: { action: "remove", paths: [entry] },
    signal: options.signal,
  });
  checkResult(envelope["result"], name);
}

/** Owner and mode as the API has them; what isn't given is left out. */
function owner(options: OwnerOptions): JsonObject {
  const { permissions, userId, user, groupId, group } = options;
  return {
    permissions: permissions?.toString(8).padStart(3, "0"),
    "user-id": userId ?? undefined,
    user: user ?? undefined,
    "group-id": groupId ?? undefined,
    group: group ?? undefined,
  };
}

async function readParts(
  events: ReturnType<typeof parseMultipart>,
  spool: Spool,
): Promise<{ names: string[]; response: unknown }> {
  const names: string[] = [];
  const decoder = new TextDecoder();
  let response: string | undefined;
  let field = "";
  for await (const event of events) {
    if (event.kind === "data") {
      if (field === "response") {
        response += decoder.decode(event.bytes, { stream: true });
      } else if (names.length === 1) {
        spool.write(event.bytes);
      }
      continue;
    }
    const header = event.headers.get("content-disposition") ?? "";
    const { value, parameters } = parseHeader(header);
    field = parameters.get("name") ?? "";
    if (value !== "form-data") {
      throw new ProtocolError(`unexpected content disposition: '${value}'`);
    } else if (field === "response") {
      response = "";
    } else if (field === "files") {
      const name = parameters.get("filename");
      if (name === undefined) {
        throw new ProtocolError('multipart "files" part missing filename');
      }
      names.push(name);
    } else {
      throw new ProtocolError(
        `unexpected name in content-disposition header: '${field}'`,
      );
    }
  }
  if (response === undefined) {
    throw new ProtocolError('no "response" field in multipart body');
  }
  return { names, response: resultOf(response) };
}

function resultOf(text: string): unknown {
  try {
    const envelope: unknown = JSON.parse(text);
    if (isObject(envelope)) return envelope["result"];
  } catch (cause) {
    throw new ProtocolError('Cannot read "response" part: invalid JSON', {
      cause,
    });
  }
  throw new ProtocolError('Cannot read "response" part: not an object');
}

/** Throws what the result says of the path. */
function checkResult(result: unknown, path: string): void {
  const entries = readList(
    result,
    "result of files",
    (entry) => new Fields(entry, "result of a file"),
  );
  const entry = entries.find((entry) => entry.optionalString("path") === path);
  if (entry === undefined) {
    throw new ProtocolError(
      `path not found in response metadata: ${JSON.stringify(path)}`,
    );
  }
  if (!entry.has("error")) return;
  const error = new Fields(entry.object("error"), "error of a file");
  throw new PathError(
    error.optionalString("kind") ?? "generic-file-error",
    error.string("message"),
  );
}
