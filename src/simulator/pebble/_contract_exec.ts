import { assertEquals, assertRejects } from "@std/assert";
import { APIError, ChangeError, ExecError } from "../../pebble/errors.ts";
import type { ExecOptions } from "../../pebble/exec_process.ts";
import { type ContractCase, refusal } from "./_contract.ts";
import { SCRIPTS } from "./_contract_subjects.ts";

/** How commands run. */
export const EXEC_CASES: readonly ContractCase[] = [
  {
    name: "runs commands to their end (PBE-18, PBE-22, PBE-23, PBE-26)",
    async run({ client }) {
      await (await client.exec(["true"])).wait();
      const failed = await client.exec(["sh", "-c", SCRIPTS.both]);
      const error = await assertRejects(() => failed.waitOutput(), ExecError);
      const combined = await client.exec(["sh", "-c", SCRIPTS.both], {
        combineStderr: true,
      });
      const both = await assertRejects(() => combined.waitOutput(), ExecError);
      const silent = await client.exec(["false"]);
      const plain = await assertRejects(() => silent.wait(), ExecError);

      assertEquals([error.exitCode, error.stdout, error.stderr], [
        3,
        "out\n",
        "err\n",
      ]);
      assertEquals([both.stdout, both.stderr, combined.stderr], [
        "out\nerr\n",
        null,
        null,
      ]);
      assertEquals([plain.exitCode, plain.stdout], [1, null]);
      const changes = await client.getChanges({ select: "ready" });
      assertEquals(
        changes.map(({ kind, status, summary, tasks }) =>
          [kind, status, summary, tasks[0]?.data["exit-code"]].join(" ")
        ).sort(),
        [
          'exec Done Execute command "false" 1',
          'exec Done Execute command "sh" 3',
          'exec Done Execute command "sh" 3',
          'exec Done Execute command "true" 0',
        ],
      );
    },
  },
  {
    name: "passes input on, however it comes (PBE-13, PBE-19, PBE-20)",
    async run({ client }) {
      const written: string[] = [];
      const given = await client.exec(["cat"], { stdin: "é\n" });
      const empty = await client.exec(["cat"], { stdin: "" });
      const streamed = await client.exec(["cat"], {
        stdin: ReadableStream.from(["a", "b"]),
        stdout: { write: (chunk: string) => written.push(chunk) },
      });
      const process = await client.exec(["cat"]);
      const writer = process.stdin?.getWriter();
      await writer?.write("one ");
      await writer?.write("two");
      await writer?.close();
      const bytes = await client.exec(["cat"], {
        stdin: new Uint8Array([0, 255, 10]),
        encoding: null,
      });

      assertEquals(await given.waitOutput(), ["é\n", ""]);
      assertEquals(await empty.waitOutput(), ["", ""]);
      await streamed.wait();
      assertEquals([written.join(""), streamed.stdout], ["ab", null]);
      assertEquals((await process.waitOutput())[0], "one two");
      assertEquals(
        [...(await bytes.waitOutput())[0]],
        [0, 255, 10],
      );
    },
  },
  {
    name: "gives all output, valid text or not (PBE-12, PBE-21, PBE-23)",
    async run({ client }) {
      const broken = await client.exec(["sh", "-c", SCRIPTS.bytes]);
      const large = await client.exec(["sh", "-c", SCRIPTS.large]);

      assertEquals((await broken.waitOutput())[0], "\ufffda\ufffd");
      assertEquals((await large.waitOutput())[0], "x".repeat(1_000_000));
    },
  },
  {
    name: "gives a command its environment and folder (PBE-06, PBE-07)",
    async run({ client, folder }) {
      await client.makeDir(`${folder}/other`);
      await client.addLayer("base", {
        services: {
          web: {
            override: "replace",
            command: "sleep 600",
            environment: { A: "1", B: "1" },
            "working-dir": folder,
          },
        },
      });
      const run = async (options: ExecOptions) => {
        const command = ["sh", "-c", SCRIPTS.environment];
        const process = await client.exec(command, options);
        return (await process.waitOutput())[0].trim();
      };

      assertEquals(
        await run({ serviceContext: "web", environment: { B: "2" } }),
        `1 2 ${folder}`,
      );
      assertEquals(
        await run({
          environment: { A: "x", B: "y" },
          workingDir: `${folder}/other`,
        }),
        `x y ${folder}/other`,
      );
    },
  },
  {
    name: "kills a command whose time is over (PBE-27)",
    async run({ client }) {
      const process = await client.exec(["sleep", "600"], { timeoutMs: 50 });

      const error = await assertRejects(() => process.wait(), ChangeError);

      assertEquals(
        error.err,
        'cannot perform the following tasks:\n- Execute command "sleep" ' +
          "(timed out after 50ms: context deadline exceeded)",
      );
      assertEquals(error.change.tasks[0]?.data["exit-code"], -1);
    },
  },
  {
    name: "signals and aborts a command (PBE-14, PBE-26, PBE-31, PBE-35)",
    async run({ client }) {
      const trapping = await client.exec(["sh", "-c", SCRIPTS.trap]);
      const reader = trapping.stdout?.getReader();
      assertEquals((await reader?.read())?.value, "ready\n");
      await trapping.sendSignal("SIGNONE");
      await trapping.sendSignal(10);
      assertEquals((await reader?.read())?.value, "got SIGUSR1\n");
      await trapping.wait();

      for (const [signal, code] of [["SIGTERM", 143], [9, 137]] as const) {
        const process = await client.exec(["sleep", "600"]);
        await process.sendSignal(signal);
        const error = await assertRejects(() => process.wait(), ExecError);
        assertEquals(error.exitCode, code);
      }

      const process = await client.exec(["sleep", "600"]);
      const [change] = await client.getChanges();
      await client.abortChange(change?.id ?? "");
      const error = await assertRejects(() => process.wait(), ExecError);
      assertEquals(error.exitCode, 137);
    },
  },
  {
    name: "ends a command that is disposed of (PBE-29, OBS-18)",
    async run({ client }) {
      {
        await using _process = await client.exec(["sleep", "600"]);
      }

      assertEquals(await client.getChanges(), []);
    },
  },
  {
    name: "refuses commands with the same words (PBE-05)",
    async run({ client }) {
      const run = (options: ExecOptions) =>
        refusal(client.exec(["true"], options));

      assertEquals(await run({ serviceContext: "nope" }), [
        400,
        'context service "nope" not found',
      ]);
      assertEquals(await run({ user: "no-such" }), [
        400,
        "user: unknown user no-such",
      ]);
      assertEquals(await run({ userId: 54321 }), [
        400,
        "user: unknown userid 54321",
      ]);
      assertEquals(await run({ group: "root" }), [
        400,
        "must specify user, not just group",
      ]);
      assertEquals(await run({ user: "root", userId: 1 }), [
        400,
        'user "root" UID (0) does not match user-id (1)',
      ]);
      assertEquals(await run({ interactive: true }), [
        500,
        "cannot call exec: cannot use interactive mode without a terminal",
      ]);
      await assertRejects(() => client.exec(["no-such-command"]), APIError);
      await assertRejects(() => client.exec([]), TypeError);
      assertEquals(await client.getChanges({ select: "all" }), []);
    },
  },
];
