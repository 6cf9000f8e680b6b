import { assertEquals } from "@std/assert";
import { natsConfig } from "./nats.ts";

Deno.test("natsConfig() names a route to each other member", () => {
  const config = natsConfig({
    cluster: "cluster",
    unit: "cluster/1",
    members: { "cluster/0": "10.0.0.1", "cluster/1": "10.0.0.2" },
    maxPayload: 2048,
  });

  assertEquals(
    config,
    `server_name: "cluster-1"
port: 4222
http_port: 8222
max_payload: 2048
cluster {
  name: "cluster"
  port: 6222
  routes: [
    "nats-route://10.0.0.1:6222"
  ]
}
`,
  );
});

Deno.test("natsConfig() puts an IPv6 address into brackets", () => {
  const config = natsConfig({
    cluster: "cluster",
    unit: "cluster/1",
    members: { "cluster/0": "fd00::1" },
    maxPayload: 2048,
  });

  assertEquals(config.includes('"nats-route://[fd00::1]:6222"'), true);
});
