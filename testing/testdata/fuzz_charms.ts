// Charms for the tests of fuzzEvents().
import * as ops from "@charmkit/ops";
import { type FuzzStep, Secret, State } from "@charmkit/ops/testing";

/** Metadata with one of each. */
export const charmcraft = {
  name: "web",
  containers: { web: {} },
  requires: {
    db: { interface: "postgresql", limit: 1 },
    host: { interface: "juju-info", scope: "container" },
  },
  provides: { api: "http" },
  peers: { cluster: "web-peers" },
  storage: {
    data: { type: "filesystem" },
    logs: { type: "filesystem", multiple: { range: "0-3" } },
  },
  config: {
    options: {
      port: { type: "int", default: 80 },
      title: { type: "string" },
      ratio: { type: "float", default: 0.5 },
      debug: { type: "boolean", default: false },
      token: { type: "secret" },
    },
  },
  actions: {
    backup: {
      params: {
        target: { type: "string" },
        depth: { type: "integer", minimum: 1, maximum: 3 },
        mode: { type: "string", enum: ["full", "delta"], default: "full" },
        tags: { type: "array", items: { type: "string" } },
      },
      required: ["target"],
    },
  },
} as const satisfies ops.Charmcraft;

/** Does nothing. */
export class QuietCharm extends ops.CharmBase<typeof charmcraft> {}

/** Has a secret of its own that is due, and one action that fails. */
export class OrderlyCharm extends ops.CharmBase<typeof charmcraft> {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.install, this.#onInstall);
    this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
    this.observe(this.on.secretRotate, this.#onRotate);
    this.observe(this.on.secretRemove, this.#onRemove);
    this.observe(this.on["backup"].action, this.#onBackup);
  }

  async #onPebbleReady(): Promise<void> {
    const check = { override: "replace", exec: { command: "true" } } as const;
    await this.getContainer("web").addLayer("web", { checks: { up: check } });
  }

  #onRotate({ secret }: ops.SecretRotateEvent): void {
    secret.setContent({ password: `after ${secret.getInfo().revision}` });
  }

  #onRemove(event: ops.SecretRemoveEvent): void {
    event.removeRevision();
  }

  #onInstall(): void {
    this.unit.addSecret({ password: "first" }, {
      label: "own",
      rotate: "daily",
      expire: new Date("2030-01-01T00:00:00Z"),
    });
  }

  #onBackup(event: ops.ActionEvent): void {
    if (event.params["mode"] === "delta") event.fail("No full one yet");
  }
}

/** Breaks when a relation ends after another unit took over. */
export class OnceLeaderCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #stored: { led: boolean } = this.storedState({
    led: false,
  });

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.leaderElected, this.#onLeaderElected);
    this.observe(this.on["db"].relationBroken, this.#onBroken);
  }

  #onLeaderElected(): void {
    this.#stored.led = true;
  }

  #onBroken(): void {
    if (this.#stored.led && !this.unit.isLeader()) throw new Error("Boom");
  }
}

export function granted(): State {
  return new State({
    secrets: [
      new Secret({ key: "old" }, { id: "secret:cvq5qmfmp25c7bv8rm3g" }),
    ],
  });
}

/** What happened, without the data of events. */
export function names(steps: readonly FuzzStep[]): string[] {
  return steps.map(({ text }) => text.replace(/ \{.*$/, ""));
}

/** What each sequence of that charm has; the peers have relation 1. */
export const BEGINNING = [
  "data-storage-attached (data/0)",
  "install",
  "cluster-relation-created (relation 1)",
  "config-changed",
  "start",
];
