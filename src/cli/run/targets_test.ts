import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { parseRelate, splitTarget, unitName } from "./targets.ts";

Deno.test("unitName() reads units and the leader", () => {
  assertEquals(unitName("my-app/10"), { app: "my-app", number: 10 });
  assertEquals(unitName("app/leader"), { app: "app", number: "leader" });
  for (
    const text of ["app", "app/", "app/01", "/1", "App/1", "app/1/2", "a-2/1"]
  ) {
    assertEquals(unitName(text), null);
  }
});

Deno.test("splitTarget() splits at the first colon", () => {
  assertEquals(splitTarget("db:pg/0"), { endpoint: "db", rest: "pg/0" });
  assertEquals(splitTarget("db"), { endpoint: "db", rest: "" });
});

Deno.test("parseRelate() reads endpoint, application and file", () => {
  assertEquals(parseRelate("db:pg=a=b.yaml"), {
    endpoint: "db",
    app: "pg",
    file: "a=b.yaml",
  });
  assertEquals(parseRelate("db:pg").file, null);
  for (const text of ["db", "db:", ":pg", "db=x", "db:pg="]) {
    assertThrows(() => parseRelate(text), CliError, "expected ENDPOINT:APP");
  }
});
