import { assertEquals, assertRejects } from "@std/assert";
import { Turns } from "./turns.ts";

Deno.test("Turns.take() lets one after the other work (JDP-16)", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();

  const one = turns.take(async () => {
    await first.promise;
    order.push("one");
  });
  const two = turns.take(() => Promise.resolve(order.push("two")));
  first.resolve();
  await Promise.all([one, two]);

  assertEquals(order, ["one", "two"]);
});

Deno.test("Turns.take() goes on after one that fails", async () => {
  const turns = new Turns();

  await assertRejects(() => turns.take(() => Promise.reject(new Error("no"))));

  assertEquals(await turns.take(() => Promise.resolve(1)), 1);
});
