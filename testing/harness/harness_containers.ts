import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import { SimulatedPebble } from "../../src/simulator/pebble/simulated_pebble.ts";
import { known } from "./known.ts";
import type { ContextFolders } from "../run/folders.ts";

/** The simulated Pebbles of a harness, one for each container of the metadata. */
export class HarnessContainers {
  readonly #charmcraft: Charmcraft;
  readonly #folders: ContextFolders;
  readonly #pebbles: Map<string, SimulatedPebble> = new Map();
  readonly #roots: Map<string, string> = new Map();

  /** Takes the metadata, and where folders are made. */
  constructor(charmcraft: Charmcraft, folders: ContextFolders) {
    this.#charmcraft = charmcraft;
    this.#folders = folders;
  }

  /** Names of the containers. */
  get names(): readonly string[] {
    return Object.keys(this.#charmcraft.containers ?? {});
  }

  /**
   * The Pebble of a container, which can't be reached at first.
   *
   * @throws {TypeError} If the metadata declares no such container.
   */
  get(name: string): SimulatedPebble {
    const pebble = this.#pebbles.get(name);
    if (pebble !== undefined) return pebble;
    const { containers } = this.#charmcraft;
    known("container", name, containers);
    const made = new SimulatedPebble({
      canConnect: false,
      socketPath: `/charm/containers/${name}/pebble.socket`,
      connectHint: `did you forget "containerPebbleReady", "setCanConnect" ` +
        `or "beginWithInitialHooks" of Harness?`,
      execHint: `give it one with "handleExec" of Harness`,
      inventUsers: true,
    });
    this.#pebbles.set(name, made);
    return made;
  }

  /** The folder of this machine that is `/` of the container from now on. */
  root(name: string): string {
    const pebble = this.get(name);
    let root = this.#roots.get(name);
    if (root === undefined) {
      root = this.#folders.make(`${this.#folders.base}/containers/${name}`);
      pebble.files.moveTo(root);
      this.#roots.set(name, root);
    }
    return root;
  }

  /** Lets all containers that mount a storage see an instance of it. */
  mount(id: string, source: string): void {
    for (const [container, location] of this.#mounts(id)) {
      this.get(container).files.mount({ location, source });
    }
  }

  /** Ends what `mount` did. */
  unmount(id: string): void {
    for (const [container, location] of this.#mounts(id)) {
      this.get(container).files.unmount(location);
    }
  }

  /** Which containers see an instance of a storage, and where. */
  #mounts(id: string): [container: string, location: string][] {
    const { containers = {}, storage = {} } = this.#charmcraft;
    const [name = "", index = ""] = id.split("/");
    // Of a storage with several instances, each has a folder of its own.
    const below = storage[name]?.multiple === undefined ? "" : `/${index}`;
    return Object.entries(containers).flatMap(([container, { mounts }]) =>
      (mounts ?? [])
        .filter((mount) => mount.storage === name)
        .flatMap(({ location }): [string, string][] =>
          location === undefined
            ? []
            : [[container, `${location.replace(/\/+$/, "")}${below}`]]
        )
    );
  }
}
