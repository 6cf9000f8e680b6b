import { SimulatedPebble } from "./simulated_pebble.ts";

const SERVICE = { override: "replace", command: "web" } as const;
const LAYER = {
  services: { web: { ...SERVICE, startup: "enabled" } },
  checks: { up: { override: "replace", tcp: { port: 80 } } },
} as const;
const DATA = {
  layers: { base: LAYER },
  services: { web: { current: "active" } },
  files: [{ path: "/etc/web.conf", content: "x" }],
} as const;

Deno.bench("SimulatedPebble is made", () => {
  new SimulatedPebble();
});

Deno.bench("SimulatedPebble is made of data, which is not looked at", () => {
  new SimulatedPebble({ data: DATA });
});

Deno.bench("SimulatedPebble is made of data and read back", () => {
  new SimulatedPebble({ data: DATA }).snapshot();
});

Deno.bench("SimulatedPebble takes a layer and replans", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", LAYER);
  await pebble.replanServices();
});

Deno.bench("SimulatedPebble runs a command", async () => {
  const pebble = new SimulatedPebble();
  pebble.handleExec(["true"], () => ({ stdout: "x" }));
  const process = await pebble.exec(["true"]);
  await process.waitOutput();
});

Deno.bench("SimulatedPebble writes and reads a file", async () => {
  const pebble = new SimulatedPebble();
  await pebble.push("/etc/web.conf", "x", { makeDirs: true });
  using file = await pebble.pull("/etc/web.conf");
  await file.text();
});
