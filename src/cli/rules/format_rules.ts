import { entriesOf, memberOf } from "../plain_map.ts";
import type { Report, Sections } from "./rule.ts";

/** Keys of the two formats of metadata.yaml, which exclude each other. */
const OLD_KEYS = ["series", "deployment", "min-juju-version"];
const NEW_KEYS = ["containers", "assumes", "charm-user"];

/**
 * The format: `series` makes it the old one, which has no containers; without
 * it the format is the new one, since a packed charm has a manifest.
 */
export function checkFormat({ metadata }: Sections, report: Report): void {
  const has = (key: string) => memberOf(metadata, key) !== undefined;
  const series = memberOf(metadata, "series");
  const isOld = Array.isArray(series) && series.length > 0;
  for (const key of isOld ? NEW_KEYS : []) {
    if (has(key)) report([key], 'not allowed beside "series"; remove one');
  }
  for (const key of isOld ? [] : OLD_KEYS.slice(1)) {
    if (!has(key)) continue;
    report([key], "not allowed in a charm with a manifest; use assumes");
  }
  if (!isOld && has("series") && NEW_KEYS.some(has)) {
    report(["series"], "not allowed in a charm with a manifest; remove it");
  }
  if (!isOld) return;
  for (const [index, name] of series.entries()) {
    if (typeof name !== "string" || /^[a-z]+(?:[a-z0-9]+)?$/.test(name)) {
      continue;
    }
    report(
      ["series", index],
      `expected a series such as "jammy", got "${name}"`,
    );
  }
  if (has("deployment") && series[0] !== "kubernetes") {
    report(["deployment"], 'only allowed with the series "kubernetes"');
  }
  const juju = memberOf(metadata, "min-juju-version");
  if (typeof juju === "string" && !isVersion(juju, { isStrict: true })) {
    report(
      ["min-juju-version"],
      `expected a version such as "3.6.0", got "${juju}"`,
    );
  }
}

/** Features that the charm asks for: their versions. */
export function checkAssumes({ metadata }: Sections, report: Report): void {
  const walk = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) {
        walk(entry, [...path, index]);
      }
    } else if (typeof value === "string") {
      const version = /(?:>=|<)\s*(\S+)\s*$/.exec(value)?.[1];
      if (version === undefined || isVersion(version)) return;
      report(path, `expected a version such as "3.6", got "${version}"`);
    } else {
      for (const [key, entry] of entriesOf(value)) walk(entry, [...path, key]);
    }
  };
  walk(memberOf(metadata, "assumes"), ["assumes"]);
}

/** Juju's versions: `3.6`, `3.6.1`, `3.7-beta2`, `3.6.1.2`; major alone is loose. */
function isVersion(
  text: string,
  { isStrict = false }: { readonly isStrict?: boolean } = {},
): boolean {
  const found =
    /^\d{1,9}(?:\.\d{1,9}(?:-[a-z]+(\d{1,9})?|\.(\d{1,9}))?(?:\.\d{1,9})?)?$/
      .exec(text);
  if (found === null) return false;
  return !isStrict || (found[1] ?? found[2]) !== undefined;
}

/** Terms: `name`, `owner/name`, with a tenant before and a revision after. */
export function checkTerms({ metadata }: Sections, report: Report): void {
  const terms = memberOf(metadata, "terms");
  if (!Array.isArray(terms)) return;
  for (const [index, term] of terms.entries()) {
    if (typeof term !== "string" || isTerm(term)) continue;
    report(
      ["terms", index],
      `expected a term such as "name", "owner/name" or "name/2", got "${term}"`,
    );
  }
}

const TERM_NAME = /^[a-z](?:-?[a-z0-9]+)+$/;
const OWNER =
  /^[a-zA-Z0-9][a-zA-Z0-9.+-]*[a-zA-Z0-9](?:@[a-zA-Z0-9][a-zA-Z0-9.+-]*[a-zA-Z0-9])?$/;

function isTerm(text: string): boolean {
  const colon = text.indexOf(":");
  const tenant = colon < 0 ? "" : text.slice(0, colon);
  if (tenant !== "" && tenant !== "cs" && !TERM_NAME.test(tenant)) return false;
  const parts = text.slice(colon + 1).split("/");
  if (parts.length > 1 && /^[-+]?\d+$/.test(parts.at(-1) ?? "")) {
    if (Number(parts.pop()) < 0) return false;
  }
  const name = parts.pop() ?? "";
  const [owner, ...others] = parts;
  if (others.length > 0 || !TERM_NAME.test(name)) return false;
  return owner === undefined || owner === "" || OWNER.test(owner);
}

/** Payloads: the names of their classes. */
export function checkPayloads({ metadata }: Sections, report: Report): void {
  for (const [name] of entriesOf(memberOf(metadata, "payloads"))) {
    if (/^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name)) continue;
    report(
      ["payloads", name],
      "expected letters, digits and inner hyphens, a letter first",
    );
  }
}
