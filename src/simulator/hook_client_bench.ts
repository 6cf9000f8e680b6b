import { join } from "@std/path";
import { writeHookClients } from "./hook_client.ts";
import { HookContext } from "./hook_context.ts";
import { runHookTool } from "./hook_tool.ts";
import { ModelState } from "./model_state.ts";
import { HookToolServer } from "./server.ts";

const state = new ModelState({ charmcraft: { name: "bench" } });
const context = new HookContext(state, { kind: "update-status" });
const folder = await Deno.makeTempDir();
await writeHookClients(folder);
const server = new HookToolServer();
server.setContext(context);
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const options = {
  clearEnv: true,
  env: {
    JUJU_CONTEXT_ID: context.id,
    JUJU_AGENT_SOCKET_NETWORK: "tcp",
    JUJU_AGENT_SOCKET_ADDRESS: server.address,
  },
};

Deno.bench(
  "a program that does nothing",
  { group: "hook command" },
  async () => {
    await new Deno.Command("/bin/true", options).output();
  },
);

Deno.bench(
  "is-leader through its client",
  { group: "hook command", baseline: true },
  async () => {
    await new Deno.Command(join(folder, "is-leader"), {
      ...options,
      args: ["--format=json"],
    }).output();
  },
);

Deno.bench("is-leader in process", { group: "hook command" }, () => {
  runHookTool(context, "is-leader", {
    args: ["--format=json"],
    dir: "/",
    files: { read: () => new Uint8Array(), write: () => {} },
  });
});
