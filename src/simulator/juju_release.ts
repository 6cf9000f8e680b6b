import { JujuVersion } from "../backend/juju_version.ts";

/**
 * What one version of Juju does otherwise than another: all that the simulator
 * knows of versions is here.
 *
 * Source: spec items JHT-00.20, JFL-04, JFL-09, JEV-25, JEN-02, JLM-03, JLM-04,
 * read in branches 3.6 and 4.0 of Juju; and Juju's own issue 21294 on the
 * parameters of actions.
 */
export interface JujuRelease {
  /** The version as `JUJU_VERSION` has it. */
  readonly version: string;
  /** Variables of a dispatch that only some versions set. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a unit's databag is given a `private-address` (JFL-09). */
  readonly setsPrivateAddress: boolean;
  /** Most bytes of keys and values in one databag; null: no limit (JLM-03). */
  readonly maxDatabagBytes: number | null;
  /** Most bytes that `state-set` keeps; null: not enforced (JLM-04). */
  readonly maxCharmStateBytes: number | null;
  /** Whether several updates of a secret in one run are merged into one. */
  readonly mergesSecretUpdates: boolean;
  /**
   * Whether secrets are kept or refused together with all else of a flush;
   * otherwise they are kept first, and stay when the rest is refused (JFL-04).
   */
  readonly flushesAtOnce: boolean;
  /**
   * Whether an action that says nothing of `additionalProperties` takes
   * parameters that it does not name.
   */
  readonly takesUnknownParams: boolean;
  /** Whether `network-get` says which kind of address is missing (JHT-07). */
  readonly namesMissingAddress: boolean;
  /** Hooks that only some versions run. */
  readonly formerHooks: readonly FormerHook[];
}

/** Hooks that Juju 4 has no more; some were gone earlier. */
export const FORMER_HOOKS: readonly [
  "collect-metrics",
  "leader-settings-changed",
  "post-series-upgrade",
  "pre-series-upgrade",
] = [
  "collect-metrics",
  "leader-settings-changed",
  "post-series-upgrade",
  "pre-series-upgrade",
];

/** One of {@linkcode FORMER_HOOKS}. */
export type FormerHook = typeof FORMER_HOOKS[number];

/** The version that is simulated when none is named. */
export const DEFAULT_JUJU_VERSION = "3.6.28";

/**
 * What is special of a version.
 *
 * @param version Such as `"3.6.28"` or `"4.0.14"`.
 * @throws {SyntaxError} If it is not a version.
 */
export function jujuRelease(
  version: string = DEFAULT_JUJU_VERSION,
): JujuRelease {
  const known = RELEASES.get(version);
  if (known !== undefined) return known;
  const release = makeRelease(version);
  RELEASES.set(version, release);
  return release;
}

/**
 * Whether a version has a hook command, which is asked only of commands that
 * some version has.
 */
export function hasHookTool(release: JujuRelease, name: string): boolean {
  const { since, before } = TOOLS[name] ?? TOOLS[name.split("-")[0]!] ?? {};
  return (since === undefined || isAtLeast(release.version, since)) &&
    (before === undefined || !isAtLeast(release.version, before));
}

/** What is worked out of a version never changes. */
const RELEASES = new Map<string, JujuRelease>();

/** Numbers of a version; its tag, such as "beta2", does not count. */
type Numbers = readonly [major: number, minor: number, patch: number];

const TOOLS: Readonly<
  Record<string, { readonly since?: Numbers; readonly before?: Numbers }>
> = {
  "add-metric": { before: [3, 6, 11] },
  "k8s-raw-get": { before: [4, 0, 0] },
  "k8s-raw-set": { before: [4, 0, 0] },
  "k8s-spec-get": { before: [4, 0, 0] },
  "k8s-spec-set": { before: [4, 0, 0] },
  "leader-get": { before: [4, 0, 0] },
  "leader-set": { before: [4, 0, 0] },
  "payload-register": { before: [4, 0, 0] },
  "payload-status-set": { before: [4, 0, 0] },
  "payload-unregister": { before: [4, 0, 0] },
  "pod-spec-get": { before: [4, 0, 0] },
  "pod-spec-set": { before: [4, 0, 0] },
  "relation-model-get": { since: [3, 6, 2] },
  // All commands that begin so.
  secret: { since: [3, 0, 2] },
};

function makeRelease(version: string): JujuRelease {
  const is4 = isAtLeast(version, [4, 0, 0]);
  return {
    version,
    environment: is4
      ? {
        JUJU_CHARM_TRACE_CONFIG_CA_CERT: "",
        JUJU_CHARM_TRACE_CONFIG_GRPC: "",
        JUJU_CHARM_TRACE_CONFIG_HTTP: "",
      }
      : { JUJU_SLA: "unsupported" },
    setsPrivateAddress: !is4,
    maxDatabagBytes: is4 ? 16_777_216 : null,
    maxCharmStateBytes: is4 ? null : 2_097_152,
    mergesSecretUpdates: isAtLeast(version, [3, 6, 0]),
    flushesAtOnce: is4,
    takesUnknownParams: !is4,
    namesMissingAddress: is4,
    formerHooks: is4
      ? []
      : FORMER_HOOKS.filter((hook) =>
        hook !== "collect-metrics" || !isAtLeast(version, [3, 6, 11])
      ),
  };
}

function isAtLeast(version: string, numbers: Numbers): boolean {
  const { major, minor, patch } = JujuVersion.parse(version);
  const own = [major, minor, patch];
  for (const [index, number] of numbers.entries()) {
    const mine = own[index]!;
    if (mine !== number) return mine > number;
  }
  return true;
}
