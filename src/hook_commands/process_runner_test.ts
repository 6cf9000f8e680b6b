import { assertEquals, assertThrows } from "@std/assert";
import { HookCommandArgumentError } from "./hook_command_argument_error.ts";
import { HookCommandError } from "./hook_command_error.ts";
import { HookCommandNotFoundError } from "./hook_command_not_found_error.ts";
import { MAX_ARGUMENT_BYTES, ProcessRunner } from "./process_runner.ts";

class Folder implements Disposable {
  readonly path: string = Deno.realPathSync(Deno.makeTempDirSync());

  entries(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

Deno.test("ProcessRunner.run() passes arguments as they are and returns stdout (HKC-01)", () => {
  const script = `printf '%s\\n' "$@"; echo oops >&2`;

  const stdout = new ProcessRunner().run(
    ["sh", "-c", script, "sh", "--flag=1", "--", "-x y", "", "$HOME ü"],
  );

  assertEquals(stdout, "--flag=1\n--\n-x y\n\n$HOME ü\n");
});

Deno.test("ProcessRunner.run() throws what is known of a failure (ERR-02)", () => {
  const argv = [
    "sh",
    "-c",
    "echo half; echo 'ERROR permission denied' >&2; exit 2",
  ];

  const error = assertThrows(
    () => new ProcessRunner().run(argv),
    HookCommandError,
    "Hook command sh exited with code 2: ERROR permission denied",
  );

  const { code, stderr, stdout } = error;
  assertEquals(error.argv, argv);
  assertEquals(
    { code, stderr, stdout },
    { code: 2, stderr: "ERROR permission denied\n", stdout: "half\n" },
  );
});

Deno.test("ProcessRunner.run() keeps secrets out of errors (ERR-10)", () => {
  const argv = ["sh", "-c", "echo hunter2; exit 1"];
  const options = { shown: ["sh", "-c", "<redacted>"], isSecret: true };

  const error = assertThrows(
    () => new ProcessRunner().run(argv, options),
    HookCommandError,
  );

  assertEquals(Deno.inspect(error).includes("hunter2"), false);
  assertEquals(error.argv, options.shown);
  assertEquals(error.stdout, "");
});

Deno.test("ProcessRunner.run() tells that there is no such command (ERR-09)", () => {
  const error = assertThrows(
    () => new ProcessRunner().run(["no-such-hook-command"]),
    HookCommandNotFoundError,
    'Cannot run hook command "no-such-hook-command"',
  );

  assertEquals(error.command, "no-such-hook-command");
});

Deno.test("ProcessRunner.run() passes the longest argument that there can be (LIM-11)", () => {
  const argument = "ä".repeat((MAX_ARGUMENT_BYTES - 1) / 2) + "a";

  const stdout = new ProcessRunner().run(["echo", argument]);

  assertEquals(stdout, `${argument}\n`);
});

Deno.test("ProcessRunner.run() refuses what can't be an argument, before it runs (LIM-11)", () => {
  const runner = new ProcessRunner();
  const cases: ReadonlyArray<[string, string]> = [
    ["a".repeat(131_072), "argument 2 has 131072 bytes, at most 131071"],
    ["ä".repeat(65_536), "argument 2 has 131072 bytes, at most 131071"],
    ["a\0b", "argument 2 has a NUL character"],
  ];
  for (const [argument, problem] of cases) {
    const error = assertThrows(
      () => runner.run(["echo", "ok", argument]),
      HookCommandArgumentError,
      problem,
    );
    assertEquals(error.command, "echo");
  }
  assertEquals(runner.commandCount, 0);
});

Deno.test("ProcessRunner.commandCount counts commands, also those that fail", () => {
  const runner = new ProcessRunner();

  runner.run(["true"]);
  assertThrows(() => runner.run(["false"]), HookCommandError);
  assertThrows(() => runner.run(["no-such-hook-command"]));

  assertEquals(runner.commandCount, 2);
});

Deno.test("ProcessRunner.withFiles() makes files that only this user can read (HKC-10, SEC-14)", () => {
  using folder = new Folder();
  const runner = new ProcessRunner({ tempDir: folder.path });

  const found = runner.withFiles(
    { "key-one": "ü", two: "" },
    (paths) =>
      Object.entries(paths).map(([name, path]) => ({
        name,
        text: Deno.readTextFileSync(path),
        mode: (Deno.statSync(path).mode ?? 0) & 0o777,
        folderMode:
          (Deno.statSync(path.slice(0, path.lastIndexOf("/"))).mode ?? 0) &
          0o777,
        isInside: path.startsWith(`${folder.path}/`),
      })),
  );

  const common = { mode: 0o600, folderMode: 0o700, isInside: true };
  assertEquals(found, [
    { name: "key-one", text: "ü", ...common },
    { name: "two", text: "", ...common },
  ]);
  assertEquals(folder.entries(), []);
});

Deno.test("ProcessRunner.withFiles() keeps bytes that are no text as they are", () => {
  using folder = new Folder();
  const bytes = new Uint8Array([0, 0xff, 0xfe, 0x80]);

  const found = new ProcessRunner({ tempDir: folder.path }).withFiles(
    { key: bytes },
    ({ key = "" }) => Deno.readFileSync(key),
  );

  assertEquals(found, bytes);
});

Deno.test("ProcessRunner.withFiles() removes the files after an error (SEC-14)", () => {
  using folder = new Folder();
  const runner = new ProcessRunner({ tempDir: folder.path });

  assertThrows(
    () =>
      runner.withFiles({ key: "hunter2" }, () => {
        throw new Error("refused");
      }),
    Error,
    "refused",
  );

  assertEquals(folder.entries(), []);
});

Deno.test("ProcessRunner.withFiles() gives absolute paths (JHT-19)", () => {
  new ProcessRunner().withFiles({ key: "value" }, ({ key = "" }) => {
    assertEquals(key.startsWith("/"), true);
  });
});

Deno.test("ProcessRunner.withFiles() refuses a name that leads elsewhere", () => {
  const runner = new ProcessRunner();
  for (const name of ["", "..", "../x", "a/b", "/etc/x", "a\0", ".x"]) {
    assertThrows(
      () => runner.withFiles({ [name]: "hunter2" }, () => {}),
      TypeError,
      "Cannot write a private file",
    );
  }
});

Deno.test("ProcessRunner.withFiles() removes only what a killed process left long ago", () => {
  using folder = new Folder();
  const age = (name: string, minutes: number) => {
    Deno.mkdirSync(`${folder.path}/${name}`);
    Deno.writeTextFileSync(`${folder.path}/${name}/key`, "old");
    const time = new Date(Date.now() - minutes * 60_000);
    Deno.utimeSync(`${folder.path}/${name}`, time, time);
  };
  age(".charmkit-private-dead", 11);
  age(".charmkit-private-live", 9);
  age("other", 100);

  new ProcessRunner({ tempDir: folder.path }).withFiles({}, () => {});

  assertEquals(folder.entries().sort(), [".charmkit-private-live", "other"]);
});

Deno.test("ProcessRunner.withFiles() can be used inside of itself", () => {
  using folder = new Folder();
  const runner = new ProcessRunner({ tempDir: folder.path });

  const text = runner.withFiles(
    { key: "outer" },
    ({ key: outer = "" }) =>
      runner.withFiles(
        { key: "inner" },
        ({ key: inner = "" }) =>
          Deno.readTextFileSync(outer) + Deno.readTextFileSync(inner),
      ),
  );

  assertEquals(text, "outerinner");
  assertEquals(folder.entries(), []);
});
