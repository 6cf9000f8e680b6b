import { assertEquals, assertRejects } from "@std/assert";
import type { LogsOptions, PebbleClient } from "../../pebble/pebble_client.ts";
import { APIError } from "../../pebble/errors.ts";
import type { ContractCase } from "./_contract.ts";

async function messages(
  client: PebbleClient,
  options?: LogsOptions,
): Promise<string[]> {
  const entries = await Array.fromAsync(client.getLogs(options));
  return entries.map(({ service, message }) => `${service}: ${message}`);
}

/** How logs are told. */
export const LOG_CASES: readonly ContractCase[] = [
  {
    name: "tells what services wrote (PBM-01, PBM-02, PBM-03)",
    async run({ client, serviceWrites }) {
      assertEquals(await messages(client), []);
      await client.addLayer("base", {
        services: {
          a: {
            override: "replace",
            command: `sh -c 'echo "<é&>"; echo; echo last; sleep 600'`,
          },
        },
      });
      await client.startServices(["a"]);
      serviceWrites("a", "<é&>\n\nlast\n");

      assertEquals(await messages(client), ["a: <é&>", "a: ", "a: last"]);
      assertEquals(await messages(client, { n: 1 }), ["a: last"]);
      assertEquals(await messages(client, { n: 0 }), []);
      assertEquals((await messages(client, { n: -1 })).length, 3);
      assertEquals(await messages(client, { services: ["zzz"] }), []);
      const error = await assertRejects(
        () => messages(client, { n: -2 }),
        APIError,
        "n must be -1, 0, or a positive integer",
      );
      assertEquals(error.code, 400);
    },
  },
  {
    name: "follows what services write (PBM-04, PBM-05, PBM-06)",
    async run({ client, folder, serviceWrites }) {
      // The service writes when it is told to, by a file.
      await client.addLayer("base", {
        services: {
          a: {
            override: "replace",
            command: `sh -c 'echo old; while ! test -e ${folder}/go; ` +
              `do sleep 0.02; done; echo one; echo two; sleep 600'`,
          },
        },
      });
      await client.startServices(["a"]);
      serviceWrites("a", "old\n");
      const found: string[] = [];

      for await (const { message } of client.followLogs({ n: 1 })) {
        found.push(message);
        if (message === "old") {
          await client.push(`${folder}/go`, "");
          serviceWrites("a", "one\ntwo\n");
        }
        if (message === "two") break;
      }

      assertEquals(found, ["old", "one", "two"]);
      const stop = AbortSignal.abort(new Error("enough"));
      await assertRejects(
        () => Array.fromAsync(client.followLogs({ signal: stop })),
        Error,
        "enough",
      );
    },
  },
];
