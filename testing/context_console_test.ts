import { assertEquals } from "@std/assert";
import { CharmBase } from "../src/charm/charm_base.ts";
import type { Framework } from "../src/framework/framework.ts";
import { Context, State } from "./mod.ts";

class PrintingCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
  }
  async #onStart(): Promise<void> {
    console.log("first %s", this.app.name);
    await new Promise((done) => setTimeout(done, 0));
    console.warn("second", { app: this.app.name });
  }
}

Deno.test("Context.logs has what the charm prints with console, also of several runs at a time", async () => {
  const contexts = ["a", "b"].map((name) =>
    new Context(PrintingCharm, { name })
  );

  await Promise.all(
    contexts.map((ctx) => ctx.run(ctx.on.start(), new State())),
  );

  const printed = contexts.map(({ logs }) =>
    logs.filter(({ level }) => level !== "DEBUG")
      .map(({ level, message }) => `${level} ${message}`)
  );
  assertEquals(printed, [
    ["INFO first a", 'WARNING second { app: "a" }'],
    ["INFO first b", 'WARNING second { app: "b" }'],
  ]);
});
