import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ContractCase, refusal } from "./_contract.ts";

/** How checks go. */
export const CHECK_CASES: readonly ContractCase[] = [
  {
    name: "starts and stops checks (PBK-01, PBK-02, PBK-08, PBK-09, PBK-12)",
    async run({ client }) {
      const check = { override: "replace", period: "1h" } as const;
      await client.addLayer("base", {
        checks: {
          b: { ...check, startup: "disabled", exec: { command: "true" } },
          a: { ...check, level: "alive", threshold: 5, tcp: { port: 1 } },
        },
      });

      const checks = await client.getChecks();
      const [first] = checks;
      const kind = (await client.getChange(first?.changeId ?? "")).kind;
      const stopped = await client.stopChecks(["a", "b"]);
      const after = await client.getChecks({ names: ["a", "zzz"] });
      const started = await client.startChecks(["b", "a"]);

      assertEquals(
        checks.map(({ name, level, startup, status, threshold, failures }) => [
          name,
          level,
          startup,
          status,
          threshold,
          failures,
        ]),
        [
          ["a", "alive", "enabled", "up", 5, 0],
          ["b", "", "disabled", "inactive", 3, 0],
        ],
      );
      assertEquals(kind, "perform-check");
      assertEquals([stopped, started], [["a"], ["a", "b"]]);
      assertEquals(after.map(({ status, changeId }) => [status, changeId]), [
        ["inactive", null],
      ]);
      assertEquals((await client.getChecks({ level: "ready" })).length, 0);
      assertEquals(await refusal(client.stopChecks(["z", "y", "a"])), [
        400,
        "cannot stop checks: cannot find checks in plan: y, z",
      ]);
      assertEquals(await refusal(client.startChecks([])), [
        400,
        "must specify checks for start action",
      ]);
      assertEquals((await client.getChecks({ names: ["a"] }))[0]?.status, "up");
    },
  },
  {
    name:
      "restarts a changed check, and stopped ones when replanned (PBK-12, PBL-24, OBS-13)",
    async run({ client }) {
      const check = {
        override: "replace",
        period: "1h",
        exec: { command: "true" },
      } as const;
      const change = async (name: string) =>
        (await client.getChecks({ names: [name] }))[0]?.changeId ?? null;
      await client.addLayer("base", { checks: { a: check, b: check } });
      const [a, b] = [await change("a"), await change("b")];

      await client.addLayer("base", {
        checks: {
          a: { override: "merge", threshold: 9 },
          b: { override: "merge", startup: "disabled" },
        },
      }, { combine: true });
      assert(await change("a") !== a);
      assertEquals(await change("b"), b);
      await client.stopChecks(["a"]);
      await client.replanServices();

      assert(await change("a") !== null);
    },
  },
  {
    name:
      "counts runs of a check, down and up again (PBK-05, PBK-06, PBK-07, PBK-10, PBK-13)",
    async run({ client, checkCommand, setCheck }) {
      await client.addLayer("base", {
        checks: {
          a: {
            override: "replace",
            period: "1h",
            threshold: 2,
            level: "alive",
            exec: { command: checkCommand("a") },
          },
          b: {
            override: "replace",
            startup: "disabled",
            exec: { command: checkCommand("b") },
          },
        },
      });
      const info = async (name = "a") =>
        (await client.getChecks({ names: [name] }))[0];
      await setCheck("a", true);
      await setCheck("b", true);
      const first = (await info())?.changeId ?? "";

      const well = await client.refreshCheck("a");
      assertEquals([well.error, well.info.successes, well.info.failures], [
        null,
        1,
        0,
      ]);
      await setCheck("a", false);
      assertEquals((await client.refreshCheck("a")).error, "exit status 1");
      assertEquals([(await info())?.status, (await info())?.failures], [
        "up",
        1,
      ]);
      assertEquals(await client.getHealth(), true);
      await client.refreshCheck("a");
      const ended = await client.waitChange(first);
      const down = await info();

      assertEquals([down?.status, down?.failures, down?.prevChangeId], [
        "down",
        2,
        first,
      ]);
      assertEquals(
        [ended.kind, ended.status, ended.err],
        [
          "perform-check",
          "Error",
          "cannot perform the following tasks:\n" +
          '- Perform exec check "a" (exit status 1)\n' +
          '- Perform exec check "a" (exit status 1)',
        ],
      );
      assertEquals(
        ended.tasks[0]?.log.map((line) => line.replace(/^\S+ /, "")),
        ["ERROR exit status 1", "ERROR exit status 1"],
      );
      const recovering = await client.getChange(down?.changeId ?? "");
      assertEquals([recovering.kind, recovering.summary, recovering.status], [
        "recover-check",
        'Recover exec check "a"',
        "Doing",
      ]);
      assertEquals(await client.getHealth(), false);
      assertEquals(await client.getHealth({ level: "ready" }), false);
      assertEquals(await client.getHealth({ level: "alive" }), false);
      assertEquals(await client.getHealth({ names: ["b"] }), true);
      await setCheck("a", true);
      await client.refreshCheck("a");
      await client.waitChange(recovering.id);
      const recovered = await info();

      assertEquals(
        [recovered?.status, recovered?.successes, recovered?.failures],
        ["up", 1, 0],
      );
      assertEquals(recovered?.prevChangeId, recovering.id);
      assertEquals(await client.getHealth(), true);
      assertEquals((await client.refreshCheck("b")).error, null);
      assertEquals([(await info("b"))?.status, (await info("b"))?.successes], [
        "inactive",
        0,
      ]);
      assertEquals(await refusal(client.refreshCheck("zzz")), [
        404,
        'cannot find check with name "zzz"',
      ]);
      await client.stopChecks(["a"]);
      assertEquals((await info())?.successes, 1);
      assertMatch(
        await client.getMetrics(),
        /check_success_count\{check="a"\} 2\n\n.*failure_count\{check="a"\} 2\n/s,
      );
    },
  },
  {
    name: "makes change-update notices of checks (PBN-05, PBK-07)",
    async run({ client }) {
      await client.addLayer("base", {
        checks: { c: { override: "replace", period: "1h", tcp: { port: 1 } } },
      });
      const [check] = await client.getChecks();

      const [notice] = await client.getNotices({ types: ["change-update"] });

      assertEquals(
        [notice?.key, notice?.userId, notice?.lastData],
        [check?.changeId, null, { kind: "perform-check", "check-name": "c" }],
      );
    },
  },
  {
    name: "shows an aborted check as Pebble does (PBC-21, OBS-10)",
    async run({ client }) {
      await client.addLayer("base", {
        checks: { c: { override: "replace", period: "1h", tcp: { port: 1 } } },
      });
      const [before] = await client.getChecks();

      const change = await client.abortChange(before?.changeId ?? "");

      assertEquals([change.status, change.ready], ["Abort", false]);
      assertEquals((await client.getChecks())[0]?.status, "up");
    },
  },
  {
    name: "changes checks with the plan (PBK-01, PBK-12)",
    async run({ client }) {
      const check = { override: "replace", period: "1h" } as const;
      await client.addLayer("base", {
        checks: { a: { ...check, tcp: { port: 1 } } },
      });
      const [before] = await client.getChecks();
      await client.addLayer("more", {
        checks: {
          a: { override: "merge", level: "ready" },
          b: { ...check, level: "alive", http: { url: "http://localhost/" } },
        },
      });

      const after = await client.getChecks();
      const changes = await Promise.all(
        after.map(({ changeId }) => client.getChange(changeId ?? "")),
      );

      assertEquals(after.map(({ name, level }) => `${name} ${level}`), [
        "a ready",
        "b alive",
      ]);
      assert(after[0]?.changeId !== before?.changeId);
      assertEquals(changes.map(({ summary }) => summary), [
        'Perform TCP check "a"',
        'Perform HTTP check "b"',
      ]);
      assertEquals(
        (await client.getChecks({ level: "alive", names: ["a", "b"] }))
          .map(({ name }) => name),
        ["b"],
      );
      assertEquals(await refusal(client.getChecks({ level: "bad" })), [
        400,
        'level must be "alive" or "ready"',
      ]);
    },
  },
];
