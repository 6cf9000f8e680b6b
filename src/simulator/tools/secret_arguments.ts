import { parse as parseYaml } from "@std/yaml";
import type { SecretRotate } from "../../hook_commands/types.ts";
import { isSecretKey } from "../../meta/juju_names.ts";
import { refuse } from "../refusal.ts";
import { encodeSecretValue } from "../secret_state.ts";
import type { SecretUpdate } from "../secrets_view.ts";
import { parseGoDuration, quote } from "./go_text.ts";
import type { HookToolCall, HookToolInvocation } from "./hook_tool_spec.ts";
import { reason } from "./input.ts";

const MAX_BYTES = 1_000_000;

/**
 * The bare id of `secret:ID`, `ID` or `secret://MODEL/ID` (JHT-00.19).
 *
 * Juju's own ids have no letters after "v"; those of tests may (QRK-26).
 *
 * @throws {Refusal} If it is nothing of these.
 */
export function parseSecretId(text: string): string {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
  if (scheme !== undefined && scheme !== "secret") {
    refuse(`secret URI scheme ${quote(scheme)} not valid`);
  }
  const id = /^(?:secret:(?:\/\/[^/]+\/)?)?([0-9a-z]{20})$/.exec(text)?.[1];
  return id ?? refuse(`secret URI ${quote(text)} not valid`);
}

/**
 * Reads flags and content of secret-add and secret-set.
 *
 * @throws {Refusal} With Juju's text (JHT-19, JLM-01).
 */
export function readSecretUpdate(
  { call, flag }: HookToolInvocation,
  pairs: readonly string[],
): SecretUpdate & { readonly owner: "application" | "unit" } {
  const expire = flag("expire");
  const instant = expire ? parseExpire(expire) : undefined;
  const rotate = flag("rotate");
  if (rotate !== undefined && rotate !== "" && !isRotate(rotate)) {
    refuse(`rotate policy ${quote(rotate)} not valid`);
  }
  const owner = flag("owner") ?? "application";
  if (owner !== "application" && owner !== "unit") {
    refuse(`secret owner ${quote(owner)} not valid`);
  }
  const content = readContent(call, pairs, flag("file"));
  checkSizes(content);
  const label = flag("label");
  const description = flag("description");
  return {
    owner,
    ...(Object.keys(content).length > 0 ? { content } : {}),
    ...(label ? { label } : {}),
    ...(description ? { description } : {}),
    ...(instant ? { expire: instant } : {}),
    ...(rotate ? { rotate } : {}),
  };
}

function readContent(
  call: HookToolCall,
  pairs: readonly string[],
  file: string | undefined,
): Record<string, string> {
  const content: Record<string, string> = {};
  for (const pair of pairs) {
    // A trailing "=" goes before the split, so no value can be empty.
    const trimmed = pair.replace(/=+$/, "");
    const equals = trimmed.indexOf("=");
    if (equals < 1) refuse(`key value ${quote(pair)} not valid`);
    // Padding of base64 at the end of the value is not a separator.
    const value = pair.slice(equals + 1);
    const [name = "", kind] = trimmed.slice(0, equals).split("#", 2);
    checkKey(name);
    if (kind === "base64") content[name] = value;
    else if (kind === "file") {
      content[name] = readFile(call, name, value).toBase64();
    } else if (kind === undefined) content[name] = encodeSecretValue(value);
    else refuse(`key ${quote(`${name}#${kind}`)} not valid`);
  }
  if (file) Object.assign(content, readContentFile(call, file));
  return content;
}

function readContentFile(
  call: HookToolCall,
  file: string,
): Record<string, string> {
  let text: string;
  try {
    text = new TextDecoder().decode(call.files.read(file));
  } catch (error) {
    refuse(`open ${file}: ${reason(error)}`);
  }
  let parsed: unknown;
  try {
    parsed = parseYaml(text, { schema: "failsafe" });
  } catch {
    // What the parser says would show the content.
    refuse(`secret content in file ${quote(file)} not valid`);
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) {
    refuse(`secret content in file ${quote(file)} not valid`);
  }
  const content: Record<string, string> = {};
  for (const [key, value] of Object.entries(parsed)) {
    const [name = "", kind] = key.split("#", 2);
    checkKey(name);
    if (value !== null && typeof value === "object") {
      refuse(`secret content in file ${quote(file)} not valid`);
    }
    const text = value === null ? "" : String(value);
    content[name] = kind === "base64" ? text : encodeSecretValue(text);
  }
  return content;
}

function readFile(call: HookToolCall, key: string, path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = call.files.read(path);
  } catch (error) {
    refuse(
      `reading content for secret key ${quote(key)}: open ${path}: ${
        reason(error)
      }`,
    );
  }
  if (bytes.toBase64().length > MAX_BYTES) {
    refuse(
      `secret content in file ${quote(path)} too large: ${bytes.length} bytes`,
    );
  }
  return bytes;
}

function checkKey(name: string): void {
  if (!isSecretKey(name)) refuse(`key ${quote(name)} not valid`);
}

function checkSizes(content: Readonly<Record<string, string>>): void {
  let total = 0;
  for (const [key, value] of Object.entries(content)) {
    if (value.length > MAX_BYTES) {
      refuse(
        `base64 encoded secret content for key ${
          quote(key)
        } too large: ${value.length} bytes`,
      );
    }
    total += value.length;
  }
  if (total > MAX_BYTES) {
    refuse(`base64 encoded secret content too large: ${total} bytes`);
  }
}

/** RFC 3339, the same without a zone (UTC), or a Go duration from now. */
function parseExpire(text: string): Date {
  const duration = parseGoDuration(text);
  if (duration !== undefined) {
    if (duration <= 0) {
      refuse(`negative expire duration ${quote(text)} not valid`);
    }
    return new Date(Date.now() + duration);
  }
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/
    .exec(text);
  const date = new Date(form?.[2] === undefined ? `${text}Z` : text);
  if (form === null || Number.isNaN(date.getTime())) {
    refuse(`expire time or duration ${quote(text)} not valid`);
  }
  return date;
}

function isRotate(text: string): text is SecretRotate {
  return [
    "never",
    "hourly",
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "yearly",
  ].includes(text);
}
