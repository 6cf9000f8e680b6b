/** The protocol that this framework sends traces by, as the interface `tracing` calls it. */
export const OTLP_HTTP = "otlp_http";

/**
 * The URL that the provider of an interface `tracing` names for a protocol, in
 * the `receivers` of its application's databag; null when there is none.
 *
 * Source: the interface `tracing` v2 of charm-relation-interfaces.
 *
 * @param receivers JSON: a list of `{ "protocol": { "name", "type" }, "url" }`.
 * What is not like that is left out.
 */
export function receiverUrl(
  receivers: string | undefined,
  protocol: string = OTLP_HTTP,
): string | null {
  for (const receiver of listOf(receivers)) {
    if (!isObject(receiver) || !isObject(receiver.protocol)) continue;
    if (receiver.protocol.name !== protocol) continue;
    if (typeof receiver.url === "string") return receiver.url;
  }
  return null;
}

/**
 * The certificates that the provider of an interface `certificate_transfer`
 * shows, each in PEM, sorted and without repetition.
 *
 * Version 1 has them in the application's databag; version 0 has a chain, and
 * the authority, in that of a unit.
 *
 * Source: the interface `certificate_transfer` of charm-relation-interfaces.
 *
 * @param app The application's databag.
 * @param units The databags of its units, asked for only if they matter.
 */
export function transferredCertificates(
  app: Readonly<Record<string, string>>,
  units: () => readonly Readonly<Record<string, string>>[],
): string[] {
  const ofApp = pemBlocks(app.certificates);
  const all = ofApp.length > 0 ? ofApp : units().flatMap(
    ({ chain, ca }) => [...pemBlocks(chain), ...pemBlocks(ca)],
  );
  return [...new Set(all)].sort();
}

/** Certificates in a text: a JSON list, a JSON text, or PEM itself. */
function pemBlocks(text: string | undefined): string[] {
  const value = parsed(text);
  const texts = Array.isArray(value) ? value : [value ?? text];
  return texts.filter((text) => typeof text === "string").flatMap((text) =>
    text.match(
      /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g,
    ) ?? []
  );
}

function listOf(json: string | undefined): unknown[] {
  const value = parsed(json);
  return Array.isArray(value) ? value : [];
}

/** The value of a JSON text; undefined if it is none. What is wrong is not told: it is of others. */
function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
