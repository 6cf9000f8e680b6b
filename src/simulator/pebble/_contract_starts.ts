import { assertEquals, assertRejects } from "@std/assert";
import { ChangeError } from "../../pebble/errors.ts";
import type { PebbleClient } from "../../pebble/pebble_client.ts";
import { type ContractCase, refusal } from "./_contract.ts";

const SLEEP = { override: "replace", command: "sleep 600" } as const;

async function current(client: PebbleClient): Promise<Record<string, string>> {
  const services = await client.getServices();
  return Object.fromEntries(
    services.map(({ name, current }) => [name, current]),
  );
}

/** How services fail to start, and what else the API has to say of them. */
export const START_CASES: readonly ContractCase[] = [
  {
    name: "tells why a service did not start (PBS-05, PBC-27, OBS-09)",
    async run({ client, failStart }) {
      failStart("a", { exitCode: 3, output: "x\ny\n" });
      failStart("bad", "fork/exec /no/such/x: no such file or directory");
      await client.addLayer("base", {
        services: {
          a: {
            override: "replace",
            command: "sh -c 'echo x; echo y; exit 3'",
            "on-failure": "ignore",
          },
          // What requires a service that fails is not tried.
          b: { ...SLEEP, requires: ["a"], after: ["a"] },
          z: SLEEP,
          bad: { override: "replace", command: "/no/such/x" },
        },
      });

      const error = await assertRejects(
        () => client.startServices(["b", "z"]),
        ChangeError,
      );
      const other = await assertRejects(
        () => client.startServices(["bad"]),
        ChangeError,
      );

      const failure =
        "service start attempt: exited quickly with code 3, will ignore";
      assertEquals(
        error.err,
        "cannot perform the following tasks:\n" +
          `- Start service "a" (${failure})`,
      );
      const { change } = error;
      assertEquals([change.status, change.ready], ["Error", true]);
      assertEquals(
        change.tasks.map(({ summary, status }) => `${summary} ${status}`),
        [
          'Start service "a" Error',
          'Start service "b" Hold',
          'Start service "z" Done',
        ],
      );
      assertEquals(
        change.tasks[0]?.log.map((line) => line.replace(/^\S+Z /, "")),
        ["INFO Most recent service output:\n    x\n    y", `ERROR ${failure}`],
      );
      assertEquals(
        other.err,
        'cannot perform the following tasks:\n- Start service "bad" ' +
          "(cannot start service: fork/exec /no/such/x: " +
          "no such file or directory)",
      );
      assertEquals(await current(client), {
        a: "error",
        b: "inactive",
        bad: "inactive",
        z: "active",
      });
      const id = await client.stopServices(["a"]);
      const { tasks } = await client.getChange(id);
      assertEquals(
        tasks.map(({ summary, log }) => [
          summary,
          log.map((line) => line.replace(/^\S+ /, "")).join(),
        ]).sort(),
        [
          ['Stop service "a"', 'INFO Service "a" had already exited.'],
          ['Stop service "b"', 'INFO Service "b" has never been started.'],
        ],
      );
    },
  },
  {
    name: "tries a service again that exits at once (OBS-20, PBS-12)",
    async run({ client, failStart }) {
      failStart("a", { exitCode: 0 });
      await client.addLayer("base", {
        services: {
          a: {
            override: "replace",
            command: "sh -c 'exit 0'",
            "backoff-delay": "1h",
          },
        },
      });

      const { err } = await assertRejects(
        () => client.startServices(["a"]),
        ChangeError,
      );
      const [service] = await client.getServices();
      await client.stopServices(["a"]);

      assertEquals(err.includes("with code 0, will restart)"), true);
      assertEquals([service?.current, service?.isRunning()], [
        "backoff",
        false,
      ]);
      assertEquals(await current(client), { a: "inactive" });
    },
  },
  {
    name: "autostarts enabled services, in order (PBS-01, PBS-09)",
    async run({ client }) {
      await client.addLayer("base", {
        services: {
          a: { ...SLEEP, startup: "enabled", after: ["b"] },
          b: { ...SLEEP, startup: "enabled" },
          c: SLEEP,
        },
      });

      const id = await client.autostartServices();
      const change = await client.getChange(id);
      const again = await client.getChange(await client.startServices(["a"]));

      assertEquals([change.kind, change.summary], [
        "autostart",
        'Autostart service "b" and 1 more',
      ]);
      assertEquals(
        (await client.getChanges({ select: "all", service: "b" })).length,
        1,
      );
      assertEquals(await current(client), {
        a: "active",
        b: "active",
        c: "inactive",
      });
      assertEquals(
        again.tasks[0]?.log.map((line) => line.replace(/^\S+ /, "")),
        ['INFO Service "a" already started.'],
      );
      assertEquals(
        (await client.getMetrics()).includes(
          "# HELP pebble_service_start_count Number of times the service has " +
            "started\n# TYPE pebble_service_start_count counter\n" +
            'pebble_service_start_count{service="b"} 1\n\n',
        ),
        true,
      );
    },
  },
  {
    name: "has no warnings (PBC-16, OBS-03)",
    async run({ client }) {
      const refused = [404, "invalid API endpoint requested"];

      assertEquals(await refusal(client.getWarnings()), refused);
      assertEquals(await refusal(client.ackWarnings(new Date(0))), refused);
    },
  },
];
