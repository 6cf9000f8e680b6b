import { basename, dirname, resolve } from "@std/path";
import { CliError } from "../cli_error.ts";
import { readDatabagFile, SILENT } from "./databag_file.ts";
import type { LocalApplication } from "./local_application.ts";
import type { RelationPlan } from "./local_run.ts";
import type { RemoteRelation } from "./remote_relation.ts";
import type { RelateTarget } from "./targets.ts";

/** How long a file has to rest before it is read: it may be half written. */
const REST_MS = 60;

/** Keeps the databags of relations as their files say, also when those change. */
export class RelationFiles implements AsyncDisposable {
  readonly #application: LocalApplication;
  readonly #watchers = new Map<RemoteRelation, Deno.FsWatcher>();
  readonly #watching = new Set<Promise<void>>();

  /** Begins without files. */
  constructor(application: LocalApplication) {
    this.#application = application;
  }

  /**
   * Relates the charm with an application that says what its file holds.
   *
   * @throws {CliError} If the file is not right, or the relation not possible.
   */
  async relate({ endpoint, app, file }: RelateTarget): Promise<void> {
    const bags = file === null ? SILENT : await readDatabagFile(file, app);
    const relation = this.#application.remote.relate(endpoint, app, bags);
    if (file !== null) this.watch(relation, file);
  }

  /** Reads the file again whenever it changes. */
  watch(relation: RemoteRelation, file: string): void {
    // The folder is watched, as an editor may put a new file in place.
    const watcher = Deno.watchFs(dirname(resolve(file)), { recursive: false });
    this.#watchers.set(relation, watcher);
    const watching = this.#follow(relation, file, watcher)
      .finally(() => this.#watching.delete(watching));
    this.#watching.add(watching);
  }

  /** Lets the file of a relation be. */
  forget(relation: RemoteRelation): void {
    close(this.#watchers.get(relation));
    this.#watchers.delete(relation);
  }

  /** Lets all files be. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const watcher of this.#watchers.values()) close(watcher);
    this.#watchers.clear();
    await Promise.all(this.#watching);
  }

  async #follow(
    relation: RemoteRelation,
    file: string,
    watcher: Deno.FsWatcher,
  ): Promise<void> {
    const name = basename(file);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reading: Promise<void> = Promise.resolve();
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      if (!paths.some((path) => basename(path) === name)) continue;
      clearTimeout(timer);
      timer = setTimeout(() => {
        reading = reading.then(() => this.#reload(relation, file));
      }, REST_MS);
    }
    clearTimeout(timer);
    await reading;
  }

  async #reload(relation: RemoteRelation, file: string): Promise<void> {
    const { remote, timeline } = this.#application;
    if (!this.#watchers.has(relation)) return;
    try {
      remote.replace(relation, await readDatabagFile(file, relation.app));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      const { message, details } = error;
      timeline.note(
        `${[message, ...details].join("; ")}; its relation stays as it was`,
      );
      return;
    }
    this.#application.wake();
  }
}

function close(watcher: Deno.FsWatcher | undefined): void {
  try {
    watcher?.close();
  } catch {
    // Closing twice is fine.
  }
}

/**
 * Reads what the relations of the beginning say.
 *
 * @throws {CliError} If a file is not right.
 */
export async function readPlans(
  targets: readonly RelateTarget[],
): Promise<RelationPlan[]> {
  const plans: RelationPlan[] = [];
  for (const { endpoint, app, file } of targets) {
    const bags = file === null ? SILENT : await readDatabagFile(file, app);
    plans.push({ endpoint, app, bags });
  }
  return plans;
}
