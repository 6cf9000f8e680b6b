import { assertEquals, assertInstanceOf } from "@std/assert";
import { AbortError } from "./abort.ts";
import { runDispatch, tryDispatch } from "./_model_fixture.ts";
import { CharmBase } from "./charm/charm_base.ts";
import type { Framework } from "./framework/framework.ts";

const at = (path: string) => ({ JUJU_DISPATCH_PATH: path });

Deno.test("dispatch() waits for async handlers, and has their error as its own (DSP-50)", async () => {
  const order: string[] = [];
  class AsyncCharm extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
      this.observe(this.on.collectUnitStatus, this.#onCollect);
    }
    async #onStart(): Promise<void> {
      order.push("starts");
      await new Promise((done) => queueMicrotask(() => done(null)));
      order.push("ends");
    }
    async #onCollect(): Promise<void> {
      order.push("collects");
      await Promise.resolve();
      throw new RangeError("late");
    }
  }

  const { error } = await tryDispatch({
    charmClass: AsyncCharm,
    env: at("hooks/start"),
  });

  assertEquals(order, ["starts", "ends", "collects"]);
  assertInstanceOf(error, RangeError);
});

Deno.test("dispatch() awaits what a handler did not, and names handler and call", async () => {
  const order: string[] = [];
  class Forgetful extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
      this.observe(this.on.start, this.#onStartToo);
      this.observe(this.on.stop, this.#onStop);
    }
    async #onStop(): Promise<void> {
      order.push("stop starts");
      await null;
      order.push("stop ends");
    }
    #onStart(): void {
      void this.on.stop.emit();
      order.push("start ends");
    }
    #onStartToo(): void {
      order.push("next handler");
    }
  }

  const { log } = await runDispatch({
    charmClass: Forgetful,
    env: at("hooks/start"),
  });

  assertEquals(order, [
    "stop starts",
    "start ends",
    "stop ends",
    "next handler",
  ]);
  assertEquals(log.of("WARNING"), [
    'Forgetful.#onStart did not wait for emit() of Forgetful/on/stop; it is waited for now: write "await" before the call',
  ]);
});

Deno.test("dispatch() fails when what a handler did not wait for fails", async () => {
  class Forgetful extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
      this.observe(this.on.stop, this.#onStop);
      this.storedState({ n: 0 }).n = 1;
    }
    async #onStop(): Promise<void> {
      await null;
      throw new RangeError("late");
    }
    #onStart(): void {
      void this.on.stop.emit();
    }
  }

  const { error, storage } = await tryDispatch({
    charmClass: Forgetful,
    env: at("hooks/start"),
  });

  assertInstanceOf(error, RangeError);
  assertEquals(storage.snapshotPaths(), []);
});

Deno.test("dispatch() warns of nothing when a handler awaits its calls, also several at a time", async () => {
  class Careful extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
      this.observe(this.on.stop, this.#onStop);
    }
    async #onStop(): Promise<void> {
      await null;
    }
    async #onStart(): Promise<void> {
      await this.on.stop.emit();
      await Promise.all([this.on.stop.emit(), this.on.install.emit()]);
    }
  }

  const { log } = await runDispatch({
    charmClass: Careful,
    env: at("hooks/start"),
  });

  assertEquals(log.of("WARNING"), []);
});

Deno.test("dispatch() aborts with the code that a handler wants: no other handler, no status, no state (DSP-30, DSP-31)", async () => {
  class Aborting extends CharmBase {
    readonly seen: string[] = [];
    constructor(framework: Framework) {
      super(framework);
      this.storedState({ n: 0 }).n = 1;
      this.observe(this.on.start, this.#onStart);
      this.observe(this.on.start, this.#onStartToo);
      this.observe(this.on.collectUnitStatus, this.#onStartToo);
    }
    #onStart(): never {
      throw new AbortError("enough", 7);
    }
    #onStartToo(): void {
      this.seen.push("other");
    }
  }

  const { error, charm, storage, log } = await tryDispatch({
    charmClass: Aborting,
    env: at("hooks/start"),
  });

  assertInstanceOf(error, AbortError);
  assertEquals(error.exitCode, 7);
  assertInstanceOf(charm, Aborting);
  assertEquals([charm.seen, storage.snapshotPaths()], [[], []]);
  assertEquals(log.of("ERROR"), []);
});
