import { assertEquals } from "@std/assert";
import { PassThrough } from "node:stream";
import { askForCharm, type InitQuestions } from "./init_prompts.ts";

/** Answers each question once it is asked: they are told apart by their words. */
function terminal(answers: Readonly<Record<string, string>>) {
  const input = new PassThrough();
  const output = new PassThrough();
  const asked: string[] = [];
  output.on("data", (data) => {
    for (const [words, answer] of Object.entries(answers)) {
      if (asked.includes(words) || !String(data).includes(words)) continue;
      asked.push(words);
      queueMicrotask(() => input.write(answer));
    }
  });
  return { input, output, asked };
}

function ask(questions: Omit<InitQuestions, "signal">) {
  return askForCharm({ signal: new AbortController().signal, ...questions });
}

Deno.test("askForCharm() asks for name and profile", async () => {
  const { input, output } = terminal({
    "name?": "hello\r",
    "operates?": "\x1b[B\r",
  });

  const answers = await ask({ input, output });

  assertEquals(answers, { name: "hello", profile: "machine" });
});

Deno.test("askForCharm() proposes a name, and asks only for what was not given", async () => {
  const { input, output, asked } = terminal({ "name?": "\r", "operates?": "" });

  const answers = await ask({
    proposed: "from-folder",
    profile: "machine",
    input,
    output,
  });

  assertEquals(answers, { name: "from-folder", profile: "machine" });
  assertEquals(asked, ["name?"]);
});

Deno.test("askForCharm() does not go on with a name that no charm can have", async () => {
  const { input, output } = terminal({
    "name?": "Bad\r",
    "such as hello-k8s": "\x15good\r",
  });

  const answers = await ask({ profile: "kubernetes", input, output });

  assertEquals(answers, { name: "good", profile: "kubernetes" });
});

Deno.test("askForCharm() gives null to who gives up", async () => {
  const { input, output } = terminal({ "name?": "\x03" });

  assertEquals(await ask({ input, output }), null);
});
