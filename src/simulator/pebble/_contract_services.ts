import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ConnectionError, TimeoutError } from "../../pebble/errors.ts";
import type { LayerDict } from "../../pebble/layer.ts";
import type { PebbleClient } from "../../pebble/pebble_client.ts";
import { type ContractCase, refusal, refusalKind } from "./_contract.ts";

const SLEEP = { override: "replace", command: "sleep 600" } as const;
const LAYER: LayerDict = {
  summary: "A charm's layer",
  services: {
    db: { ...SLEEP, before: ["web"] },
    web: { ...SLEEP, startup: "enabled", requires: ["db"] },
    worker: { ...SLEEP, requires: ["web"], after: ["web"] },
  },
};

async function states(client: PebbleClient): Promise<string> {
  const services = await client.getServices();
  return services.map(({ name, current }) => `${name} ${current}`).join(", ");
}

/** How services and their changes go. */
export const SERVICE_CASES: readonly ContractCase[] = [
  {
    name: "tells what it is (PBC-13)",
    async run({ client }) {
      const info = await client.getSystemInfo();

      assertMatch(info.version, /^v1\.\d+/);
      assert(info.bootId !== "");
    },
  },
  {
    name:
      "starts and stops services with what they need (PBS-06, PBS-07, PBS-11)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      assertEquals(
        await states(client),
        "db inactive, web inactive, worker inactive",
      );

      const id = await client.startServices(["worker"]);
      const change = await client.getChange(id);
      assertEquals(
        await states(client),
        "db active, web active, worker active",
      );
      await client.stopServices(["web"]);

      assertEquals(
        await states(client),
        "db active, web inactive, worker inactive",
      );
      assertEquals(
        [change.kind, change.status, change.ready, change.err],
        ["start", "Done", true, null],
      );
      assertEquals(change.summary, 'Start service "worker" and 2 more');
      assertEquals(change.tasks.map((task) => task.summary), [
        'Start service "db"',
        'Start service "web"',
        'Start service "worker"',
      ]);
      const again = await client.stopServices(["web"]);
      const log = (await client.getChange(again)).tasks.map((task) =>
        task.log.length
      );
      assertEquals(log, [1, 1]);
      const found = await client.getServices(["web", "unknown"]);
      assertEquals(found.map(({ name, startup }) => [name, startup]), [
        ["web", "enabled"],
      ]);
      assert(found[0]?.currentSince instanceof Date);
    },
  },
  {
    name: "restarts only what is named, and what that requires (PBS-06)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      await client.startServices(["worker"]);
      await client.stopServices(["worker"]);

      const id = await client.restartServices(["web"]);

      const { tasks, summary } = await client.getChange(id);
      assertEquals(tasks.map((task) => `${task.kind} ${task.summary}`), [
        'stop Stop service "web"',
        'start Start service "db"',
        'start Start service "web"',
      ]);
      assertEquals(summary, 'Restart service "web" and 1 more');
      assertEquals(
        await states(client),
        "db active, web active, worker inactive",
      );
    },
  },
  {
    name:
      "replans what changed and what is enabled (PBL-22, PBL-23, PBS-08, OBS-12)",
    async run({ client }) {
      const nothing = await client.replanServices();
      assertEquals(
        (await client.getChange(nothing)).summary,
        "Replan - no services",
      );
      await client.addLayer("base", LAYER);
      await client.startServices(["worker"]);

      await client.addLayer("base", {
        services: { web: { override: "merge", environment: { A: "1" } } },
      }, { combine: true });
      assertEquals(
        await states(client),
        "db active, web active, worker active",
      );
      const id = await client.replanServices();
      const kinds = (await client.getChange(id)).tasks.map((task) =>
        task.summary
      );

      assertEquals(kinds.sort(), [
        'Start service "db"',
        'Start service "web"',
        'Stop service "web"',
        'Stop service "worker"',
      ]);
      assertEquals(
        await states(client),
        "db active, web active, worker inactive",
      );
    },
  },
  {
    name: "refuses services with the same words (PBS-04, PBS-14)",
    async run({ client }) {
      await client.addLayer("base", { services: { a: SLEEP } });

      assertEquals(await refusal(client.startServices(["a", "nope"])), [
        400,
        'cannot start services: service "nope" does not exist',
      ]);
      assertEquals(await refusal(client.stopServices([])), [
        400,
        "must specify services for stop action",
      ]);
      assertEquals(await refusal(client.autostartServices()), [
        400,
        "no default services",
      ]);
      assertEquals(
        await refusalKind(client.autostartServices()),
        "no-default-services",
      );
      assertEquals(await refusal(client.sendSignal("SIGHUP", [])), [
        400,
        "must specify one or more services",
      ]);
      assertEquals(await refusal(client.sendSignal("SIGHUP", ["a"])), [
        500,
        'cannot send signal to "a": service is not running',
      ]);
      assertEquals(await refusal(client.getChange("999")), [
        404,
        'cannot find change with id "999"',
      ]);
      await assertRejects(
        () => client.startServices("a"),
        TypeError,
        "services must be of type Iterable[str], not string",
      );
      assertEquals(await states(client), "a inactive");
    },
  },
  {
    name: "signals a running service (PBS-13, PBS-14)",
    async run({ client }) {
      await client.addLayer("base", { services: { a: SLEEP } });
      await client.startServices(["a"]);

      await client.sendSignal(28, ["a"]);
      const [code, message] = await refusal(client.sendSignal("WINCH", ["a"]));

      assertEquals(code, 500);
      assertMatch(message, /^cannot send signal to "a": invalid signal name/);
      assertEquals(await states(client), "a active");
    },
  },
  {
    name:
      "finds changes by state and service (PBC-19, PBC-21, PBC-22, PBS-02, PBS-09)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      const id = await client.startServices(["web"], { timeoutMs: 0 });
      const change = await client.waitChange(id);

      const ids = async (
        options: Parameters<PebbleClient["getChanges"]>[0],
      ) => (await client.getChanges(options)).map((change) => change.id);

      assertEquals([change.id, change.ready], [id, true]);
      assertEquals(await ids({ select: "all", service: "web" }), [id]);
      assertEquals(await ids({ select: "ready", service: "db" }), []);
      assertEquals(await ids({}), []);
      assertEquals(await refusal(client.abortChange(id)), [
        400,
        `cannot abort change ${id} with nothing pending`,
      ]);
      await assertRejects(
        () => client.waitChange(id, { timeoutMs: 0 }),
        TimeoutError,
      );
    },
  },
  {
    name: "is a ConnectionError when nobody answers (PBC-10)",
    async run(subject) {
      await subject.disconnect();

      for (
        const call of [
          () => subject.client.getSystemInfo(),
          () => subject.client.addLayer("x", {}),
          () => subject.client.replanServices(),
          () => subject.client.pull("/x"),
          () => subject.client.push("/x", "x"),
          () => subject.client.exec(["true"]),
        ]
      ) {
        await assertRejects(call, ConnectionError, "Could not connect");
      }
    },
  },
];
