import type { ModelState } from "./model_state.ts";
import {
  ALL_ENDPOINTS,
  formatPortSpan,
  OpenedPorts,
  type PortSpan,
} from "./port_range.ts";
import { fail } from "./refusal.ts";
import { quote } from "./tools/go_text.ts";

/** Ports of the unit; opening and closing wait for the flush. */
export class PortsView {
  readonly #state: ModelState;
  /** What the run opens and closes, by endpoint. */
  #opens: OpenedPorts | undefined;
  #closes: OpenedPorts | undefined;

  /** Begins with what is open. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /**
   * What is open, with this run's changes (JHT-09). What is open for all
   * endpoints and was closed for one is shown as it was: only the controller
   * works out what is left of it.
   */
  list(): ReturnType<OpenedPorts["list"]> {
    return this.#merged((ports, span, endpoints) =>
      ports.remove(span, endpoints)
    ).list();
  }

  /**
   * Opens a range.
   *
   * @throws {Refusal} If it conflicts, or Kubernetes has no ranges (JHT-08).
   */
  open(span: PortSpan, endpoints: readonly string[]): void {
    this.#checkRange(span);
    this.#closes?.remove(span, endpoints);
    this.#checkConflict("open", span, this.#opens);
    const { openedPorts } = this.#state;
    const missing = endpoints.filter((name) => !openedPorts.has(span, name));
    if (missing.length > 0) {
      (this.#opens ??= new OpenedPorts()).open(span, missing);
    }
  }

  /**
   * Closes a range; one that is not open is fine.
   *
   * @throws {Refusal} If it is a part of another, or Kubernetes has no ranges.
   */
  close(span: PortSpan, endpoints: readonly string[]): void {
    this.#checkRange(span);
    this.#opens?.remove(span, endpoints);
    this.#checkConflict("close", span, this.#closes);
    if (this.#state.openedPorts.isEmpty) return;
    (this.#closes ??= new OpenedPorts()).open(span, endpoints);
  }

  /** Kubernetes refuses icmp only now, and an unknown endpoint is found. */
  checkFlush(): void {
    const { substrate } = this.#state;
    for (
      const [what, ports] of [
        ["open", this.#opens],
        ["close", this.#closes],
      ] as const
    ) {
      for (const { span, endpoints } of ports?.list() ?? []) {
        if (substrate === "kubernetes" && span.protocol === "icmp") {
          fail("protocol icmp not supported for k8s applications");
        }
        const unknown = endpoints.find((name) => !this.#knows(name));
        if (unknown !== undefined) {
          fail(
            `${what} port range: endpoint ${quote(unknown)} for unit ${
              quote(this.#state.unit)
            } not found`,
          );
        }
      }
    }
  }

  /** Keeps this run's changes. */
  flush(): void {
    if (this.#opens === undefined && this.#closes === undefined) return;
    const all = this.#state.endpoints();
    this.#state.openedPorts = this.#merged((ports, span, endpoints) =>
      ports.close(span, endpoints, all)
    );
    this.#opens = undefined;
    this.#closes = undefined;
  }

  #merged(
    close: (
      ports: OpenedPorts,
      span: PortSpan,
      endpoints: readonly string[],
    ) => void,
  ): OpenedPorts {
    const { openedPorts } = this.#state;
    if (this.#opens === undefined && this.#closes === undefined) {
      return openedPorts;
    }
    const merged = openedPorts.clone();
    for (const { span, endpoints } of this.#opens?.list() ?? []) {
      merged.open(span, endpoints);
    }
    for (const { span, endpoints } of this.#closes?.list() ?? []) {
      close(merged, span, endpoints);
    }
    return merged;
  }

  #knows(endpoint: string): boolean {
    return endpoint === ALL_ENDPOINTS || endpoint === "juju-info" ||
      this.#state.roleOf(endpoint) !== undefined ||
      Object.hasOwn(this.#state.charmcraft["extra-bindings"] ?? {}, endpoint);
  }

  #checkRange(span: PortSpan): void {
    if (this.#state.substrate === "kubernetes" && span.from !== span.to) {
      fail(
        "port ranges are not supported for k8s applications, please specify a single port",
      );
    }
  }

  /** What the run asked for earlier is looked at first, then what is open. */
  #checkConflict(
    what: string,
    span: PortSpan,
    pending: OpenedPorts | undefined,
  ): void {
    const earlier = pending?.conflict(span);
    const other = earlier ?? this.#state.openedPorts.conflict(span);
    if (other === undefined) return;
    const unit = `(unit ${quote(this.#state.unit)})`;
    const when = earlier === undefined ? "" : " requested earlier";
    fail(
      `cannot ${what} ${formatPortSpan(span)} ${unit}: port range conflicts ` +
        `with ${formatPortSpan(other)} ${unit}${when}`,
    );
  }
}
