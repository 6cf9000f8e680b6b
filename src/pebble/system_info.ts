import { Fields } from "./_json.ts";

/** What {@linkcode SystemInfo} is made from. */
export interface SystemInfoFields {
  /** Version of Pebble, such as `"v1.32.1"`. */
  readonly version: string;
  /** Differs after each start of the machine or container. */
  readonly bootId: string;
  /** Where the daemon listens for HTTP over TCP. @default {null} */
  readonly httpAddress?: string | null;
  /** Where the daemon listens for HTTPS. @default {null} */
  readonly httpsAddress?: string | null;
}

/** What a Pebble daemon says about itself, from `GET /v1/system-info`. */
export class SystemInfo implements Required<SystemInfoFields> {
  /** Version of Pebble, such as `"v1.32.1"`. */
  readonly version: string;
  /** Differs after each start of the machine or container. */
  readonly bootId: string;
  /** Where the daemon listens for HTTP over TCP, or `null`. */
  readonly httpAddress: string | null;
  /** Where the daemon listens for HTTPS, or `null`. */
  readonly httpsAddress: string | null;

  /** Takes the fields as they are. */
  constructor(fields: SystemInfoFields) {
    this.version = fields.version;
    this.bootId = fields.bootId;
    this.httpAddress = fields.httpAddress ?? null;
    this.httpsAddress = fields.httpsAddress ?? null;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If it has no version.
   */
  static fromDict(json: unknown): SystemInfo {
    const fields = new Fields(json, "system info");
    return new SystemInfo({
      version: fields.string("version"),
      bootId: fields.optionalString("boot-id") ?? "",
      httpAddress: fields.optionalString("http-address"),
      httpsAddress: fields.optionalString("https-address"),
    });
  }

  /** A form for logs. */
  toString(): string {
    return `SystemInfo(${this.version})`;
  }
}
