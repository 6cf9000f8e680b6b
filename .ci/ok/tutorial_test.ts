import { assert, assertEquals, assertRejects } from "@std/assert";
import { followTutorial } from "./tutorial.ts";

const fence = (info: string, text: string) =>
  `\`\`\`${info}\n${text}\n\`\`\`\n`;
const install = fence(
  "sh install",
  "deno install --global --allow-all --name charmkit jsr:@charmkit/ops/cli",
);

/** Follows it with a charmkit that only says what it was asked. */
async function follow(...parts: string[]): Promise<string[]> {
  const lines: string[] = [];
  await followTutorial(parts.join("\n"), {
    deno: Deno.execPath(),
    charmkit: 'echo "charmkit: $*"',
    report: (line) => lines.push(line),
  });
  return lines;
}

Deno.test("followTutorial() runs commands in one shell, and says what it does instead", async () => {
  const lines = await follow(
    install,
    fence("sh", "pwd >here\nmkdir sub\ncd sub\nname=me"),
    fence("sh", 'charmkit init "$name"\nbasename "$PWD"\ncat'),
    fence("text", "charmkit: init me\nsub"),
  );

  assertEquals(lines.filter((line) => line.startsWith("   ")), [
    '   instead: echo "charmkit: $*"',
  ]);
});

Deno.test("followTutorial() starts in an empty folder with the Deno that it is given", async () => {
  await follow(
    fence("sh", "ls -A\ndeno --version"),
    fence("text", `deno ${Deno.version.deno} …\n…`),
  );
});

Deno.test("followTutorial() writes, edits and looks at files where the shell is", async () => {
  await follow(
    fence("sh", "mkdir sub\ncd sub"),
    "Write `src/a.ts`:\n",
    fence("ts ignore file=src/a.ts", "one;\n  two;"),
    "Change `src/a.ts`:\n",
    fence("diff edit=src/a.ts", " one;\n-  two;\n+  three;"),
    "Look at `src/a.ts`:\n",
    fence("ts ignore excerpt=src/a.ts", "three;"),
    fence("sh", "cat src/a.ts"),
    fence("text", "one;\n  three;"),
  );
});

Deno.test("followTutorial() fails where a command, its output or a file is not as shown", async () => {
  const failed = await assertRejects(
    () => follow(fence("sh", "echo early\nfalse\necho late")),
    Error,
    "Line 1 of the tutorial: A command failed:\nearly",
  );
  assert(!failed.message.includes("late"));
  await assertRejects(
    () => follow(fence("sh", "echo 1"), fence("text", "2")),
    Error,
    "Expected\n2\n\nbut got\n1",
  );
  await assertRejects(
    () =>
      follow(
        fence("sh", "echo 1 >a"),
        "See `a`:\n",
        fence("text excerpt=a", "2"),
      ),
    Error,
    "It is not a part of",
  );
  await assertRejects(
    () => follow(fence("sh install", "curl https://example.com | sh")),
    Error,
    'It is not "deno install',
  );
});
