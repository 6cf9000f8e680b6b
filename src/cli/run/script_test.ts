import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { parseScript, readScript } from "./script.ts";

Deno.test("parseScript() reads commands with their places", () => {
  assertEquals(parseScript("a.script", "# hello\n\nconfig a=1\r\nquit\n"), [
    { place: "a.script:3", command: { kind: "config", pairs: ["a=1"] } },
    { place: "a.script:4", command: { kind: "quit" } },
  ]);
});

Deno.test("parseScript() tells all wrong lines at once", () => {
  const error = assertThrows(
    () =>
      parseScript(
        "a.script",
        "confg a=1\nstatus\nset db:app a='b\nrelate db:\n",
      ),
    CliError,
    'Cannot use script "a.script": 3 mistakes',
  );

  assertEquals(error.exitCode, 2);
  assertEquals(error.details, [
    'a.script:1: "confg" is no command; did you mean "config"?',
    "a.script:3: a quote is not closed",
    "a.script:4: relate needs ENDPOINT:APP or ENDPOINT:APP=FILE",
  ]);
});

Deno.test("readScript() says that there is no such file", () => {
  assertThrows(
    () => readScript("/nowhere/a.script"),
    CliError,
    'Cannot read script "/nowhere/a.script"',
  );
});
