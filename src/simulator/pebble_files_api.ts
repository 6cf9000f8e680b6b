import { APIError, PathError } from "../pebble/errors.ts";
import type { OwnerOptions, PebbleClient } from "../pebble/pebble_client.ts";
import { fileJson } from "./pebble_json.ts";
import { type Dict, list, refuse, result, text } from "./pebble_request.ts";

/** Answers `GET /v1/files`. */
export async function readFiles(
  client: PebbleClient,
  query: URLSearchParams,
): Promise<Response> {
  const path = query.get("path") ?? "";
  const action = query.get("action");
  if (action === "list") {
    const found = await client.listFiles(path, {
      pattern: query.get("pattern") ?? undefined,
      itself: query.get("itself") === "true",
    });
    return result(found.map(fileJson));
  }
  if (action !== "read") refuse(400, `invalid action "${action ?? ""}"`);
  let content: Uint8Array<ArrayBuffer> | undefined;
  const entry = await attempt(path, async () => {
    using file = await client.pull(path);
    content = await file.bytes();
  });
  const response = { type: "sync", "status-code": 200, result: [entry] };
  return multipart(path, content, JSON.stringify(response));
}

/** The answer with a file; `FormData` would write quotes in its name as `%22`. */
function multipart(
  path: string,
  content: Uint8Array<ArrayBuffer> | undefined,
  response: string,
): Response {
  const boundary = crypto.randomUUID().replaceAll("-", "");
  const part = (disposition: string, type: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n` +
    `Content-Type: ${type}\r\n\r\n`;
  const name = path.replace(/["\\]/g, "\\$&");
  const file = content === undefined ? [] : [
    part(`name="files"; filename="${name}"`, "application/octet-stream"),
    content,
    "\r\n",
  ];
  const body = new Blob([
    ...file,
    part('name="response"', "application/json"),
    response,
    `\r\n--${boundary}--\r\n`,
  ]);
  const type = `multipart/form-data; boundary=${boundary}`;
  return new Response(body, { headers: { "content-type": type } });
}

/** Answers `POST /v1/files` with a JSON body. */
export async function changeFiles(
  client: PebbleClient,
  body: Dict,
): Promise<Response> {
  const action = text(body, "action");
  if (action === "make-dirs") {
    return result(
      await each(list(body, "dirs"), (path, entry) =>
        client.makeDir(path, {
          ...owner(entry),
          makeParents: entry["make-parents"] === true,
        })),
    );
  }
  if (action === "remove") {
    return result(
      await each(
        list(body, "paths"),
        (path, entry) =>
          client.removePath(path, { recursive: entry["recursive"] === true }),
      ),
    );
  }
  refuse(400, `invalid action "${action}"`);
}

/** Answers `POST /v1/files` with a multipart body: files to write. */
export async function writeFiles(
  client: PebbleClient,
  request: Request,
): Promise<Response> {
  const form = await request.formData();
  const description = form.get("request");
  const body = JSON.parse(typeof description === "string" ? description : "{}");
  const contents = form.getAll("files")
    .filter((entry): entry is File => entry instanceof File);
  return result(
    await each(list(body, "files"), async (path, entry) => {
      const file = contents.shift();
      if (file === undefined) refuse(400, "no file content in request");
      await client.push(path, await file.bytes(), {
        ...owner(entry),
        makeDirs: entry["make-dirs"] === true,
      });
    }),
  );
}

async function each(
  entries: readonly Dict[],
  change: (path: string, entry: Dict) => Promise<void>,
): Promise<Dict[]> {
  const results: Dict[] = [];
  for (const entry of entries) {
    const path = text(entry, "path");
    results.push(await attempt(path, () => change(path, entry)));
  }
  return results;
}

/** What happened to one path; a failure is told in its entry. */
async function attempt(
  path: string,
  change: () => Promise<void>,
): Promise<Dict> {
  try {
    await change();
    return { path };
  } catch (error) {
    if (error instanceof PathError) {
      const { kind, detail } = error;
      return { path, error: { kind, message: detail } };
    }
    if (error instanceof APIError && error.code !== 404) throw error;
    if (!(error instanceof Error)) throw error;
    const kind = error instanceof APIError ? "not-found" : "generic-file-error";
    return { path, error: { kind, message: error.message } };
  }
}

function owner(entry: Dict): OwnerOptions {
  const options: Record<string, string | number> = {};
  if (typeof entry["permissions"] === "string") {
    options["permissions"] = Number.parseInt(entry["permissions"], 8);
  }
  if (typeof entry["user-id"] === "number") {
    options["userId"] = entry["user-id"];
  }
  if (typeof entry["user"] === "string") options["user"] = entry["user"];
  if (typeof entry["group-id"] === "number") {
    options["groupId"] = entry["group-id"];
  }
  if (typeof entry["group"] === "string") options["group"] = entry["group"];
  return options;
}
