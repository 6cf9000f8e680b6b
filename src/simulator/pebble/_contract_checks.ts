import { assert, assertEquals } from "@std/assert";
import type { PebbleClient } from "../../pebble/pebble_client.ts";
import { type ContractCase, refusal } from "./_contract.ts";

/** How checks and notices go. */
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
      "records and finds notices (PBN-01, PBN-02, PBN-03, PBN-06, PBN-07, PBN-09, PBN-10, PBN-11)",
    async run({ client }) {
      const id = await client.notify("custom", "example.com/a", {
        data: { k: "v" },
      });
      const other = await client.notify("custom", "example.com/b");
      const again = await client.notify("custom", "example.com/a");
      await client.notify("custom", "example.com/a", {
        repeatAfterMs: 3_600_000,
      });
      const notice = await client.getNotice(id);
      const ids = async (
        options: Parameters<PebbleClient["getNotices"]>[0],
      ) => (await client.getNotices(options)).map((notice) => notice.id);

      assertEquals(again, id);
      assertEquals(
        [notice.type, notice.key, notice.occurrences, notice.userId],
        ["custom", "example.com/a", 3, 0],
      );
      assertEquals(notice.lastData, {});
      assertEquals(notice.repeatAfterMs, 3_600_000);
      assertEquals(notice.expireAfterMs, 7 * 86_400_000);
      assertEquals(await ids({ types: ["custom"] }), [other, id]);
      assertEquals(await ids({ types: ["zzz"] }), []);
      assertEquals(await ids({ types: ["zzz", "custom"] }), [other, id]);
      assertEquals(await ids({ keys: ["example.com/b"] }), [other]);
      assertEquals(await ids({ userId: 0, types: ["custom"] }), [other, id]);
      assertEquals(await ids({ users: "all", keys: ["x.y/z"] }), []);
      assertEquals(
        await ids({ types: ["custom"], after: notice.lastRepeatedText }),
        [],
      );
      const [first] = await client.getNotices({ types: ["custom"] });
      assertEquals(
        await ids({ types: ["custom"], after: first?.lastRepeatedText }),
        [id],
      );
      assertEquals(await refusal(client.getNotice("999")), [
        404,
        'cannot find notice with ID "999"',
      ]);
      assertEquals(await refusal(client.notify("warning", "example.com/a")), [
        400,
        'invalid type "warning" (can only add "custom" notices)',
      ]);
      assertEquals(await refusal(client.notify("custom", "Example/a")), [
        400,
        'invalid key "Example/a" (must be in "example.com/path" format)',
      ]);
    },
  },
];
