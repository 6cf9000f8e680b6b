import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { shell, world } from "./_test_world.ts";
import { HookContext } from "./hook_context.ts";
import { writeHookClients } from "./hook_client.ts";
import { HOOK_TOOL_NAMES } from "./hook_tool.ts";
import { HookToolServer, type HookToolServerOptions } from "./server.ts";

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server with a context, and its client on disk. */
class Served implements AsyncDisposable {
  readonly folder: string;
  readonly context: HookContext;
  readonly server: HookToolServer;

  private constructor(
    folder: string,
    context: HookContext,
    server: HookToolServer,
  ) {
    this.folder = folder;
    this.context = context;
    this.server = server;
  }

  static async start(options: HookToolServerOptions = {}): Promise<Served> {
    const folder = await Deno.makeTempDir();
    await writeHookClients(folder);
    const context = new HookContext(world(), {
      kind: "action",
      name: "act",
      id: "1",
      params: {},
    });
    const server = new HookToolServer(options);
    server.setContext(context);
    return new Served(folder, context, server);
  }

  async run(
    line: readonly string[] | string,
    options: {
      readonly stdin?: string | Uint8Array;
      readonly env?: Record<string, string>;
    } = {},
  ): Promise<Output> {
    const [name = "", ...args] = typeof line === "string"
      ? line.split(" ")
      : line;
    const child = new Deno.Command(join(this.folder, name), {
      args,
      cwd: this.folder,
      clearEnv: true,
      env: {
        JUJU_CONTEXT_ID: this.context.id,
        JUJU_AGENT_SOCKET_NETWORK: "tcp",
        JUJU_AGENT_SOCKET_ADDRESS: this.server.address,
        LANG: "C.UTF-8",
        ...options.env,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const input = child.stdin.getWriter();
    const written = (async () => {
      const { stdin = "" } = options;
      try {
        await input.write(
          typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin,
        );
        await input.close();
      } catch {
        // A command that wants no stdin does not read it.
      }
    })();
    const { code, stdout, stderr } = await child.output();
    await written;
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}

Deno.test("HookToolServer gives the answer of whoever stands in for the simulator", async () => {
  const served: string[] = [];
  await using unit = await Served.start({
    answer: (name, args) =>
      name === "config-get"
        ? { code: 1, stdout: "", stderr: `ERROR no ${args.join(" ")}\n` }
        : null,
    onServed: ({ name, code }) => served.push(`${name} ${code}`),
  });

  const given = await unit.run("config-get title");
  const own = await unit.run("is-leader");

  assertEquals(given, { code: 1, stdout: "", stderr: "ERROR no title\n" });
  assertEquals(own.stdout, "True\n");
  assertEquals(served, ["config-get 1", "is-leader 0"]);
});

Deno.test("HookToolServer answers the client of each hook command (JHT-00.18)", async () => {
  await using served = await Served.start();

  for (const name of HOOK_TOOL_NAMES) {
    const { code, stdout } = await served.run([name, "--help"]);
    assertEquals(code, 0);
    assertMatch(stdout, new RegExp(`^Usage: ${name} `));
  }
});

Deno.test("HookToolServer answers as the same command does in process", async () => {
  await using served = await Served.start();
  const run = shell(world());
  const lines = [
    "config-get --format json",
    "config-get title",
    "relation-get -r 1 - mysql/0",
    "config-get --bogus",
    "relation-list -r 9",
    "status-set error",
  ];

  for (const line of lines) {
    const { code, stdout, stderr } = run(line);
    assertEquals(await served.run(line), { code, stdout, stderr });
  }
});

Deno.test("HookToolServer keeps all bytes but NUL, in any locale", async () => {
  await using served = await Served.start();
  // Characters that shells treat apart, and bytes that bash marks its own with.
  const text = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1))
    .join("") + "\n\u{1f600} \\n %s $(x) `y` '\" é\u2028\n\n";

  for (const locale of ["C", "C.UTF-8", "POSIX"]) {
    const { code } = await served.run(["action-set", `text=${text}`], {
      env: { LANG: locale, LC_ALL: locale },
    });
    assertEquals(code, 0);
    assertEquals(served.context.action?.results["text"], text);
  }
  served.context.state.config.set("title", text);
  const { stdout } = await served.run("config-get title", {
    env: { LC_ALL: "C" },
  });
  assertEquals(stdout, `${text}\n`);
});

Deno.test("HookToolServer takes an argument of 128 KiB and prints 1 MB", async () => {
  await using served = await Served.start();
  const argument = "é".repeat((128 * 1024 - 16) / 2);
  const output = "0123456789abcdé\n".repeat(62_500);
  served.context.state.config.set("title", output);

  assertEquals((await served.run(["action-set", `a=${argument}`])).code, 0);
  const { stdout } = await served.run("config-get title");

  assertEquals(served.context.action?.results["a"], argument);
  assertEquals(stdout, `${output}\n`);
});

Deno.test("HookToolServer takes stdin when a command asks for it (JHT-00.13)", async () => {
  await using served = await Served.start();
  const value = "line\n\u0001\u007f\\é ".repeat(100_000);
  const stdin = JSON.stringify({ value, other: "" });

  const done = await served.run("relation-set -r 1 --file -", { stdin });

  assertEquals(done, { code: 0, stdout: "", stderr: "" });
  served.context.flush();
  const bag = served.context.state.relations.get(1)?.localUnitData;
  assertEquals(bag?.["value"], value);
});

Deno.test("HookToolServer takes an empty stdin, and counts the command once", async () => {
  const seen: string[] = [];
  await using served = await Served.start({
    onHookCommand: (index, name) => void seen.push(`${index} ${name}`),
  });

  const { code } = await served.run("state-set --file -", { stdin: "" });
  await served.run("is-leader");

  assertEquals(code, 0);
  assertEquals(seen, ["1 state-set", "2 is-leader"]);
});

Deno.test("HookToolServer refuses a wrong context id (JHT-00.3)", async () => {
  await using served = await Served.start();
  const id = `app/0-act-${"0".repeat(32)}`;

  const wrong = await served.run("is-leader", {
    env: { JUJU_CONTEXT_ID: id },
  });
  served.server.setContext(null);
  const ended = await served.run("is-leader");

  assertEquals(wrong, {
    code: 1,
    stdout: "",
    stderr: `ERROR bad request: wrong context ID; got "${id}"\n`,
  });
  assertEquals(ended.code, 1);
});

Deno.test("writeHookClients() refuses to run outside of a hook (JHT-00.3)", async () => {
  await using served = await Served.start();

  const without = async (name: string) =>
    (await served.run("is-leader", { env: { [name]: "" } })).stderr;

  for (
    const name of [
      "JUJU_CONTEXT_ID",
      "JUJU_AGENT_SOCKET_ADDRESS",
      "JUJU_AGENT_SOCKET_NETWORK",
    ]
  ) assertEquals(await without(name), `ERROR ${name} not set\n`);
});

Deno.test("writeHookClients() tells that nobody answers (JHT-00.3)", async () => {
  await using served = await Served.start();
  await served.server[Symbol.asyncDispose]();

  const { code, stderr } = await served.run("is-leader");

  assertEquals(code, 1);
  assertMatch(stderr, /^ERROR dial tcp 127\.0\.0\.1:\d+: connect: /);
});

Deno.test("HookToolServer is not hurt by garbage", async () => {
  await using served = await Served.start();
  const [hostname = "", port] = served.server.address.split(":");
  const id = served.context.id;
  const garbage = [
    "GET / HTTP/1.1\r\n\r\n",
    "\0\0\0\0",
    "-1\0",
    "999999999\0",
    `2\0${id}\0/\0status-set\0active`,
    `1\0${id}\0relative\0status-set\0active\0`,
    `2\0${id}\0/\0state-set\0--file\0-\0nonsense`,
    "x".repeat(100_000),
  ];

  for (const text of garbage) {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(new TextEncoder().encode(text));
    await connection.closeWrite();
    try {
      await new Response(connection.readable).arrayBuffer();
    } catch {
      // The server may reset the connection.
    }
  }

  assertEquals((await served.run("is-leader")).stdout, "True\n");
  assertEquals(served.context.state.unitStatus.status, "waiting");
});

Deno.test("HookToolServer runs one command at a time (JHT-00.14)", async () => {
  let running = 0;
  let most = 0;
  await using served = await Served.start({
    onHookCommand: async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    },
  });

  const all = await Promise.all(
    Array.from({ length: 8 }, (_, i) => served.run(`action-log ${i}`)),
  );

  assert(all.every(({ code }) => code === 0));
  assertEquals(most, 1);
  assertEquals(served.context.action?.log.length, 8);
});

Deno.test("HookToolServer tells of each command that it answered", async () => {
  const seen: unknown[] = [];
  await using served = await Served.start({
    onServed: ({ index, name, args, code }) =>
      seen.push([index, name, args, code]),
  });

  await served.run("status-set bogus");
  await served.run("is-leader --format=json");

  assertEquals(seen, [
    [1, "status-set", ["bogus"], 2],
    [2, "is-leader", ["--format=json"], 0],
  ]);
});
