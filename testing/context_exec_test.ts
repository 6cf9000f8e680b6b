import type * as ops from "@charmkit/ops";
import * as pebble from "@charmkit/ops/pebble";
import { Container, Exec, State } from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = { name: "web", containers: { web: {} } } as const;
const READY = new Container("web", { canConnect: true });

/** Does something with the container, and gives what was recorded. */
async function using<T>(
  container: Container<"web">,
  use: (container: ops.Container) => Promise<T>,
) {
  let result: T | undefined;
  const { ctx } = await runBody(CHARMCRAFT, async (charm) => {
    result = await use(charm.getContainer("web"));
  }, { state: new State({ containers: [container] }) });
  return { result, ctx };
}

Deno.test("exec is answered by the Exec with the longest prefix, and recorded (CTX-68, CTX-69)", async () => {
  const container = READY.with({
    execs: [
      new Exec([], { stdout: "any" }),
      new Exec(["ls"], { stdout: "short" }),
      new Exec(["ls", "-l"], { stdout: "long", stderr: "oops", returnCode: 2 }),
    ],
  });

  const { result, ctx } = await using(container, async (container) => {
    const error = await assertRejects(async () => {
      const process = await container.exec(["ls", "-l", "/"], {
        environment: { A: "b" },
        workingDir: "/tmp",
        user: "www",
        timeoutMs: 500,
        stdin: "hello",
      });
      return await process.waitOutput();
    }, pebble.ExecError);
    const processes = await Promise.all([
      container.exec(["ls", "/"]),
      container.exec(["cat"], { encoding: null }),
    ]);
    const [short, any] = processes;
    return [
      error.exitCode,
      error.stdout,
      error.stderr,
      (await short.waitOutput())[0],
      new TextDecoder().decode((await any.waitOutput())[0]),
    ];
  });

  assertEquals(result, [2, "long", "oops", "short", "any"]);
  const [first, second, third] = ctx.execHistory["web"] ?? [];
  assertEquals({ ...first, stdin: first?.stdin }, {
    command: ["ls", "-l", "/"],
    environment: { A: "b" },
    workingDir: "/tmp",
    timeoutMs: 500,
    userId: null,
    user: "www",
    groupId: null,
    group: null,
    encoding: "utf-8",
    combineStderr: false,
    stdin: "hello",
  });
  assertEquals([second?.command, second?.encoding], [["ls", "/"], "utf-8"]);
  assertEquals([third?.command, third?.encoding], [["cat"], null]);
});

Deno.test("exec of what has no Exec says which one is missing (CTX-68)", async () => {
  const { result } = await using(READY, async (container) => {
    const process = await container.exec(["ls", "-l"]);
    return await assertRejects(() => process.waitOutput(), pebble.ExecError);
  });

  assertEquals([result?.exitCode, result?.stdout], [127, ""]);
  assert(`${result?.stderr}`.includes('new Exec(["ls", "-l"])'));
});

Deno.test("what is written to a command's input is recorded (CTX-69)", async () => {
  const container = READY.with({ execs: [new Exec(["cat"])] });

  const { ctx } = await using(container, async (container) => {
    const process = await container.exec(["cat"]);
    const writer = process.stdin!.getWriter();
    await writer.write("written");
    await writer.close();
    await process.wait();
  });

  assertEquals(ctx.execHistory["web"]?.[0]?.stdin, "written");
});
