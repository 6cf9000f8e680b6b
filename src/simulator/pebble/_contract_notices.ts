import { assert, assertEquals, assertRejects } from "@std/assert";
import type { PebbleClient } from "../../pebble/pebble_client.ts";
import { type ContractCase, refusal } from "./_contract.ts";

/** How notices go. */
export const NOTICE_CASES: readonly ContractCase[] = [
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
  {
    name: "refuses notices with the same words (PBN-02, PBN-08)",
    async run({ client }) {
      const long = `example.com/${"a".repeat(250)}`;

      assertEquals(await refusal(client.notify("custom", long)), [
        400,
        "key must be 256 bytes or less",
      ]);
      assertEquals(
        await refusal(client.notify("custom", "example.com/a", {
          data: { k: "v".repeat(4096) },
        })),
        [400, "total size of data must be 4096 bytes or less"],
      );
      for (const key of ["example/a", "example.com", "example.com/A", "a.b/"]) {
        assertEquals((await refusal(client.notify("custom", key)))[0], 400);
      }
      assertEquals(
        await refusal(client.getNotices({ users: "all", userId: 0 })),
        [400, 'cannot use both "users" and "user-id" parameters'],
      );
    },
  },
  {
    name: "waits for a notice that is yet to come (PBN-12)",
    async run({ client }) {
      const types = ["custom"];
      assertEquals(await client.waitNotices(10, { types }), []);

      const waiting = client.waitNotices(20_000, { types });
      const id = await client.notify("custom", "example.com/a", {
        data: { 'a "b"': "é\n" },
      });
      const [found] = await waiting;
      const [again] = await client.waitNotices(20_000, { types });

      assertEquals([found?.id, again?.id], [id, id]);
      assertEquals(found?.lastData, { 'a "b"': "é\n" });
      const after = found?.lastRepeatedText;
      assertEquals(await client.waitNotices(10, { types, after }), []);
    },
  },
  {
    name: "stops waiting for notices when told to (PBN-12)",
    async run({ client }) {
      const stop = new AbortController();
      const { signal } = stop;
      const waiting = client.waitNotices(60_000, { types: ["custom"], signal });

      stop.abort(new Error("enough"));

      await assertRejects(() => waiting, Error, "enough");
    },
  },
  {
    name: "makes change-update notices of services (PBN-05)",
    async run({ client }) {
      const id = await client.replanServices();

      const found = await client.getNotices({ keys: [id] });

      assertEquals(
        found.map(({ type, key, userId, lastData, occurrences }) => [
          type,
          key,
          userId,
          lastData,
          occurrences,
        ]),
        [["change-update", id, null, { kind: "replan" }, 2]],
      );
      assert((await client.getNotices()).length === 1);
    },
  },
];
