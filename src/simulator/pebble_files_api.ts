import { concat } from "../pebble/_bytes.ts";
import { parseHeader, parseMultipart } from "../pebble/_multipart.ts";
import { PathError, ProtocolError } from "../pebble/errors.ts";
import type { OwnerOptions } from "../pebble/pebble_client.ts";
import { q, refuse } from "./pebble/refuse.ts";
import type { SimulatedPebble } from "./pebble/simulated_pebble.ts";
import type { HttpAnswer, HttpRequest } from "./pebble_http.ts";
import { fileJson } from "./pebble_json.ts";
import {
  type Dict,
  flag,
  isDict,
  list,
  numberOf,
  optionalText,
  result,
  text,
} from "./pebble_request.ts";

const MIN_BOUNDARY = 32;

/** Answers `GET /v1/files`. */
export function readFiles(
  { files }: SimulatedPebble,
  { query, headers }: HttpRequest,
): HttpAnswer {
  const action = query.get("action") ?? "";
  if (action === "list") {
    const itself = query.get("itself") ?? "";
    if (!["", "true", "false"].includes(itself)) {
      refuse('itself parameter must be "true" or "false"');
    }
    const found = files.list(query.get("path") ?? "", {
      pattern: query.get("pattern") ?? undefined,
      itself: itself === "true",
    });
    return result(found.map(fileJson));
  }
  if (action !== "read") refuse(`invalid action ${q(action)}`);
  const paths = query.getAll("path");
  if (paths.length === 0) refuse("must specify one or more paths");
  if (headers.get("accept") !== "multipart/form-data") {
    refuse("must accept multipart/form-data");
  }
  const contents: { path: string; bytes: Uint8Array }[] = [];
  const entries = paths.map((path) =>
    attempt(path, () => contents.push({ path, bytes: files.read(path) }))
  );
  return multipart(
    contents,
    JSON.stringify({
      type: "sync",
      "status-code": 200,
      status: "OK",
      result: entries,
    }),
  );
}

/** The answer with files; `FormData` would write quotes in names as `%22`. */
function multipart(
  contents: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  response: string,
): HttpAnswer {
  const boundary = Array.from(
    crypto.getRandomValues(new Uint8Array(30)),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
  const encoder = new TextEncoder();
  const part = (disposition: string, type: string) =>
    encoder.encode(
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n` +
        `Content-Type: ${type}\r\n\r\n`,
    );
  const body = concat([
    ...contents.flatMap(({ path, bytes }) => {
      // As Go does: a line end can't be in a header.
      const name = path.replace(/["\\]/g, "\\$&")
        .replace(/[\r\n]/g, encodeURIComponent);
      return [
        part(`name="files"; filename="${name}"`, "application/octet-stream"),
        bytes,
        encoder.encode("\r\n"),
      ];
    }),
    part('name="response"', "application/json"),
    encoder.encode(`${response}\n\r\n--${boundary}--\r\n`),
  ]);
  const type = `multipart/form-data; boundary=${boundary}`;
  return { code: 200, type, body };
}

/** Answers `POST /v1/files` with a JSON body. */
export function changeFiles(
  { files }: SimulatedPebble,
  body: Dict,
): HttpAnswer {
  const action = text(body, "action");
  switch (action) {
    case "make-dirs":
      return result(
        list(body, "dirs").map((entry) => {
          const path = text(entry, "path");
          return attempt(path, () =>
            files.makeDir(path, {
              ...owner(entry),
              makeParents: flag(entry, "make-parents"),
            }));
        }),
      );
    case "remove":
      return result(
        list(body, "paths").map((entry) => {
          const path = text(entry, "path");
          const recursive = flag(entry, "recursive");
          return attempt(path, () => files.remove(path, { recursive }));
        }),
      );
    case "write":
      return refuse('must use multipart with "write" action');
    default:
      return refuse(`invalid action ${q(action)}`);
  }
}

/** Answers `POST /v1/files` with a multipart body: files to write. */
export async function writeFiles(
  { files }: SimulatedPebble,
  request: HttpRequest,
  type: string,
): Promise<HttpAnswer> {
  const boundary = parseHeader(type).parameters.get("boundary") ?? "";
  if (boundary.length < MIN_BOUNDARY) {
    refuse(`invalid boundary ${q(boundary)}`);
  }
  const parts = await readParts(request, boundary);
  const [first, ...others] = parts;
  if (first?.name !== "request") {
    return refuse(
      `metadata field name must be "request", got ${q(first?.name ?? "")}`,
    );
  }
  const entries = metadata(first.bytes);
  const done = new Map<string, Dict>();
  for (const { name, path, bytes } of others) {
    if (name !== "files") refuse(`field name must be "files", got ${q(name)}`);
    const entry = entries.find((entry) => text(entry, "path") === path);
    if (entry === undefined) return refuse(`no metadata for path ${q(path)}`);
    const makeDirs = flag(entry, "make-dirs");
    done.set(
      path,
      attempt(
        path,
        () => files.write(path, bytes, { ...owner(entry), makeDirs }),
      ),
    );
  }
  return result(entries.map((entry) => {
    const path = text(entry, "path");
    return done.get(path) ?? {
      path,
      error: {
        kind: "generic-file-error",
        message: `no file content for path ${q(path)}`,
      },
    };
  }));
}

interface Part {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All parts of a body; a file is written only if all of it came. */
async function readParts(
  request: HttpRequest,
  boundary: string,
): Promise<Part[]> {
  const parts: { name: string; path: string; pieces: Uint8Array[] }[] = [];
  try {
    for await (const event of parseMultipart(request.body, boundary)) {
      if (event.kind === "part") {
        const { parameters } = parseHeader(
          event.headers.get("content-disposition") ?? "",
        );
        const name = parameters.get("name") ?? "";
        const path = parameters.get("filename") ?? "";
        parts.push({ name, path, pieces: [] });
      } else {
        parts.at(-1)?.pieces.push(event.bytes.slice());
      }
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    refuse(`cannot read file part ${parts.length}: ${error.message}`);
  }
  return parts.map(({ name, path, pieces }) => ({
    name,
    path,
    bytes: concat(pieces),
  }));
}

function metadata(bytes: Uint8Array): Dict[] {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuse(`cannot decode request metadata: ${reason}`);
  }
  if (!isDict(body)) return refuse("cannot decode request metadata");
  const action = text(body, "action");
  if (action !== "write") {
    refuse(`multipart action must be "write", got ${q(action)}`);
  }
  const entries = list(body, "files");
  if (entries.length === 0) refuse("must specify one or more files");
  return entries;
}

/** What happened to one path; a failure is told in its entry. */
function attempt(path: string, change: () => unknown): Dict {
  try {
    change();
    return { path };
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    const { kind, detail } = error;
    return { path, error: { message: detail, kind } };
  }
}

function owner(entry: Dict): OwnerOptions {
  const permissions = optionalText(entry, "permissions");
  const given = {
    permissions: permissions ? octal(permissions) : undefined,
    userId: numberOf(entry, "user-id"),
    user: optionalText(entry, "user"),
    groupId: numberOf(entry, "group-id"),
    group: optionalText(entry, "group"),
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
}

function octal(text: string): number {
  if (/^[0-7]{3,}$/.test(text)) return Number.parseInt(text, 8);
  throw new PathError(
    "generic-file-error",
    `permissions must be a 3-digit octal string, got ${q(text)}`,
  );
}
