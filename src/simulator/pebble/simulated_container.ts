import { pathText } from "../../pebble/_arguments.ts";
import { checkExecArguments } from "../../pebble/exec_arguments.ts";
import type { ExecOptions, ExecProcess } from "../../pebble/exec_process.ts";
import type { FileInfo } from "../../pebble/file_info.ts";
import type {
  CallOptions,
  ListFilesOptions,
  MakeDirOptions,
  PullOptions,
  PushOptions,
  PushSource,
  RemovePathOptions,
} from "../../pebble/pebble_client.ts";
import type { PulledFile } from "../../pebble/pulled_file.ts";
import { execRequest } from "./exec_request.ts";
import { MemoryFile, readSource } from "./memory_file.ts";
import { SimulatedParts } from "./simulated_parts.ts";
import { SimulatedProcess } from "./simulated_process.ts";

/** The calls of a simulated Pebble that are about its container. */
export class SimulatedContainer extends SimulatedParts {
  async pull(
    path: string | URL,
    options: PullOptions = {},
  ): Promise<PulledFile> {
    await this.connect(options);
    const bytes = this.files.read(pathText(path));
    return new MemoryFile(bytes, options.encoding ?? "utf-8");
  }

  async push(
    path: string | URL,
    source: PushSource,
    options: PushOptions = {},
  ): Promise<void> {
    const name = pathText(path);
    await this.connect(options);
    const bytes = await readSource(source);
    this.files.write(name, bytes, options);
  }

  async listFiles(
    path: string | URL,
    options: ListFilesOptions = {},
  ): Promise<FileInfo[]> {
    await this.connect();
    return this.files.list(pathText(path), options);
  }

  async makeDir(
    path: string | URL,
    options: MakeDirOptions = {},
  ): Promise<void> {
    await this.connect();
    this.files.makeDir(pathText(path), options);
  }

  async removePath(
    path: string | URL,
    options: RemovePathOptions = {},
  ): Promise<void> {
    await this.connect();
    this.files.remove(pathText(path), options);
  }

  exec(
    command: readonly string[],
    options?: ExecOptions<string>,
  ): Promise<ExecProcess<string>>;
  exec(
    command: readonly string[],
    options: ExecOptions<Uint8Array>,
  ): Promise<ExecProcess<Uint8Array>>;
  async exec<T extends string | Uint8Array>(
    command: readonly string[],
    options: ExecOptions<T> = {},
  ): Promise<ExecProcess<T>> {
    checkExecArguments(command, options);
    await this.connect(options);
    const services = this.plan.dict.services ?? {};
    const exec = this.execs.start(execRequest(command, options), services);
    const { width, height } = options;
    if (width && height) exec.command.size = { width, height };
    const change = () => this.changes.get(exec.changeId);
    return new SimulatedProcess<T>(exec, options, change);
  }

  /**
   * Every call waits for this, so that no answer comes at once.
   *
   * @throws {ConnectionError} If it doesn't answer.
   */
  async connect({ signal }: CallOptions = {}): Promise<void> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.requireConnection();
  }
}
