import type { PebbleClient } from "../../src/pebble/pebble_client.ts";
import type { Container } from "../state/container.ts";
import { readContainer } from "./containers.ts";
import { ContextPebble } from "./context_pebble.ts";
import type { History } from "./history.ts";
import {
  missingPebble,
  recordedPebble,
  type TouchedContainer,
} from "./recorded_pebble.ts";
import type { Recorder } from "./recorder.ts";

/** What the containers of a run need. */
export interface RunContainersOptions {
  /** What happens in the run. */
  readonly recorder: Recorder;
  /** Where commands are kept. */
  readonly history: History;
  /** Whether a Pebble that can't be reached answers nothing at all. */
  readonly strict: boolean;
  /** Called when the charm first asks for a container. */
  readonly onFirstUse: (container: string) => void;
}

/** The containers of one run; their Pebbles are made when the charm asks for them. */
export class RunContainers {
  /** The Pebbles that the charm has asked for. */
  readonly pebbles: Map<string, ContextPebble> = new Map();
  readonly #before: readonly Container[];
  readonly #options: RunContainersOptions;
  readonly #touched: Map<string, TouchedContainer> = new Map();

  /** Takes the containers of the state. */
  constructor(before: readonly Container[], options: RunContainersOptions) {
    this.#before = before;
    this.#options = options;
  }

  /** Containers in which the charm has written files. */
  get written(): ReadonlySet<string> {
    const written = new Set<string>();
    for (const [name, { files }] of this.#touched) if (files) written.add(name);
    return written;
  }

  /** The Pebble of a container. */
  client(name: string): PebbleClient {
    const container = this.#before.find((known) => known.name === name);
    if (container === undefined) {
      return missingPebble(name, this.#before.map(({ name }) => name));
    }
    const { recorder, history, strict, onFirstUse } = this.#options;
    onFirstUse(name);
    const pebble = new ContextPebble(container, { strict });
    const touched = { state: false, files: false, execs: 0 };
    this.pebbles.set(name, pebble);
    this.#touched.set(name, touched);
    const recording = { container: name, recorder, history };
    return recordedPebble(pebble, touched, recording);
  }

  /** The containers after the run: those that did not change are the same objects. */
  read(): readonly Container[] {
    if (![...this.#touched.values()].some(({ state }) => state)) {
      return this.#before;
    }
    return this.#before.map((container) =>
      this.#touched.get(container.name)?.state
        ? readContainer(container, this.pebbles.get(container.name)!)
        : container
    );
  }
}
