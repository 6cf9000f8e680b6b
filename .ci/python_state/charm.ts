// The charm of peer/charm.py, as it is after its upgrade to this framework:
// of another name, and with handlers of other names.
import * as ops from "../../mod.ts";
import { encodeSnapshot, type Storable } from "../../src/framework/snapshot.ts";

type Values = Record<string, Storable>;

class Library extends ops.Object {
  readonly state: Values = this.storedState<Values>({});
}

class UpgradedCharm extends ops.CharmBase {
  readonly #state: Values = this.storedState<Values>({ added: "new" });
  readonly #settings: Values = this.storedState<Values>({}, "settings");
  readonly #library: Library = new Library(this, "db");
  readonly #events: string[] = [];

  constructor(framework: ops.Framework) {
    super(framework);
    const { on } = this;
    this.observe(on.configChanged, this.#note);
    this.observe(on["db"]!.relationChanged, this.#note);
    this.observe(on["db"]!.relationDeparted, this.#note);
    this.observe(on["web"]!.pebbleReady, this.#note);
    this.observe(on.secretChanged, this.#note);
    this.observe(on.upgradeCharm, this.#onUpgradeCharm);
    this.observe(on.updateStatus, this.#report);
  }

  #note(event: ops.HookEvent<Values>): void {
    this.#events.push(`${event.handle.path} ${encodeSnapshot(event.data)}`);
  }

  #onUpgradeCharm(): void {
    this.#state.upgraded = true;
    this.#report();
  }

  #report(): void {
    const report = {
      states: {
        "UpgradedCharm/StoredStateData[_stored]": { ...this.#state },
        "UpgradedCharm/StoredStateData[settings]": { ...this.#settings },
        "UpgradedCharm/Library[db]/StoredStateData[_stored]": {
          ...this.#library.state,
        },
      },
      events: this.#events,
    };
    Deno.writeTextFileSync(
      `${this.charmDir}/report.json`,
      encodeSnapshot(report),
    );
  }
}

await ops.main(UpgradedCharm);
