import * as ops from "@charmkit/ops";
import { Harness } from "../harness.ts";
import type { HarnessOptions } from "../harness_options.ts";

/** Metadata that has some of everything. */
export const CHARMCRAFT = {
  name: "web",
  requires: { db: "postgresql", cache: "redis" },
  peers: { cluster: "web-peers" },
  containers: {
    web: { mounts: [{ storage: "data", location: "/data" }] },
    sidecar: {},
  },
  storage: {
    data: { type: "filesystem" },
    logs: { type: "filesystem", multiple: { range: "0-3" } },
  },
  resources: {
    schema: { type: "file", filename: "schema.sql" },
    plain: { type: "file" },
    image: { type: "oci-image" },
    other: { type: "oci-image" },
  },
  config: {
    options: {
      name: { type: "string", default: "web" },
      port: { type: "int" },
      ratio: { type: "float" },
      debug: { type: "boolean", default: false },
      token: { type: "secret" },
    },
  },
  actions: {
    backup: {
      params: {
        path: { type: "string", default: "/backup" },
        level: { type: "integer", maximum: 9, default: 3 },
      },
      required: ["path"],
      additionalProperties: false,
    },
    "fail-now": {},
  },
} as const satisfies ops.Charmcraft;

type Meta = typeof CHARMCRAFT;

/** Notes every event, and then does what a test wants. */
export class RecordingCharm extends ops.CharmBase<Meta> {
  /** Events so far, such as `"db-relation-changed postgresql/0"`. */
  readonly events: string[] = [];
  /** What is done in each handler. */
  react: (event: ops.EventBase<ops.EventData>) => void | Promise<void> =
    () => {};

  constructor(framework: ops.Framework) {
    super(framework);
    for (const event of this.on.definedEvents().values()) {
      this.observe(event, this.#onEvent);
    }
  }

  #onEvent(event: ops.EventBase<ops.EventData>): void | Promise<void> {
    const { kind } = event.handle;
    const about = event instanceof ops.RelationEvent
      ? event.unit?.name ?? event.app?.name
      : event instanceof ops.StorageEvent
      ? event.storage.fullId
      : undefined;
    const name = kind.replaceAll("_", "-");
    this.events.push(about === undefined ? name : `${name} ${about}`);
    return this.react(event);
  }

  /** The events since this was last asked. */
  take(): string[] {
    return this.events.splice(0);
  }
}

/** A harness of a recording charm. */
export function recordingHarness(
  options?: HarnessOptions,
): Harness<Meta, RecordingCharm> {
  return new Harness(RecordingCharm, CHARMCRAFT, options);
}
