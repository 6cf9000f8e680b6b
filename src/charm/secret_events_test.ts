import { assertEquals } from "@std/assert";
import { runDispatch } from "../_model_fixture.ts";
import type { Framework } from "../framework/framework.ts";
import { CharmBase } from "./charm_base.ts";
import type {
  SecretChangedEvent,
  SecretExpiredEvent,
  SecretRemoveEvent,
} from "./secret_events.ts";

const ID = "secret:9m4e2mr0ui3e8a215n4g";

Deno.test("SecretRevisionEvent.removeRevision() removes the revision of the event (EVT-24)", async () => {
  class Removing extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.secretRemove, this.#onRemove);
      this.observe(this.on.secretExpired, this.#onRemove);
    }
    #onRemove(event: SecretRemoveEvent | SecretExpiredEvent): void {
      event.removeRevision();
    }
  }

  for (const hook of ["secret-remove", "secret-expired"]) {
    const { runner } = await runDispatch({
      charmClass: Removing,
      env: {
        JUJU_DISPATCH_PATH: `hooks/${hook}`,
        JUJU_SECRET_ID: ID,
        JUJU_SECRET_REVISION: "3",
      },
      script: { [`secret-remove ${ID} --revision 3`]: "" },
    });

    assertEquals(runner.calls, [`secret-remove ${ID} --revision 3`]);
  }
});

Deno.test("SecretEvent.secret asks nothing of Juju before its content is wanted (EVT-23)", async () => {
  const seen: unknown[] = [];
  class Reading extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.secretChanged, this.#onChanged);
    }
    #onChanged(event: SecretChangedEvent): void {
      const { secret } = event;
      seen.push(secret.id, secret.label);
      seen.push(secret.getContent({ refresh: true }));
    }
  }
  const get = `secret-get --format=json ${ID} --label tls --refresh`;

  const { runner } = await runDispatch({
    charmClass: Reading,
    env: {
      JUJU_DISPATCH_PATH: "hooks/secret-changed",
      JUJU_SECRET_ID: ID,
      JUJU_SECRET_LABEL: "tls",
    },
    script: { [get]: '{"key":"value"}' },
  });

  assertEquals(seen, [ID, "tls", { key: "value" }]);
  assertEquals(runner.calls, [get]);
});
