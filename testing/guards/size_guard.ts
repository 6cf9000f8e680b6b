import type { GuardFinding } from "./context_checks.ts";
import type { GuardedRun } from "./guarded_run.ts";

/**
 * Juju's limits in bytes.
 *
 * Source: JLM-01, JLM-03 and JLM-04. That of databags is Juju 4's; Juju 3 has
 * one of its database, which is about as large.
 */
const LIMITS = {
  databag: 16_777_216,
  secret: 1_000_000,
  charmState: 2_097_152,
} as const;
const USUAL_PART = 0.8;

/** Looks for what is near a limit, or beyond. */
export function checkSizes(
  { state, charmStateBytes }: GuardedRun,
  given: boolean | number,
): GuardFinding[] {
  const part = typeof given === "number" ? given : USUAL_PART;
  const findings: GuardFinding[] = [];
  const check = (what: string, bytes: number, limit: number) => {
    if (bytes < limit * part) return;
    const percent = Math.round(bytes / limit * 100);
    findings.push({
      check: "sizeLimits",
      problem: `${what} has ${bytes} bytes, ${percent} % of Juju's limit`,
      advice: "keep large data elsewhere, such as in a storage or a resource",
    });
  };
  for (const { endpoint, id, localUnitData, localAppData } of state.relations) {
    const where = `of relation "${endpoint}:${id}"`;
    check(
      `the unit's databag ${where}`,
      bytesOf(localUnitData),
      LIMITS.databag,
    );
    check(
      `the application's databag ${where}`,
      bytesOf(localAppData),
      LIMITS.databag,
    );
  }
  for (const { id, label, owner, latestContent } of state.secrets) {
    if (owner === null) continue;
    check(
      `secret "${label ?? id}"`,
      base64BytesOf(latestContent),
      LIMITS.secret,
    );
  }
  check("the charm's state in Juju", charmStateBytes, LIMITS.charmState);
  return findings;
}

function bytesOf(data: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const key in data) bytes += utf8(key) + utf8(data[key]!);
  return bytes;
}

/** A secret's values count as base64. */
function base64BytesOf(content: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const value of Object.values(content)) {
    bytes += 4 * Math.ceil(utf8(value) / 3);
  }
  return bytes;
}

const ENCODER: TextEncoder = new TextEncoder();

function utf8(text: string): number {
  return ENCODER.encode(text).length;
}
