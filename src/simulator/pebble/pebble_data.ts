import type { ChangeFields } from "../../pebble/change.ts";
import type { CheckInfoFields } from "../../pebble/check_info.ts";
import type { FileType } from "../../pebble/file_info.ts";
import type { IdentityDict } from "../../pebble/identity.ts";
import type { LayerDict } from "../../pebble/layer.ts";
import type { LogEntryFields } from "../../pebble/log_entry.ts";
import type { NoticeFields } from "../../pebble/notice.ts";
import type { ServiceDict } from "../../pebble/service.ts";
import type { ServiceStatus } from "../../pebble/service_info.ts";
import type { SimulatedUser } from "./simulated_users.ts";

/** A service that was started at some time. */
export interface ServiceData {
  /** What it does. */
  readonly current: ServiceStatus;
  /** Since when. @default {now} */
  readonly since?: Date;
  /** How often it was started. @default {1 if it is active} */
  readonly startCount?: number;
  /** How it was configured when it was started. @default {as in the plan} */
  readonly config?: ServiceDict;
}

/** A file, folder or symbolic link of a simulated container. */
export interface FileData {
  /** Where it is; missing folders above it are made. */
  readonly path: string;
  /** What it is. @default {"file"} */
  readonly type?: FileType;
  /** What a file has. @default {""} */
  readonly content?: string | Uint8Array;
  /** Where a symbolic link leads. @default {""} */
  readonly target?: string;
  /** Access bits. @default {0o644, of a folder 0o755} */
  readonly permissions?: number;
  /** User id of the owner. @default {0} */
  readonly userId?: number;
  /** Group id of the owner. @default {0} */
  readonly groupId?: number;
  /** When it was last changed. @default {now} */
  readonly lastModified?: Date;
}

/** A file or folder of this machine that a simulated container sees. */
export interface MountData {
  /** Where the container sees it. */
  readonly location: string;
  /** Where it is on this machine. */
  readonly source: string;
}

/** All that a simulated Pebble knows, as plain data. */
export interface SimulatedPebbleData {
  /** Layers by label, in the order in which they are combined. */
  readonly layers?: Readonly<Record<string, LayerDict>>;
  /** Services that were started at some time, by name. */
  readonly services?: Readonly<Record<string, ServiceData>>;
  /**
   * Checks that are not as the layers would have them at the start. One that
   * the plan doesn't have is listed, too.
   */
  readonly checks?: readonly CheckInfoFields[];
  /** Notices, each with its id. */
  readonly notices?: readonly NoticeFields[];
  /** Files and folders. */
  readonly files?: readonly FileData[];
  /** Files and folders of this machine. */
  readonly mounts?: readonly MountData[];
  /** Users besides root. */
  readonly users?: readonly SimulatedUser[];
  /** Identities by name, with the hashes of their passwords. */
  readonly identities?: Readonly<Record<string, IdentityDict>>;
  /** What services wrote. */
  readonly logs?: readonly LogEntryFields[];
}

/** The same, complete, as it is read back. */
export interface SimulatedPebbleSnapshot extends Required<SimulatedPebbleData> {
  /** Changes, which can't be put back. */
  readonly changes: readonly ChangeFields[];
}
