import { APIError, TimeoutError } from "../pebble/errors.ts";
import { parseDuration } from "../pebble/duration.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import { changeFiles, readFiles, writeFiles } from "./pebble_files_api.ts";
import {
  changeJson,
  checkJson,
  noticeJson,
  serviceJson,
} from "./pebble_json.ts";
import {
  accepted,
  type Dict,
  refuse,
  refused,
  result,
  text,
  texts,
} from "./pebble_request.ts";

/** Longest wait for a change in one request, whatever the caller asks. */
const MAX_WAIT_MS = 3_600_000;

/**
 * Serves a Pebble, such as the simulated one, on a Unix socket with the HTTP
 * API
 * of the real daemon, for programs that know nothing else.
 *
 * It has no `exec`, `identities`, `warnings`, `logs` and `metrics`.
 *
 * Source: `internals/daemon/api.go` of Pebble v1.32.
 */
export class PebbleServer implements AsyncDisposable {
  readonly #client: PebbleClient;
  readonly #server: Deno.HttpServer<Deno.UnixAddr>;

  /** Listens at once; the client stays the caller's. */
  constructor(client: PebbleClient, socketPath: string) {
    this.#client = client;
    this.#server = Deno.serve(
      { path: socketPath, onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  /** Stops listening; requests under way are dropped. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    try {
      const { pathname, searchParams } = new URL(request.url);
      if (request.method === "GET") {
        return await this.#get(pathname, searchParams);
      }
      const type = request.headers.get("content-type") ?? "";
      if (type.startsWith("multipart/")) {
        return await writeFiles(this.#client, request);
      }
      const body: unknown = await request.json();
      if (!isDict(body)) refuse(400, "cannot decode request body");
      return await this.#post(pathname, body);
    } catch (error) {
      if (error instanceof APIError) {
        const { result } = error.body;
        const kind = isDict(result) ? result["kind"] : undefined;
        return refused(error.code, error.message, kind);
      }
      if (error instanceof SyntaxError) {
        return refused(400, `cannot decode request body: ${error.message}`);
      }
      return refused(500, error instanceof Error ? error.message : "failed");
    }
  }

  async #get(path: string, query: URLSearchParams): Promise<Response> {
    const client = this.#client;
    const names = query.getAll("names").flatMap((name) => name.split(","))
      .filter((name) => name !== "");
    switch (path) {
      case "/v1/system-info": {
        const { version, bootId } = await client.getSystemInfo();
        return result({ version, "boot-id": bootId });
      }
      case "/v1/health":
        return result({ healthy: true });
      case "/v1/plan":
        return result(await client.getPlanText());
      case "/v1/services":
        return result((await client.getServices(names)).map(serviceJson));
      case "/v1/files":
        return await readFiles(client, query);
      case "/v1/checks": {
        const level = query.get("level");
        const checks = await client.getChecks({
          names,
          ...level === "alive" || level === "ready" ? { level } : {},
        });
        return result(checks.map(checkJson));
      }
      case "/v1/notices":
        return result(
          (await client.getNotices(noticeQuery(query))).map(noticeJson),
        );
      case "/v1/changes": {
        const select = query.get("select");
        const service = query.get("for") ?? undefined;
        const changes = await client.getChanges({
          select: select === "all" || select === "ready"
            ? select
            : "in-progress",
          service,
        });
        return result(changes.map(changeJson));
      }
    }
    return await this.#getOne(path, query);
  }

  async #getOne(path: string, query: URLSearchParams): Promise<Response> {
    const [, kind, encoded = "", wait] =
      /^\/v1\/(changes|notices)\/([^/]+)(\/wait)?$/.exec(path) ?? [];
    const id = decodeURIComponent(encoded);
    if (kind === "notices" && wait === undefined) {
      return result(noticeJson(await this.#client.getNotice(id)));
    }
    if (kind !== "changes") refuse(404, "invalid API endpoint requested");
    if (wait === undefined) {
      return result(changeJson(await this.#client.getChange(id)));
    }
    const timeout = query.get("timeout");
    const asked = timeout === null ? 0 : parseDuration(timeout);
    const timeoutMs = asked > 0 ? asked : MAX_WAIT_MS;
    try {
      const change = await this.#client.waitChange(id, { timeoutMs });
      return result(changeJson(change));
    } catch (error) {
      if (error instanceof TimeoutError) refuse(504, error.message);
      throw error;
    }
  }

  async #post(path: string, body: Dict): Promise<Response> {
    const client = this.#client;
    switch (path) {
      case "/v1/layers":
        await client.addLayer(text(body, "label"), text(body, "layer"), {
          combine: body["combine"] === true,
        });
        return result(true);
      case "/v1/services":
        return accepted(await this.#services(body));
      case "/v1/signals":
        await client.sendSignal(text(body, "signal"), texts(body, "services"));
        return result(true);
      case "/v1/files":
        return await changeFiles(client, body);
      case "/v1/checks": {
        const checks = texts(body, "checks");
        const changed = text(body, "action") === "start"
          ? await client.startChecks(checks)
          : await client.stopChecks(checks);
        return result({ changed });
      }
      case "/v1/notices": {
        const repeat = body["repeat-after"];
        const id = await client.notify(text(body, "type"), text(body, "key"), {
          ...isDict(body["data"]) ? { data: strings(body["data"]) } : {},
          ...typeof repeat === "string"
            ? { repeatAfterMs: parseDuration(repeat) }
            : {},
        });
        return result({ id });
      }
      case "/v1/exec":
        refuse(400, "cannot exec: the simulated Pebble runs no commands");
    }
    const id = /^\/v1\/changes\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) refuse(404, "invalid API endpoint requested");
    const change = await client.abortChange(decodeURIComponent(id));
    return result(changeJson(change));
  }

  async #services(body: Dict): Promise<string> {
    const names = texts(body, "services");
    const options = { timeoutMs: 0 };
    const action = text(body, "action");
    switch (action) {
      case "autostart":
        return await this.#client.autostartServices(options);
      case "replan":
        return await this.#client.replanServices(options);
      case "start":
        return await this.#client.startServices(names, options);
      case "stop":
        return await this.#client.stopServices(names, options);
      case "restart":
        return await this.#client.restartServices(names, options);
      default:
        refuse(400, `invalid action "${action}"`);
    }
  }
}

function noticeQuery(
  query: URLSearchParams,
): Parameters<PebbleClient["getNotices"]>[0] {
  const types = query.getAll("types").flatMap((type) => type.split(","));
  const keys = query.getAll("keys").flatMap((key) => key.split(","));
  const after = query.get("after");
  return {
    ...types.length > 0 ? { types } : {},
    ...keys.length > 0 ? { keys } : {},
    ...after === null ? {} : { after },
  };
}

function strings(data: Dict): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, String(value)]),
  );
}

function isDict(value: unknown): value is Dict {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
