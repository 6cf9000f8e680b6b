import { assertEquals } from "@std/assert";
import { answer } from "./workload.ts";

Deno.test("answer() echoes a request and gives the status asked for", async () => {
  const echo = answer(new Request("http://localhost/get?a=1"));

  assertEquals((await echo.json()).args, { a: "1" });
  assertEquals(answer(new Request("http://localhost/status/418")).status, 418);
  assertEquals(answer(new Request("http://localhost/x")).status, 404);
});
