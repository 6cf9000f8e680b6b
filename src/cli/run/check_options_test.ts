import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { checkOptions } from "./check_options.ts";

const charmcraft = {
  name: "x",
  config: { options: { port: { type: "int" }, debug: { type: "boolean" } } },
} as const;

Deno.test("checkOptions() says what an option of the type would be", () => {
  const error = assertThrows(
    () => checkOptions({ port: "0x10" }, charmcraft),
    CliError,
    'Cannot set option "port" to "0x10": it is of type int',
  );

  assertEquals(
    error.hint,
    "Write a whole number in decimal digits, such as 8080",
  );
});

Deno.test("checkOptions() takes what fits, and null", () => {
  checkOptions({ port: 80, debug: null }, charmcraft);
});
