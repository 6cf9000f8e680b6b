import { Client } from "../../pebble/client.ts";
import type { Notice } from "../../pebble/notice.ts";
import type { HookEvent } from "../../simulator/hook_event.ts";

/** Pause between two polls; Juju's own is 5 s, which is long to wait for. */
const POLL_MS = 500;

/**
 * Watches the Pebble of a container as the unit agent does: a new boot id is
 * pebble-ready (JEV-15), notices are their hooks (JEV-16).
 */
export class PebbleWatcher implements AsyncDisposable {
  /** Name of the container. */
  readonly container: string;
  /** Whether its last pebble-ready failed. */
  hasFailed = false;

  readonly #client: Client;
  readonly #onEvent: (event: HookEvent) => void;
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #bootId = "";
  #after: string | undefined;

  /** Starts to watch at once. */
  constructor(
    container: string,
    socketPath: string,
    onEvent: (event: HookEvent) => void,
  ) {
    this.container = container;
    this.#onEvent = onEvent;
    this.#client = new Client(socketPath);
    this.#watching = this.#watch();
  }

  /** Whether pebble-ready was told for the Pebble that runs now. */
  get isReady(): boolean {
    return this.#bootId !== "";
  }

  /** Tells of pebble-ready again, as Juju does after a failed one (JDP-09). */
  offerAgain(): void {
    this.#bootId = "";
    this.hasFailed = false;
  }

  /** Stops watching. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    this.#client.close();
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#poll();
      } catch {
        // A Pebble that does not answer is asked again.
      }
      await pause(POLL_MS, this.#stop.signal);
    }
  }

  async #poll(): Promise<void> {
    const { bootId } = await this.#client.getSystemInfo();
    const { container } = this;
    if (bootId !== this.#bootId) {
      this.#bootId = bootId;
      this.#onEvent({ kind: "pebble-ready", container });
    }
    const notices = await this.#client.getNotices({
      types: ["custom", "change-update"],
      ...this.#after === undefined ? {} : { after: this.#after },
    });
    for (const notice of notices) {
      this.#after = notice.lastRepeatedText;
      const event = await this.#eventOf(notice);
      if (event !== null) this.#onEvent(event);
    }
  }

  async #eventOf(notice: Notice): Promise<HookEvent | null> {
    const { container } = this;
    const { id, key, type, lastData } = notice;
    if (type === "custom") {
      return {
        kind: "pebble-custom-notice",
        container,
        noticeId: id,
        noticeType: type,
        noticeKey: key,
      };
    }
    const checkName = lastData["check-name"];
    if (checkName === undefined) return null;
    const { status } = await this.#client.getChange(key);
    if (lastData["kind"] === "perform-check" && status === "Error") {
      return { kind: "pebble-check-failed", container, checkName };
    }
    if (lastData["kind"] === "recover-check" && status === "Done") {
      return { kind: "pebble-check-recovered", container, checkName };
    }
    return null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener("abort", done);
  });
}
