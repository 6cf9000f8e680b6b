import { parseDuration } from "../pebble/duration.ts";
import type { GetNoticesOptions } from "../pebble/pebble_client.ts";
import { parseLayer } from "./pebble/layer_parser.ts";
import { q, refuse } from "./pebble/refuse.ts";
import type { SimulatedPebble } from "./pebble/simulated_pebble.ts";
import type {
  IdentityAction,
  IdentityChanges,
} from "./pebble/simulated_identities.ts";
import type { ServiceAction } from "./pebble/simulated_services.ts";
import { changeFiles, readFiles, writeFiles } from "./pebble_files_api.ts";
import type { HttpAnswer, HttpRequest } from "./pebble_http.ts";
import {
  changeJson,
  checkJson,
  logLine,
  noticeJson,
  serviceJson,
} from "./pebble_json.ts";
import {
  accepted,
  type Dict,
  flag,
  optionalText,
  readJson,
  result,
  separated,
  type strings,
  text,
  texts,
} from "./pebble_request.ts";

/** What a route needs to answer. */
interface Call {
  readonly pebble: SimulatedPebble;
  readonly request: HttpRequest;
  /** The part of the path that stands for something. */
  readonly id: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

type Route = (call: Call) => HttpAnswer | Promise<HttpAnswer>;
type JsonRoute = (call: Call, body: Dict) => HttpAnswer | Promise<HttpAnswer>;

/**
 * Answers a request, all but those of commands.
 *
 * @param signal Aborted when nobody waits for the answer any more.
 * @throws {APIError} If Pebble would refuse it.
 */
export async function answerTo(
  pebble: SimulatedPebble,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { method, path } = request;
  for (const [pattern, routes] of ROUTES) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const route = Object.hasOwn(routes, method) ? routes[method] : undefined;
    if (route === undefined) {
      return refuse(`method ${q(method)} not allowed`, 405);
    }
    return await route({ pebble, request, id: match[1] ?? "", signal });
  }
  return refuse("invalid API endpoint requested", 404);
}

function json(route: JsonRoute): Route {
  return async (call) => route(call, await readJson(call.request));
}

const ROUTES: readonly (readonly [RegExp, Readonly<Record<string, Route>>])[] =
  [
    [/^\/v1\/system-info$/, {
      GET: ({ pebble }) => {
        const { version, bootId } = pebble.systemInfo;
        return result({ version, "boot-id": bootId });
      },
    }],
    [/^\/v1\/health$/, { GET: health }],
    [/^\/v1\/plan$/, {
      GET: ({ pebble, request: { query } }) => {
        const format = query.get("format") ?? "";
        if (format !== "yaml") refuse(`invalid format ${q(format)}`);
        return result(pebble.plan.toText());
      },
    }],
    [/^\/v1\/layers$/, { POST: json(addLayer) }],
    [/^\/v1\/services$/, {
      GET: ({ pebble, request }) =>
        result(
          pebble.services.list(separated(request.query, "names"))
            .map(serviceJson),
        ),
      POST: json(({ pebble }, body) => {
        // The action is checked where it is done.
        const action = text(body, "action") as ServiceAction;
        return accepted(pebble.actOnServices(action, texts(body, "services")));
      }),
    }],
    [/^\/v1\/signals$/, {
      POST: json(({ pebble }, body) => {
        pebble.services.signal(text(body, "signal"), texts(body, "services"));
        return result(true);
      }),
    }],
    [/^\/v1\/changes$/, {
      GET: ({ pebble, request: { query } }) =>
        result(
          pebble.changes.list(
            // What it may be is checked where it is used.
            (query.get("select") || "in-progress") as "all",
            query.get("for") ?? undefined,
          ).map(changeJson),
        ),
    }],
    [/^\/v1\/changes\/([^/]+)$/, {
      GET: ({ pebble, id }) => result(changeJson(pebble.changes.get(id))),
      POST: json(async ({ pebble, id }, body) => {
        pebble.changes.get(id);
        const action = text(body, "action");
        if (action !== "abort") {
          refuse(`change action ${q(action)} is unsupported`);
        }
        return result(changeJson(await pebble.abortChange(id)));
      }),
    }],
    [/^\/v1\/changes\/([^/]+)\/wait$/, { GET: waitChange }],
    [/^\/v1\/files$/, {
      GET: ({ pebble, request }) => readFiles(pebble, request),
      POST: async ({ pebble, request }) => {
        const type = request.headers.get("content-type") ?? "";
        const media = type.split(";")[0]?.trim().toLowerCase();
        if (media === "multipart/form-data") {
          return await writeFiles(pebble, request, type);
        }
        if (media === "application/json") {
          return await changeFiles(pebble, await readJson(request));
        }
        if (media === "") refuse(`invalid Content-Type ${q(type)}`);
        return refuse(`invalid media type ${q(media ?? "")}`);
      },
    }],
    [/^\/v1\/logs$/, { GET: logs }],
    [/^\/v1\/checks$/, {
      GET: ({ pebble, request: { query } }) =>
        result(
          pebble.checks.list(
            query.get("level") ?? undefined,
            separated(query, "names"),
          ).map(checkJson),
        ),
      POST: json(({ pebble }, body) => {
        const action = text(body, "action");
        const checks = texts(body, "checks");
        if (checks.length === 0) {
          refuse(`must specify checks for ${action} action`);
        }
        if (action !== "start" && action !== "stop") {
          return refuse(`invalid action ${q(action)}`);
        }
        return result({ changed: pebble.checks.act(action, checks) });
      }),
    }],
    [/^\/v1\/checks\/refresh$/, {
      POST: json(({ pebble }, body) => {
        const { info, error } = pebble.checks.refresh(text(body, "name"));
        return result({ info: checkJson(info), error: error ?? undefined });
      }),
    }],
    [/^\/v1\/notices$/, { GET: notices, POST: json(notify) }],
    [/^\/v1\/notices\/([^/]+)$/, {
      GET: ({ pebble, id }) => result(noticeJson(pebble.notices.get(id))),
    }],
    [/^\/v1\/identities$/, {
      GET: ({ pebble }) =>
        result(
          Object.fromEntries(
            Object.entries(pebble.identities.list())
              .map(([name, identity]) => [name, identity.toDict()]),
          ),
        ),
      POST: json(changeIdentities),
    }],
    [/^\/v1\/metrics$/, {
      GET: ({ pebble }) => ({
        code: 200,
        type: "text/plain; charset=utf-8",
        body: pebble.metrics,
      }),
    }],
    [/^\/v1\/exec$/, {}],
  ];

function health({ pebble, request: { query } }: Call): HttpAnswer {
  const level = query.get("level") ?? undefined;
  const healthy = pebble.checks.healthy(level, separated(query, "names"));
  return result({ healthy }, healthy ? 200 : 502);
}

async function addLayer({ pebble }: Call, body: Dict): Promise<HttpAnswer> {
  const action = text(body, "action");
  if (action !== "add") refuse(`invalid action ${q(action)}`);
  const label = text(body, "label");
  if (label === "") refuse("label must be set");
  const format = text(body, "format");
  if (format !== "yaml") refuse(`invalid format ${q(format)}`);
  const layer = await parseLayer(label, text(body, "layer"));
  pebble.putLayer(label, layer, flag(body, "combine"));
  return result(true);
}

async function waitChange(call: Call): Promise<HttpAnswer> {
  const { pebble, id, request: { query }, signal } = call;
  pebble.changes.get(id);
  const timeout = query.get("timeout") ?? "";
  const limitMs = duration(timeout, "timeout");
  // Zero is no limit to the daemon, and less than that is over at once.
  const change = await pebble.changes.wait(
    id,
    limitMs === 0 ? null : Math.max(limitMs, 0),
    signal,
  );
  if (change.ready) return result(changeJson(change));
  return refuse(`timed out waiting for change after ${timeout}`, 504);
}

async function notices(call: Call): Promise<HttpAnswer> {
  const { pebble, request: { query }, signal } = call;
  const userId = query.get("user-id");
  if (userId !== null && !/^\d+$/.test(userId)) {
    refuse(`invalid "user-id" filter: ${q(userId)} is not a user ID`);
  }
  const options: GetNoticesOptions = {
    types: query.getAll("types"),
    keys: query.getAll("keys"),
    after: query.get("after") || undefined,
    userId: userId === null ? undefined : Number(userId),
    // What it may be is checked where it is used.
    users: (query.get("users") || undefined) as "all" | undefined,
    signal,
  };
  const timeoutMs = duration(query.get("timeout") ?? "", "timeout");
  const found = timeoutMs === 0
    ? pebble.notices.list(options)
    : await pebble.notices.wait(timeoutMs, options);
  return result(found.map(noticeJson));
}

function notify({ pebble }: Call, body: Dict): HttpAnswer {
  const action = text(body, "action");
  if (action !== "add") refuse(`invalid action ${q(action)}`);
  const repeat = duration(text(body, "repeat-after"), "repeat-after");
  const data = body["data"] ?? undefined;
  const id = pebble.notices.notify(text(body, "type"), text(body, "key"), {
    // Values that are no texts are refused where they are kept.
    data: data as ReturnType<typeof strings> | undefined,
    ...repeat === 0 ? {} : { repeatAfterMs: repeat },
  });
  return result({ id });
}

function logs({ pebble, request: { query }, signal }: Call): HttpAnswer {
  const follow = query.get("follow") ?? "";
  if (!["", "true", "false"].includes(follow)) {
    refuse('follow parameter must be "true" or "false"');
  }
  const services = separated(query, "services");
  const n = query.get("n") || (follow === "true" ? "0" : "30");
  if (!/^(?:-1|\d+)$/.test(n)) {
    refuse("n must be -1, 0, or a positive integer");
  }
  const options = { services, n: Number(n), signal };
  const entries = follow === "true"
    ? pebble.followLogs(options)
    : pebble.getLogs(options);
  const body = async function* () {
    for await (const entry of entries) yield logLine(entry);
  };
  return { code: 200, type: "application/x-ndjson", body: body() };
}

function changeIdentities({ pebble }: Call, body: Dict): HttpAnswer {
  const action = optionalText(body, "action") ?? "";
  if (!["add", "update", "replace", "remove"].includes(action)) {
    refuse(
      `invalid action ${q(action)}, must be "add", "update", "replace", or ` +
        '"remove"',
    );
  }
  // Each value is checked where it is read.
  const identities = (body["identities"] ?? {}) as IdentityChanges;
  pebble.identities.change(action as IdentityAction, identities);
  return result(undefined);
}

function duration(text: string, what: string): number {
  if (text === "") return 0;
  try {
    return parseDuration(text);
  } catch {
    return refuse(`invalid ${what}: time: invalid duration ${q(text)}`);
  }
}
