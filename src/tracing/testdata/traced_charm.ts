import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { Outcome, Rig } from "../../testdata/charm_rig.ts";
import { type Received, spansOf } from "./collector.ts";
import type { ExportRequest } from "./otlp_schema.ts";

const ENTRY = new URL("../mod.ts", import.meta.url).href;

/** A charm with the two lines that tracing takes; its handler of start does this. */
export function traced(handler = ""): string {
  return `
import { otlpTracing, setDestination, Tracing } from "${ENTRY}";
const charmcraft = {
  name: "web-k8s",
  requires: {
    "charm-tracing": { interface: "tracing", limit: 1, optional: true },
    "receive-ca-cert": { interface: "certificate_transfer", optional: true },
  },
} as const satisfies ops.Charmcraft;
class WebCharm extends ops.CharmBase<typeof charmcraft> {
  readonly tracing = new Tracing(this, "charm-tracing", {
    caRelationName: "receive-ca-cert",
  });
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
  }
  async #onStart(event: ops.StartEvent): Promise<void> {
    ${handler}
  }
}
await ops.main(WebCharm, charmcraft, { tracing: otlpTracing });
`;
}

/** What Juju knows of a relation with Tempo, and one with an authority. */
export function relations(
  data: { readonly receivers?: string; readonly certificates?: string },
): Record<string, string> {
  const app = (data: object) => `echo '${JSON.stringify(data)}'`;
  const { receivers, certificates } = data;
  return {
    "relation-ids": `case "$*" in
      *charm-tracing*) echo '["charm-tracing:3"]' ;;
      *) echo '[${
      certificates === undefined ? "" : '"receive-ca-cert:4"'
    }]' ;; esac`,
    "relation-list": `case "$*" in
      *3*) echo '["tempo/0"]' ;;
      *) echo '["ca/0"]' ;; esac`,
    "relation-get": `case "$*" in
      *tempo*) ${app(receivers === undefined ? {} : { receivers })} ;;
      *" ca "*|*" ca") ${
      app(certificates === undefined ? {} : { certificates })
    } ;;
      *) echo '{}' ;; esac`,
  };
}

export function receiver(url: string): string {
  return JSON.stringify([
    { protocol: { name: "zipkin", type: "http" }, url: "http://no" },
    { protocol: { name: "otlp_http", type: "http" }, url },
  ]);
}

/** The hook that tells of a new databag. */
export const CHANGED: string = "hooks/charm-tracing-relation-changed";
export const CHANGED_ENV: Readonly<Record<string, string>> = {
  JUJU_RELATION: "charm-tracing",
  JUJU_RELATION_ID: "charm-tracing:3",
  JUJU_REMOTE_APP: "tempo",
};

/** Tells the charm that the relation has changed. */
export async function relate(rig: Rig, url: string): Promise<Outcome> {
  rig.answer(relations({ receivers: receiver(url) }));
  const outcome = await rig.dispatch(CHANGED, CHANGED_ENV, {
    net: "127.0.0.1",
  });
  assertEquals(outcome.code, 0, outcome.stderr);
  return outcome;
}

export async function succeed(rig: Rig, path: string): Promise<Outcome> {
  const outcome = await rig.dispatch(path, {}, { net: "127.0.0.1" });
  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  return outcome;
}

/** A span by its name. */
export function find(
  request: ExportRequest,
  name: string,
): ReturnType<typeof spansOf>[number] {
  const span = spansOf(request).find((span) => span.name === name);
  assert(span !== undefined, `There is no span "${name}"`);
  return span;
}

export function resourceOf({ request }: Received): Record<string, unknown> {
  return Object.fromEntries(
    request.resourceSpans[0]!.resource.attributes.map((
      { key, value },
    ) => [key, Object.values(value)[0]]),
  );
}

/** Priority and size class of what waits in the buffer. */
export function waiting(rig: Rig): number[] {
  using database = new DatabaseSync(`${rig.charmDir}/.tracing-data.db`);
  return database.prepare("SELECT priority FROM tracing ORDER BY id").all()
    .map(({ priority }) => Number(priority));
}
