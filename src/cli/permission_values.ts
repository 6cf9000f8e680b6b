import type { CharmPermissions } from "./deno_config.ts";

/** Facts about the system that Deno tells, each with a permission. */
const SYSTEM_FACTS: readonly string[] = [
  "cpus",
  "getPriority",
  "getegid",
  "gid",
  "homedir",
  "hostname",
  "inspector",
  "loadavg",
  "networkInterfaces",
  "osRelease",
  "osUptime",
  "setPriority",
  "statfs",
  "systemMemoryInfo",
  "uid",
  "userInfo",
  "username",
];

/** What a value of each kind is, for messages. */
const WORDS = {
  read: "a path",
  write: "a path",
  net: "a host",
  env: "a name",
  run: "a name or path",
  sys: "a fact about the system",
  ffi: "a path",
} as const satisfies Record<keyof CharmPermissions, string>;

/**
 * Tells what Deno would refuse as one value of a permission.
 *
 * Source: the parsers of its flags, `runtime/permissions/lib.rs` of
 * `github.com/denoland/deno`.
 *
 * @param kind The kind of permission.
 * @param value The value, as deno.json has it.
 * @returns What was expected; null if Deno takes it.
 */
export function permissionMistake(
  kind: keyof CharmPermissions,
  value: string,
): string | null {
  const words = WORDS[kind];
  if (value === "") return `expected ${words}`;
  // Deno 2.6 takes two commas for one in a path; others take none at all.
  if (value.includes(",")) {
    return `expected ${words} without commas, since Deno parts values by them`;
  }
  switch (kind) {
    case "net":
      return hostMistake(value);
    case "env":
      return value.includes("=") ? 'expected a name without "="' : null;
    case "sys":
      return SYSTEM_FACTS.includes(value)
        ? null
        : `expected one of ${SYSTEM_FACTS.join(", ")}`;
    default:
      return null;
  }
}

const HOST =
  'expected a host such as "api.example.com:443", "*.example.com", ' +
  '"10.0.0.0/8", "[::1]:8080" or "unix:/run/x.socket"';

function hostMistake(text: string): string | null {
  if (text.includes("://")) return "expected a host instead of a URL";
  if (text.startsWith("unix:")) {
    return text.startsWith("unix:/") ? null : HOST;
  }
  if (text.startsWith("vsock:")) {
    return /^vsock:-?\d+:\d+$/.test(text) ? null : HOST;
  }
  const [, host, port] = /^(\[.*\]|[^:]*)(?::([^:]*))?$/.exec(text) ?? [];
  if (host === undefined) return HOST;
  // A port alone is one of the machine's own.
  if (!isHost(host) && (host !== "" || port === undefined)) return HOST;
  return port === undefined || isPort(port)
    ? null
    : 'expected a port from 0 to 65535 behind ":"';
}

function isPort(text: string): boolean {
  return /^\+?\d+$/.test(text) && Number(text) <= 65535;
}

function isHost(text: string): boolean {
  if (text.startsWith("[")) {
    return /^\[[\da-f:.]+\]$/i.test(text) && URL.canParse(`http://${text}`);
  }
  const network = /^((?:\d+\.){3}\d+)\/(\d+)$/.exec(text);
  if (network !== null) {
    const [, address = "", bits] = network;
    return address.split(".").every((part) => Number(part) <= 255) &&
      Number(bits) <= 32;
  }
  const labels = text.replace(/^\*\./, "").replace(/\.$/, "").split(".");
  return labels.every((label) => /^[\w#-]{1,63}$/.test(label));
}
