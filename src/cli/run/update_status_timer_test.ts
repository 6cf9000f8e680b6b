import { assertEquals } from "@std/assert";
import { UpdateStatusTimer } from "./update_status_timer.ts";

Deno.test("UpdateStatusTimer runs again and again until it is disposed of (JEV-23)", async () => {
  let runs = 0;
  const third = Promise.withResolvers<void>();
  using timer = new UpdateStatusTimer(1, () => {
    if (++runs === 3) third.resolve();
    return Promise.resolve();
  });

  timer.restart();
  await third.promise;
  timer[Symbol.dispose]();
  timer.restart();

  assertEquals(runs, 3);
});

Deno.test("UpdateStatusTimer with 0 never runs", () => {
  // A timer that waits would be a leak of this test.
  const timer = new UpdateStatusTimer(0, () => Promise.reject());

  timer.restart();
});
