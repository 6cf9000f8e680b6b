import { quote } from "./tools/go_text.ts";
import { refuse } from "./refusal.ts";

/** A port, a range of ports, or icmp. */
export interface PortSpan {
  /** `"tcp"`, `"udp"` or `"icmp"`. */
  readonly protocol: string;
  /** First port; -1 for icmp. */
  readonly from: number;
  /** Last port; -1 for icmp. */
  readonly to: number;
}

/** The key of ports that are open for every endpoint. */
export const ALL_ENDPOINTS = "";

/** As `opened-ports` shows it: `80/tcp`, `8080-8088/udp`, `icmp`. */
export function formatPortSpan(span: PortSpan): string {
  if (span.protocol === "icmp") return "icmp";
  return span.from === span.to
    ? `${span.from}/${span.protocol}`
    : `${span.from}-${span.to}/${span.protocol}`;
}

/**
 * Reads what `open-port` takes.
 *
 * @throws {Refusal} With the text of `open-port` (JHT-08); port 0 is fine.
 */
export function parsePortSpan(text: string): PortSpan {
  const spec = text.toLowerCase();
  if (spec === "icmp" || spec === "icmp/icmp") {
    return { protocol: "icmp", from: -1, to: -1 };
  }
  const [ports = "", protocol = "tcp", ...more] = spec.split("/");
  if (more.length > 0 || !["tcp", "udp", "icmp"].includes(protocol)) {
    refuse(
      `invalid protocol ${
        quote([protocol, ...more].join("/"))
      }, expected "tcp", "udp", or "icmp"`,
    );
  }
  const [first = "", ...rest] = ports.split("-");
  const from = parsePort(first);
  const to = rest.length === 0 ? from : parsePort(rest.join("-"));
  if (from > 65_535 || to > 65_535) {
    refuse(
      `port range bounds must be between 0 and 65535, got ${from}-${to}`,
    );
  }
  if (from > to || protocol === "icmp") {
    refuse(`invalid port range ${from}-${to}/${protocol}`);
  }
  return { protocol, from, to };
}

function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) {
    refuse(
      `invalid port ${quote(text)}: strconv.Atoi: parsing ${
        quote(text)
      }: invalid syntax`,
    );
  }
  return Number(text);
}

function overlap(a: PortSpan, b: PortSpan): boolean {
  return a.protocol === b.protocol && a.from <= b.to && b.from <= a.to;
}

/** What a unit has open, by endpoint. */
export class OpenedPorts {
  readonly #byEndpoint = new Map<string, PortSpan[]>();

  /** A copy that can be changed without changing this one. */
  clone(): OpenedPorts {
    const copy = new OpenedPorts();
    for (const [endpoint, spans] of this.#byEndpoint) {
      copy.#byEndpoint.set(endpoint, [...spans]);
    }
    return copy;
  }

  /** Opens for the endpoints; what is open already stays as it is. */
  open(span: PortSpan, endpoints: readonly string[]): void {
    for (const endpoint of endpoints) {
      const spans = this.#byEndpoint.get(endpoint) ?? [];
      if (!spans.some((other) => same(other, span))) spans.push(span);
      this.#byEndpoint.set(endpoint, spans);
    }
  }

  /**
   * Closes for the endpoints; closing for all closes it everywhere, and closing
   * for one what is open for all leaves it open for the others.
   *
   * @param others Names of all endpoints, which "all" stands for.
   */
  close(
    span: PortSpan,
    endpoints: readonly string[],
    others: readonly string[],
  ): void {
    if (endpoints.includes(ALL_ENDPOINTS)) {
      for (const endpoint of [...this.#byEndpoint.keys()]) {
        this.#remove(span, endpoint);
      }
      return;
    }
    if (this.has(span, ALL_ENDPOINTS)) {
      this.#remove(span, ALL_ENDPOINTS);
      this.open(span, others.filter((name) => !endpoints.includes(name)));
    }
    for (const endpoint of endpoints) this.#remove(span, endpoint);
  }

  /** The first open range that overlaps this one without being it. */
  conflict(span: PortSpan): PortSpan | undefined {
    return [...this.#byEndpoint.values()].flat()
      .find((other) => overlap(other, span) && !same(other, span));
  }

  /** Ranges with their endpoints, sorted by protocol and port. */
  list(): { readonly span: PortSpan; readonly endpoints: string[] }[] {
    const found = new Map<string, { span: PortSpan; endpoints: string[] }>();
    for (const [endpoint, spans] of this.#byEndpoint) {
      for (const span of spans) {
        const entry = found.get(formatPortSpan(span)) ??
          { span, endpoints: [] };
        entry.endpoints.push(endpoint);
        found.set(formatPortSpan(span), entry);
      }
    }
    return [...found.values()]
      .map(({ span, endpoints }) => ({ span, endpoints: endpoints.sort() }))
      .sort(({ span: a }, { span: b }) =>
        a.protocol === b.protocol
          ? a.from - b.from || a.to - b.to
          : a.protocol < b.protocol
          ? -1
          : 1
      );
  }

  /** Whether nothing is open. */
  get isEmpty(): boolean {
    return this.#byEndpoint.size === 0;
  }

  /** Whether this very range is open for an endpoint. */
  has(span: PortSpan, endpoint: string): boolean {
    return this.#byEndpoint.get(endpoint)?.some((o) => same(o, span)) ?? false;
  }

  /** Takes this very range away from endpoints, and from no others. */
  remove(span: PortSpan, endpoints: readonly string[]): void {
    for (const endpoint of endpoints) this.#remove(span, endpoint);
  }

  #remove(span: PortSpan, endpoint: string): void {
    const left = (this.#byEndpoint.get(endpoint) ?? [])
      .filter((other) => !same(other, span));
    if (left.length === 0) this.#byEndpoint.delete(endpoint);
    else this.#byEndpoint.set(endpoint, left);
  }
}

function same(a: PortSpan, b: PortSpan): boolean {
  return a.protocol === b.protocol && a.from === b.from && a.to === b.to;
}
