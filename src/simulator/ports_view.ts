import { fail, Refusal } from "./refusal.ts";
import type { ModelState } from "./model_state.ts";
import {
  formatPortSpan,
  type OpenedPorts,
  type PortSpan,
} from "./port_range.ts";

/** Ports of the unit; opening and closing wait for the flush. */
export class PortsView {
  readonly #state: ModelState;
  #pending: OpenedPorts | undefined;
  #opensIcmp = false;

  /** Begins with what is open. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /** What is open, with this run's changes (JHT-09). */
  list(): ReturnType<OpenedPorts["list"]> {
    return (this.#pending ?? this.#state.openedPorts).list();
  }

  /**
   * Opens a range.
   *
   * @throws {Refusal} If it conflicts, or Kubernetes has no ranges (JHT-08).
   */
  open(span: PortSpan, endpoints: readonly string[]): void {
    const kubernetes = this.#state.substrate === "kubernetes";
    if (kubernetes && span.from !== span.to) {
      fail(
        "port ranges are not supported for k8s applications, please specify a single port",
      );
    }
    const ports = this.#write();
    const other = ports.conflict(span);
    if (other !== undefined) {
      const unit = `(unit "${this.#state.unit}")`;
      fail(
        `cannot open ${
          formatPortSpan(span)
        } ${unit}: port range conflicts with ` +
          `${formatPortSpan(other)} ${unit}`,
      );
    }
    ports.open(span, endpoints);
    if (span.protocol === "icmp") this.#opensIcmp = true;
  }

  /** Closes a range; one that is not open is fine. */
  close(span: PortSpan, endpoints: readonly string[]): void {
    this.#write().close(span, endpoints, this.#state.endpoints());
  }

  /** Kubernetes refuses icmp only now (JHT-08). */
  checkFlush(): void {
    if (this.#opensIcmp && this.#state.substrate === "kubernetes") {
      throw new Refusal(1, "protocol icmp not supported for k8s applications");
    }
  }

  /** Keeps this run's changes. */
  flush(): void {
    if (this.#pending !== undefined) this.#state.openedPorts = this.#pending;
    this.#pending = undefined;
  }

  #write(): OpenedPorts {
    return this.#pending ??= this.#state.openedPorts.clone();
  }
}
