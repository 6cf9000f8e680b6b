import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  APIError,
  ChangeError,
  ConnectionError,
  ExecError,
  PathError,
  TimeoutError,
} from "../../pebble/errors.ts";
import { globToRegExp } from "./glob.ts";
import { goDuration } from "./go_duration.ts";
import { SimulatedPebble } from "./simulated_pebble.ts";

const SERVICE = { override: "replace", command: "web" } as const;

async function text(stream: ReadableStream<string> | null): Promise<string> {
  return (await Array.fromAsync(stream ?? [])).join("");
}

Deno.test("SimulatedPebble lets a service fail to start, and recover (PBS-02, PBC-27)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", { services: { web: SERVICE } });
  pebble.failStart("web", "exited quickly with code 1");

  const error = await assertRejects(
    () => pebble.startServices(["web"]),
    ChangeError,
  );
  const [failed] = await pebble.getServices();
  pebble.failStart("web", null);
  await pebble.startServices(["web"]);

  assertEquals(
    error.err,
    "cannot perform the following tasks:\n" +
      '- Start service "web" (exited quickly with code 1)',
  );
  assert(error.message.includes("----- Logs from task 0 -----"));
  assertEquals(failed?.current, "backoff");
  assertEquals((await pebble.getServices())[0]?.current, "active");
  pebble.setServiceStatus("web", "error");
  assertEquals((await pebble.getServices())[0]?.current, "error");
  assertThrows(() => pebble.setServiceStatus("x", "error"), Error, '"x"');
});

Deno.test("SimulatedPebble turns a check down and up again (PBK-05, PBK-06, PBK-07)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", {
    checks: { up: { override: "replace", threshold: 2, tcp: { port: 1 } } },
  });
  const check = async () => (await pebble.getChecks())[0];
  const first = (await check())?.changeId ?? "";

  pebble.recordCheck("up", true);
  pebble.recordCheck("up", false);
  assertEquals((await check())?.status, "up");
  pebble.recordCheck("up", false);
  const down = await check();
  const ended = await pebble.getChange(first);
  pebble.recordCheck("up", true);
  const recovered = await check();

  assertEquals([down?.status, down?.failures, down?.prevChangeId], [
    "down",
    2,
    first,
  ]);
  assertEquals([ended.kind, ended.status, ended.ready], [
    "perform-check",
    "Error",
    true,
  ]);
  assertEquals(
    (await pebble.getChange(down?.changeId ?? "")).status,
    "Done",
  );
  assertEquals([recovered?.status, recovered?.successes, recovered?.failures], [
    "up",
    1,
    0,
  ]);
  await pebble.stopChecks(["up"]);
  assertThrows(() => pebble.recordCheck("up", true), Error, "stopped");
});

Deno.test("SimulatedPebble aborts the change of a check, and does not wait for it (PBC-21, OBS-10)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", {
    checks: { up: { override: "replace", tcp: { port: 1 } } },
  });
  const id = (await pebble.getChecks())[0]?.changeId ?? "";

  await assertRejects(() => pebble.waitChange(id), TimeoutError);
  const change = await pebble.abortChange(id);

  assertEquals([change.status, change.ready], ["Abort", false]);
});

Deno.test("SimulatedPebble.exec() runs the handler with the longest prefix (PBE-22, PBE-23, PBE-07)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", {
    services: {
      web: { ...SERVICE, environment: { A: "1", B: "1" }, user: "root" },
    },
  });
  pebble.handleExec([], () => 3);
  pebble.handleExec(["web"], ({ command }) => ({
    stdout: command.join(" "),
    stderr: "é",
  }));

  const process = await pebble.exec(["web", "--version"], {
    serviceContext: "web",
    environment: { B: "2" },
    workingDir: "/x",
  });
  const output = await process.waitOutput();
  const other = await pebble.exec(["other"]);
  const error = await assertRejects(() => other.wait(), ExecError);

  assertEquals(output, ["web --version", "é"]);
  assertEquals(error.exitCode, 3);
  const [first] = pebble.execHistory;
  assertEquals([first?.environment, first?.user, first?.workingDir], [
    { A: "1", B: "2" },
    "root",
    "/x",
  ]);
  const [change] = await pebble.getChanges({ select: "all" });
  assertEquals([change?.kind, change?.summary], [
    "exec",
    'Execute command "web"',
  ]);
});

Deno.test("SimulatedPebble.exec() gives a handler all input, however it comes (PBE-18, PBE-19, PBE-20)", async () => {
  const pebble = new SimulatedPebble();
  pebble.handleExec(["cat"], ({ stdin }) => ({ stdout: stdin, stderr: "!" }));
  const chunks: string[] = [];

  const given = await pebble.exec(["cat"], { stdin: "given" });
  const streamed = await pebble.exec(["cat"], {
    stdin: ReadableStream.from(["a", "b"]),
    stdout: { write: (chunk: string) => chunks.push(chunk) },
    combineStderr: true,
  });
  const written = await pebble.exec(["cat"]);
  const writer = written.stdin?.getWriter();
  await writer?.write("written");
  await writer?.close();
  const bytes = await pebble.exec(["cat"], {
    stdin: new Uint8Array([255]),
    encoding: null,
  });

  assertEquals(await given.waitOutput(), ["given", "!"]);
  await streamed.wait();
  assertEquals([chunks, streamed.stdout], [["ab!"], null]);
  assertEquals(await text(written.stdout), "written");
  assertEquals((await bytes.waitOutput())[0], new Uint8Array([255]));
  await assertRejects(() => streamed.waitOutput(), TypeError, "wait_output()");
});

Deno.test("SimulatedPebble says what it doesn't do", async () => {
  const pebble = new SimulatedPebble();
  pebble.handleExec(["web"], () => {});

  const error = await assertRejects(() => pebble.exec(["x"]), APIError);
  const process = await pebble.exec(["web"]);

  assertEquals(error.code, 500);
  await assertRejects(() => process.sendSignal("SIGHUP"), ConnectionError);
  await assertRejects(() => process.resize(1, 1), ConnectionError);
  await assertRejects(
    () => pebble.exec(["web"], { serviceContext: "nope" }),
    APIError,
    'context service "nope" not found',
  );
});

Deno.test("SimulatedPebble looks up owners as Pebble does (PBF-18, PBF-20, PBF-22)", async () => {
  const pebble = new SimulatedPebble();
  pebble.users.add({ name: "web", uid: 7, group: "www", gid: 8 });
  const owner = async () => {
    const [info] = await pebble.listFiles("/x");
    return [info?.userId, info?.user, info?.groupId, info?.group];
  };

  await pebble.push("/x", "", { user: "web" });
  assertEquals(await owner(), [7, "web", 8, "www"]);
  await pebble.push("/x", "", { userId: 7, group: "root" });
  assertEquals(await owner(), [7, "web", 0, "root"]);
  await pebble.push("/x", "", { userId: 90, groupId: 91 });
  assertEquals(await owner(), [90, null, 91, null]);
  for (
    const [options, reason] of [
      [{ userId: 1, user: "root" }, 'user "root" UID (0) does not match'],
      [{ userId: 12345 }, "user: unknown userid 12345"],
      [{ groupId: 8 }, "must specify user, not just group"],
    ] as const
  ) {
    await assertRejects(
      () => pebble.push("/x", "", options),
      PathError,
      reason,
    );
  }
});

Deno.test("SimulatedPebble follows links where Pebble does (PBF-09, PBF-17, PBF-23, PBF-28)", async () => {
  const pebble = new SimulatedPebble();
  const { files } = pebble;
  files.write("/dir/file", "x", { makeDirs: true });
  files.link("/link", "dir/file");
  files.link("/folder", "/dir");
  files.link("/dangling", "nowhere");
  files.link("/loop", "loop");

  using linked = await pebble.pull("/folder/../link");
  const [followed] = await pebble.listFiles("/link");
  const listed = await pebble.listFiles("/");

  assertEquals(await linked.text(), "x");
  assertEquals([followed?.type, followed?.name], ["file", "link"]);
  assertEquals(listed.map(({ name, type }) => `${name} ${type}`), [
    "dangling symlink",
    "dir directory",
    "folder symlink",
    "link symlink",
    "loop symlink",
  ]);
  await assertRejects(() => pebble.listFiles("/dangling"), APIError, "stat");
  await assertRejects(() => pebble.pull("/loop"), PathError);
  await pebble.push("/link", "y");
  await pebble.removePath("/folder", { recursive: true });
  assertEquals(new TextDecoder().decode(files.read("/dir/file")), "x");
  assertEquals((await pebble.listFiles("/"))[2]?.type, "file");
});

Deno.test("SimulatedPebble repeats a notice once its time has passed (PBN-03)", async () => {
  let now = Date.UTC(2026);
  const pebble = new SimulatedPebble({ now: () => now });
  const notify = () =>
    pebble.notify("custom", "example.com/a", { repeatAfterMs: 1000 });

  const id = await notify();
  now += 999;
  await notify();
  const early = await pebble.getNotice(id);
  now += 1;
  await notify();
  const late = await pebble.getNotice(id);

  assertEquals(early.lastRepeated, new Date(Date.UTC(2026)));
  assertEquals(late.lastRepeated, new Date(now));
  assertEquals(late.occurrences, 3);
  await assertRejects(
    () => pebble.getNotices({ users: "all", userId: 1 }),
    APIError,
    'cannot use both "users" and "user-id" parameters',
  );
});

Deno.test("globToRegExp() matches as Go's path.Match does (PBF-24)", () => {
  const cases: [string, string, boolean][] = [
    ["*", ".hidden", true],
    ["a?c", "abc", true],
    ["[^a]b", "ab", false],
    ["[a-c]", "b", true],
    ["\\*", "*", true],
    ["\\*", "x", false],
    ["a.b", "axb", false],
    ["[\\]]", "]", true],
  ];
  for (const [pattern, name, expected] of cases) {
    assertEquals(globToRegExp(pattern).test(name), expected, pattern);
  }
  for (const pattern of ["[", "[]", "a\\", "[a"]) {
    assertThrows(() => globToRegExp(pattern), SyntaxError, undefined, pattern);
  }
});

Deno.test("goDuration() writes as Go does (PBL-14)", () => {
  const cases: [number, string][] = [
    [0, "0s"],
    [1500, "1.5s"],
    [90_000, "1m30s"],
    [604_800_000, "168h0m0s"],
    [3_600_000, "1h0m0s"],
    [300, "300ms"],
    [0.003, "3µs"],
    [0.000007, "7ns"],
    [-1000, "-1s"],
  ];
  for (const [milliseconds, expected] of cases) {
    assertEquals(goDuration(milliseconds), expected);
  }
});
