import * as ops from "@charmkit/ops";
import {
  Context,
  State,
  StateValidationError,
  StoredState,
} from "@charmkit/ops/testing";
import { assertEquals, assertThrows } from "@std/assert";

class WebCharm extends ops.CharmBase {
  readonly #seen: string[] = [];

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.install, this.onAny);
    this.observe(this.on.start, this.onAny);
    this.observe(this.on.upgradeCharm, this.onAny);
    this.observe(this.on.updateStatus, this.onLast);
  }

  onAny(event: ops.EventBase<ops.EventData>): void {
    this.#seen.push(event.handle.kind);
    if (event.handle.kind !== "install") event.defer();
    this.unit.setWorkloadVersion(this.#seen.join(" "));
  }

  onLast(): void {
    this.unit.setWorkloadVersion([...this.#seen, "update_status"].join(" "));
  }
}

const CTX = new Context(WebCharm, { name: "web" });
const { on } = CTX;

Deno.test("deferred events come first, in order; deferred again they stay, oldest first (CTX-91, QRK-07)", async () => {
  const deferred = [on.upgradeCharm(), on.install(), on.start()]
    .map((event) => event.deferred(WebCharm, "onAny"));

  const out = await CTX.run(on.updateStatus(), new State({ deferred }));

  assertEquals(
    out.workloadVersion,
    "upgrade_charm install start update_status",
  );
  assertEquals(out.deferred, deferred.filter(({ name }) => name !== "install"));
});

Deno.test("an equal event is not queued twice (CTX-91)", async () => {
  const deferred = [on.start().deferred(WebCharm, "onAny")];

  const out = await CTX.run(on.start(), new State({ deferred }));

  assertEquals(out.deferred, deferred);
  assertEquals(out.workloadVersion, "start");
});

Deno.test("states that the charm did not load stay (CTX-21, QRK-14)", async () => {
  const storedStates = [
    new StoredState({ ownerPath: "WebCharm/Gone", content: { a: 1 } }),
    new StoredState({ name: "counter", content: { n: 7 } }),
  ];

  const out = await CTX.run(on.start(), new State({ storedStates }));

  assertEquals(
    out.getStoredState("_stored", { ownerPath: "WebCharm/Gone" }).content,
    { a: 1 },
  );
  assertEquals(out.getStoredState("counter").content, { n: 7 });
});

Deno.test("ContextEvent.deferred() refuses what the framework asks each time (CTX-90)", () => {
  for (const event of [on.collectAppStatus(), on.collectUnitStatus()]) {
    assertThrows(
      () => event.deferred(WebCharm, "onAny"),
      StateValidationError,
    );
  }
});
