import type { Charmcraft } from "../meta/charmcraft.ts";
import { HookContext } from "./hook_context.ts";
import type { HookEvent } from "./hook_event.ts";
import { type HookToolResult, runHookTool } from "./hook_tool.ts";
import { ModelState, type ModelStateOptions } from "./model_state.ts";

/** A charm with one of everything. */
export const charmcraft: Charmcraft = {
  name: "app",
  config: {
    options: {
      title: { type: "string", default: "My <Site> & more" },
      count: { type: "int", default: 1_000_000 },
      ratio: { type: "float", default: 45 },
      debug: { type: "boolean", default: false },
      empty: { type: "string", default: "" },
      unset: { type: "string" },
    },
  },
  requires: { db: { interface: "mysql" } },
  provides: { web: "http" },
  peers: { cluster: { interface: "cluster" } },
  storage: { data: { type: "filesystem", multiple: { range: "0-" } } },
  resources: { blob: { type: "file", filename: "blob.txt" } },
  "extra-bindings": { admin: null },
  payloads: { monitoring: { type: "docker" } },
};

/** A world with a relation `db:1` to `mysql/0` and `cluster:2` with `app/1`. */
export function world(options: Partial<ModelStateOptions> = {}): ModelState {
  const state = new ModelState({
    charmcraft,
    modelUuid: "11111111-2222-4333-8444-555555555555",
    ...options,
  });
  state.addRelation({
    endpoint: "db",
    id: 1,
    remoteApp: "mysql",
    remoteAppData: { version: "8" },
    units: { "mysql/0": { host: "10.0.0.1" }, "mysql/10": {}, "mysql/2": {} },
  });
  state.addRelation({ endpoint: "cluster", id: 2, units: { "app/1": {} } });
  return state;
}

/** Runs hook commands in one context. */
export interface Shell {
  (line: readonly string[] | string, stdin?: string): HookToolResult;
  /** The context. */
  readonly context: HookContext;
}

/** A shell of a context; files can be given by path. */
export function shell(
  state: ModelState = world(),
  event: HookEvent = { kind: "config-changed" },
  files: Record<string, string> = {},
): Shell {
  const context = new HookContext(state, event);
  const run = (line: readonly string[] | string, stdin?: string) => {
    const [name = "", ...args] = typeof line === "string"
      ? line.split(" ")
      : line;
    return runHookTool(context, name, {
      args,
      dir: "/charm",
      stdin,
      files: {
        read: (path) => {
          const text = files[path];
          if (text === undefined) throw new Deno.errors.NotFound();
          return new TextEncoder().encode(text);
        },
        write: (path, text) => {
          files[path] = text;
        },
      },
    });
  };
  return Object.assign(run, { context });
}
