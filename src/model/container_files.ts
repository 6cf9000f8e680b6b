import type { FileContent } from "../pebble/ensure_file.ts";
import { APIError } from "../pebble/errors.ts";
import type { FileInfo } from "../pebble/file_info.ts";
import type {
  CallOptions,
  ListFilesOptions,
  MakeDirOptions,
  PebbleClient,
  PullOptions,
  PushOptions,
  PushSource,
  RemovePathOptions,
} from "../pebble/pebble_client.ts";
import type { PulledFile } from "../pebble/pulled_file.ts";
import type { ContainerLog } from "./container_log.ts";

/** The files of a workload container; a `Container` is one of these. */
export class ContainerFiles {
  /** The client, for what this class doesn't offer. */
  readonly pebble: PebbleClient;
  readonly #logger: ContainerLog | undefined;

  /** Takes the client of its Pebble, and where to log. */
  constructor(
    client: PebbleClient,
    options: { readonly logger?: ContainerLog } = {},
  ) {
    this.pebble = client;
    this.#logger = options.logger;
  }

  /**
   * Reads a file.
   *
   * @throws {PathError} If the path is not a file that can be read.
   */
  async pull(path: string | URL, options?: PullOptions): Promise<PulledFile> {
    return await this.pebble.pull(path, options);
  }

  /**
   * Writes a file.
   *
   * @throws {PathError} If it can't be written.
   */
  async push(
    path: string | URL,
    source: PushSource,
    options?: PushOptions,
  ): Promise<void> {
    await this.pebble.push(path, source, options);
  }

  /**
   * Entries of a folder by name, or the one of a file.
   *
   * @throws {APIError} 404 if there is nothing at the path.
   */
  async listFiles(
    path: string | URL,
    options?: ListFilesOptions,
  ): Promise<FileInfo[]> {
    return await this.pebble.listFiles(path, options);
  }

  /**
   * Whether there is anything at a path; a link to nothing is nothing.
   *
   * @throws {APIError} 400 if the path is relative or leads through a file.
   */
  async exists(path: string | URL): Promise<boolean> {
    return await this.#entry(path) !== undefined;
  }

  /**
   * Whether there is a folder, or a link to one, at a path.
   *
   * @throws {APIError} 400 if the path is relative or leads through a file.
   */
  async isDir(path: string | URL): Promise<boolean> {
    return (await this.#entry(path))?.type === "directory";
  }

  /**
   * Makes a folder.
   *
   * @throws {PathError} If it can't be made.
   */
  async makeDir(path: string | URL, options?: MakeDirOptions): Promise<void> {
    await this.pebble.makeDir(path, options);
  }

  /**
   * Removes a file or a folder.
   *
   * @throws {PathError} If it can't be removed.
   */
  async removePath(
    path: string | URL,
    options?: RemovePathOptions,
  ): Promise<void> {
    await this.pebble.removePath(path, options);
  }

  /**
   * Writes a file unless it is already as `push` would leave it: the content,
   * the permissions (0644 where none are given), and as much of the owner as is
   * given.
   *
   * @example Usage
   * ```ts ignore
   * if (await container.ensureFile("/etc/web.conf", `listen ${port}\n`)) {
   *   await container.restart("web");
   * }
   * ```
   *
   * @param path Where the file is.
   * @param content Text, bytes, or a function that opens a source of them, so
   * that a large file is never in memory.
   * @param options As for `push`.
   * @returns Whether it was written.
   * @throws {PathError} If it can't be read or written.
   * @throws {APIError} 400 if the path is relative or leads through a file.
   */
  async ensureFile(
    path: string | URL,
    content: FileContent,
    options?: PushOptions,
  ): Promise<boolean> {
    const { ensureFile } = await import("../pebble/ensure_file.ts");
    return await ensureFile(this.pebble, path, content, options);
  }

  /**
   * Copies files and folders of this machine into the container.
   *
   * `/src/app` becomes `app` in the target; `/src/app/*` puts what is in it
   * right into the target. Permissions and the numbers of owners are kept.
   *
   * @param source One path, or several.
   * @param target Folder in the container; it need not exist.
   * @throws {MultiPushPullError} If some could not be copied; others were.
   */
  async pushPath(
    source: string | URL | Iterable<string | URL>,
    target: string | URL,
    options?: CallOptions,
  ): Promise<void> {
    const { pushPath } = await import("../pebble/push_path.ts");
    const onSkip = this.#onSkip("push_path");
    await pushPath(this.pebble, source, target, { ...options, onSkip });
  }

  /**
   * Copies files and folders of the container to this machine.
   *
   * `/var/log` becomes `log` in the target; `/var/log/*` puts what is in it
   * right into the target.
   *
   * @param source One path, or several; absolute.
   * @param target Folder of this machine; it need not exist.
   * @throws {MultiPushPullError} If some could not be copied; others were.
   */
  async pullPath(
    source: string | URL | Iterable<string | URL>,
    target: string | URL,
    options?: CallOptions,
  ): Promise<void> {
    const { pullPath } = await import("../pebble/pull_path.ts");
    const onSkip = this.#onSkip("pull_path");
    await pullPath(this.pebble, source, target, { ...options, onSkip });
  }

  #onSkip(method: string): (path: string) => void {
    return (path) =>
      this.#logger?.debug(`skipped unsupported file in ${method}: ${path}`);
  }

  async #entry(path: string | URL): Promise<FileInfo | undefined> {
    try {
      return (await this.pebble.listFiles(path, { itself: true }))[0];
    } catch (error) {
      if (error instanceof APIError && error.code === 404) return undefined;
      throw error;
    }
  }
}
