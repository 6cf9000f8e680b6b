import { Fields } from "./_json.ts";
import { ProtocolError } from "./errors.ts";

/** What is at a path; another word if Pebble learns one. */
export type FileType =
  | "file"
  | "directory"
  | "symlink"
  | "socket"
  | "named-pipe"
  | "device"
  | "unknown"
  | (string & Record<never, never>);

/** What {@linkcode FileInfo} is made from. */
export interface FileInfoFields {
  /** Path in the container. */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** What is there. */
  readonly type: FileType;
  /** Size in bytes; `null` unless it is a regular file. */
  readonly size: number | null;
  /** Access bits such as `0o644`. */
  readonly permissions: number;
  /** When its content was last changed. */
  readonly lastModified: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly lastModifiedText?: string;
  /** User id of the owner. @default {null} */
  readonly userId?: number | null;
  /** User name of the owner. @default {null} */
  readonly user?: string | null;
  /** Group id of the owner. @default {null} */
  readonly groupId?: number | null;
  /** Group name of the owner. @default {null} */
  readonly group?: string | null;
}

/** An entry of a folder in a container, from `GET /v1/files?action=list`. */
export class FileInfo {
  /** Path in the container. */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** What is there; links in a folder are not followed. */
  readonly type: FileType;
  /** Size in bytes; `null` unless it is a regular file. */
  readonly size: number | null;
  /** Access bits such as `0o644`. */
  readonly permissions: number;
  /** When its content was last changed. */
  readonly lastModified: Date;
  /** The same as Pebble wrote it. */
  readonly lastModifiedText: string;
  /** User id of the owner, or `null`. */
  readonly userId: number | null;
  /** User name of the owner; `null` if the id has no name. */
  readonly user: string | null;
  /** Group id of the owner, or `null`. */
  readonly groupId: number | null;
  /** Group name of the owner; `null` if the id has no name. */
  readonly group: string | null;

  /** Takes the fields as they are. */
  constructor(fields: FileInfoFields) {
    this.path = fields.path;
    this.name = fields.name;
    this.type = fields.type;
    this.size = fields.size;
    this.permissions = fields.permissions;
    this.lastModified = fields.lastModified;
    this.lastModifiedText = fields.lastModifiedText ??
      fields.lastModified.toISOString();
    this.userId = fields.userId ?? null;
    this.user = fields.user ?? null;
    this.groupId = fields.groupId ?? null;
    this.group = fields.group ?? null;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): FileInfo {
    const fields = new Fields(json, "file");
    const permissions = fields.string("permissions");
    if (!/^[0-7]+$/.test(permissions)) {
      throw new ProtocolError(
        `Cannot read "permissions" of file: "${permissions}" is not octal`,
      );
    }
    const modified = fields.time("last-modified");
    return new FileInfo({
      path: fields.string("path"),
      name: fields.string("name"),
      type: fields.string("type"),
      size: fields.optionalNumber("size"),
      permissions: parseInt(permissions, 8),
      lastModified: modified.date,
      lastModifiedText: modified.text,
      userId: fields.optionalNumber("user-id"),
      user: fields.optionalString("user") || null,
      groupId: fields.optionalNumber("group-id"),
      group: fields.optionalString("group") || null,
    });
  }

  /** A form for logs. */
  toString(): string {
    return `FileInfo(${this.path}, ${this.type}, ` +
      `${this.permissions.toString(8).padStart(3, "0")})`;
  }
}
