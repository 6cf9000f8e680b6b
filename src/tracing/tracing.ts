import type { CharmBase } from "../charm/charm_base.ts";
import type { EventBase } from "../framework/event_base.ts";
import { FrameworkObject } from "../framework/framework_object.ts";
import type { EventData } from "../framework/snapshot.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { Relation } from "../model/relation.ts";
import { isHttpUrl, setDestination } from "./set_destination.ts";
import {
  OTLP_HTTP,
  receiverUrl,
  transferredCertificates,
} from "./trace_receivers.ts";
import type { SpanAttributes } from "./tracer.ts";
import {
  assertRequires,
  type CertificateEndpoint,
  type TracingEndpoint,
} from "./tracing_endpoint.ts";
import type { TraceDestination } from "./tracing_setup.ts";

/** Options of {@linkcode Tracing}: at most one of them. */
export interface TracingOptions<C extends Charmcraft = Charmcraft> {
  /** Endpoint of the interface `certificate_transfer` that tells which authorities to trust. */
  readonly caRelationName?: CertificateEndpoint<C>;
  /** Certificates of the authorities to trust, in PEM. */
  readonly caData?: string;
}

/** Which version of the interface `certificate_transfer` this is. */
const CERTIFICATES_VERSION = 1;

/**
 * Keeps traces going to where a relation says, as the charm's `main()` has them
 * recorded with {@linkcode otlpTracing}.
 *
 * It asks the other side of the relation for a receiver of OTLP over HTTP, and
 * sends traces there. One of https is trusted by the certificates of another
 * relation, by those given, or else by those that the system trusts. With such a
 * relation, nothing is sent before it has certificates; traces wait until then.
 *
 * What goes wrong is written to Juju's log, and never fails a handler.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, Relation, State } from "@charmkit/ops/testing";
 * import { Tracing } from "@charmkit/ops/tracing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = {
 *   name: "web",
 *   requires: {
 *     "charm-tracing": { interface: "tracing", limit: 1, optional: true },
 *     "receive-ca-cert": {
 *       interface: "certificate_transfer",
 *       limit: 1,
 *       optional: true,
 *     },
 *   },
 * } as const satisfies ops.Charmcraft;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   readonly tracing = new Tracing(this, "charm-tracing", {
 *     caRelationName: "receive-ca-cert",
 *   });
 * }
 *
 * const tempo = new Relation("charm-tracing", { remoteAppName: "tempo" });
 * const ctx = new Context(WebCharm, charmcraft);
 * const state = new State({ leader: true, relations: [tempo] });
 * const out = await ctx.run(ctx.on.relationCreated(tempo), state);
 *
 * assertEquals(out.getRelation(tempo.id).localAppData, {
 *   receivers: '["otlp_http"]',
 * });
 * assertEquals(ctx.traceData.map(({ name }) => name).slice(0, 2), [
 *   "ops.main",
 *   "charm_tracing_relation_created: Tracing",
 * ]);
 * ```
 */
export class Tracing<C extends Charmcraft = Charmcraft>
  extends FrameworkObject {
  /** The charm that is traced. */
  readonly charm: CharmBase<C>;
  /** Endpoint of the interface `tracing` that says where traces go. */
  readonly tracingRelationName: TracingEndpoint<C>;
  /** Endpoint of the interface `certificate_transfer`, or null. */
  readonly caRelationName: CertificateEndpoint<C> | null;
  /** Certificates of the authorities to trust, in PEM, or null. */
  readonly caData: string | null;

  /**
   * Observes the relations; called in the charm's constructor.
   *
   * @param charm The charm.
   * @param tracingRelationName Endpoint of the interface `tracing`, with `limit: 1`.
   * @param options Where the certificates come from.
   * @throws {TypeError} If the metadata does not declare the endpoints so, or
   * both options are given.
   */
  constructor(
    charm: CharmBase<C>,
    tracingRelationName: TracingEndpoint<C>,
    options: TracingOptions<C> = {},
  ) {
    super(charm, tracingRelationName);
    const { caRelationName = null, caData = null } = options;
    if (caRelationName !== null && caData !== null) {
      throw new TypeError(
        'Cannot trust both "caRelationName" and "caData"; give one of them',
      );
    }
    this.charm = charm;
    this.tracingRelationName = tracingRelationName;
    this.caRelationName = caRelationName;
    this.caData = caData;
    assertRequires(charm.meta, tracingRelationName, {
      interface: "tracing",
      limit: 1,
    });
    if (caRelationName !== null) {
      assertRequires(charm.meta, caRelationName, {
        interface: "certificate_transfer",
      });
    }
    this.#observeAll();
  }

  /**
   * Does a piece of work inside a span of its own, which ends when the work does;
   * hook commands and calls of Pebble in it are inside that span. In a dispatch
   * that is not traced, the work is just done.
   *
   * Neither name nor attributes should hold what is secret.
   *
   * @example In a handler of a charm
   * ```ts ignore
   * const plan = this.tracing.span("render-config", () => this.#render());
   * await this.tracing.span("backup", () => this.#backup(), { kind: "full" });
   * ```
   *
   * @param name What is done, the same each time.
   * @param work What to do; it may be asynchronous.
   * @param attributes What is noted of it.
   * @returns What the work returns.
   */
  span<T>(name: string, work: () => T, attributes: SpanAttributes = {}): T {
    const { spans } = this.framework.context;
    return spans === null ? work() : spans.beside(name, attributes, work);
  }

  #observeAll(): void {
    const { on } = this.charm as unknown as CharmBase;
    const events: Parameters<typeof this.observe>[0][] = [
      on.start,
      on.upgradeCharm,
      on.leaderElected,
    ];
    for (const name of [this.tracingRelationName, this.caRelationName]) {
      if (name === null) continue;
      const { relationCreated, relationChanged, relationBroken } = on[name]!;
      events.push(relationCreated, relationChanged, relationBroken);
    }
    for (const event of events) this.observe(event, this.#reconcile);
  }

  #reconcile(_event: EventBase<EventData>): void {
    try {
      setDestination(this, this.#destination());
    } catch (error) {
      this.log.error("Cannot find out where traces go", error);
    }
  }

  #destination(): TraceDestination {
    const [relation] = this.#relations(this.tracingRelationName);
    const certificates = this.caRelationName === null
      ? []
      : this.#relations(this.caRelationName);
    this.#ask(relation, certificates);
    if (relation === undefined) return { url: null };
    const base = receiverUrl(databag(relation, relation.app)["receivers"]);
    if (base === null) return { url: null };
    const url = `${base.replace(/\/+$/, "")}/v1/traces`;
    if (!isHttpUrl(url)) {
      this.log.warning(
        `Cannot send traces: what relation ${relation} names is no URL of http or https`,
      );
      return { url: null };
    }
    if (!/^https:/i.test(url)) return { url };
    if (this.caRelationName === null) return { url, ca: this.caData };
    const ca = certificatesOf(certificates);
    return ca === "" ? { url: null } : { url, ca };
  }

  /** Says what this side understands, which is for the leader to say. */
  #ask(
    relation: Relation | undefined,
    certificates: readonly Relation[],
  ): void {
    if (relation === undefined && certificates.length === 0) return;
    if (!this.charm.unit.isLeader()) return;
    relation?.save({ receivers: [OTLP_HTTP] }, this.charm.app);
    for (const relation of certificates) {
      relation.save({ version: CERTIFICATES_VERSION }, this.charm.app);
    }
  }

  #relations(name: string): readonly Relation[] {
    return this.model.relations.get(name);
  }
}

function databag(
  { data }: Relation,
  of: Parameters<Relation["data"]["get"]>[0] | null,
): Record<string, string> {
  return of === null ? {} : data.get(of).toObject();
}

/** All certificates of all relations, in PEM; empty when there are none. */
function certificatesOf(relations: readonly Relation[]): string {
  const all = relations.flatMap((relation) =>
    transferredCertificates(
      databag(relation, relation.app),
      () => [...relation.units].map((unit) => databag(relation, unit)),
    )
  );
  return [...new Set(all)].sort().join("\n");
}
