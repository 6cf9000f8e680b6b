import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { parseOptions, parseParams } from "./pairs.ts";

const charmcraft = {
  name: "x",
  config: {
    options: {
      level: { type: "string" },
      port: { type: "int" },
      ratio: { type: "float" },
      debug: { type: "boolean" },
    },
  },
} as const;

Deno.test("parseOptions() reads values by the type of their option", () => {
  assertEquals(
    parseOptions(
      ["level=1=2", "port=80", "ratio=1.5", "debug=t", "other=x"],
      charmcraft,
    ),
    { level: "1=2", port: 80, ratio: 1.5, debug: true, other: "x" },
  );
  assertEquals(parseOptions(["port=0x10", "debug=tRuE"], charmcraft), {
    port: "0x10",
    debug: "tRuE",
  });
});

Deno.test("parseOptions() rounds no number", () => {
  assertThrows(
    () => parseOptions(["port=9007199254740993"], charmcraft),
    CliError,
    'Cannot set option "port" to 9007199254740993: expected a whole number ' +
      "from -9007199254740991 to 9007199254740991",
  );
});

Deno.test("parseParams() reads YAML values, and makes maps of dots", () => {
  assertEquals(
    parseParams(["a=1", "b.c=true", "b.d=[1, x]", "e=x=y", "f=2024-01-01"]),
    { a: 1, b: { c: true, d: [1, "x"] }, e: "x=y", f: "2024-01-01" },
  );
});

Deno.test("parseParams() refuses a value that is no YAML, as Juju does", () => {
  const error = assertThrows(
    () => parseParams(["a.b=x: y: z"]),
    CliError,
    'Cannot read parameter "a.b" as YAML: ',
  );

  assertEquals(error.exitCode, 2);
});

Deno.test("parseParams() refuses what is no pair", () => {
  assertThrows(() => parseParams(["a"]), CliError, "expected NAME=VALUE");
});
