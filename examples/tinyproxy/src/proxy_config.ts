/** How the proxy is to run. */
export interface ProxyConfig {
  /** The TCP port that it listens on. */
  readonly port: number;
  /** IPv4 addresses and networks that may use it. */
  readonly allow: readonly string[];
}

/** A configuration, or what is wrong with the options. */
export type ParsedOptions =
  | { readonly config: ProxyConfig; readonly mistake?: undefined }
  | { readonly config?: undefined; readonly mistake: string };

/** Reads the charm's options. Nothing else gets into the file of tinyproxy. */
export function parseOptions(
  port: number,
  allowText: string,
): ParsedOptions {
  if (port < 1 || port > 65535) {
    return { mistake: `Invalid port ${port}; choose one from 1 to 65535` };
  }
  const allow = allowText.split(/\s+/).filter((word) => word !== "");
  // Without any, tinyproxy would serve everyone.
  if (allow.length === 0) {
    return { mistake: "Nobody may use the proxy; set allow" };
  }
  const wrong = allow.find((word) => !isNetwork(word));
  if (wrong !== undefined) {
    const found = JSON.stringify(wrong);
    return { mistake: `Invalid allow ${found}; write such as 10.0.0.0/8` };
  }
  return { config: { port, allow } };
}

/** An IPv4 address, or a network such as `10.0.0.0/8`. */
function isNetwork(word: string): boolean {
  const [address = "", bits = "32", ...more] = word.split("/");
  const bytes = address.split(".");
  return more.length === 0 && isNumber(bits, 32) && bytes.length === 4 &&
    bytes.every((byte) => isNumber(byte, 255));
}

function isNumber(text: string, most: number): boolean {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;
}

/** The text of tinyproxy.conf. Source: tinyproxy.conf(5). */
export function render({ port, allow }: ProxyConfig, pidFile: string): string {
  return `# Written by the charm; changes are lost.
Port ${port}
Listen 0.0.0.0
${allow.map((network) => `Allow ${network}\n`).join("")}PidFile "${pidFile}"
User nobody
Group nogroup
Syslog On
LogLevel Warning
Timeout 600
`;
}
