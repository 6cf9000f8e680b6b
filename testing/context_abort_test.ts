import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import * as ops from "../mod.ts";
import { Context, State, UncaughtCharmError } from "./mod.ts";

const charmcraft = {
  name: "web",
  config: { options: { port: { type: "int", default: 80 } } },
} as const satisfies ops.Charmcraft;
const Config = z.object({ port: z.int().max(1000) });

class WebCharm extends ops.CharmBase<typeof charmcraft> {
  readonly state: { runs: number } = this.storedState({ runs: 0 });

  constructor(framework: ops.Framework) {
    super(framework);
    this.state.runs++;
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on.start, this.#onStart);
  }

  #onConfigChanged(): void {
    this.unit.setWorkloadVersion("7");
    this.loadConfig(Config, { onError: "blocked" });
    this.unit.setWorkloadVersion("8");
  }

  #onStart(): void {
    this.loadConfig(Config);
  }
}

Deno.test("Context.run() ends well when the charm ends the dispatch itself; its state is lost (CTX-19, DSP-31)", async () => {
  const ctx = new Context(WebCharm, charmcraft);
  const state = new State({ config: { port: 8080 } });

  const out = await ctx.run(ctx.on.configChanged(), state);

  assertEquals(
    out.unitStatus,
    new ops.BlockedStatus(
      'Invalid config: "port": Too big: expected number to be <=1000',
    ),
  );
  assertEquals(out.workloadVersion, "7");
  assertEquals(out.storedStates, []);
  assertEquals(out.deferred, []);
});

Deno.test("Context.run() throws what the charm does not catch", async () => {
  const ctx = new Context(WebCharm, charmcraft);
  const state = new State({ config: { port: 8080 } });

  const error = await assertRejects(
    () => ctx.run(ctx.on.start(), state),
    UncaughtCharmError,
  );

  assertEquals(error.cause instanceof ops.InvalidDataError, true);
});
