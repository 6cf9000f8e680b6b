import { FOLDER } from "./part.ts";

/** Where the parts of the toolchain are; what is missing was not to be had. */
export interface Toolchain {
  /** Executables of Deno. */
  readonly deno: { readonly newest?: string; readonly oldest?: string };
  /** What compiles a charm: a Deno, and its run time if it cannot fetch it. */
  readonly compile?: { readonly deno: string; readonly denort?: string };
  /** A Chromium without a window. */
  readonly browser?: string;
  /** A Pebble daemon. */
  readonly pebble?: string;
  /** The program that checks a packed charm as Juju does. */
  readonly charmParser?: string;
  /** Python with ops, ops-scenario and ops-tracing. */
  readonly python?: string;
  /** The folder of `ops` without the others: for PYTHONPATH. */
  readonly plainOps?: string;
  /** The folder of gunicorn, which finds httpbin: for PATH. */
  readonly workload?: string;
  /** The folder of tinyproxy where it is not the system's: for PATH. */
  readonly tinyproxyBin?: string;
}

/** Where {@linkcode readToolchain} finds what the set-up wrote. */
export const FILE: string = `${FOLDER}/toolchain.json`;

/**
 * Reads where the parts are, as the last `deno task toolchain` left them.
 *
 * @throws {Deno.errors.NotFound} If it never ran.
 */
export function readToolchain(): Toolchain {
  return JSON.parse(Deno.readTextFileSync(FILE));
}

/** The variables by which tests, CLI and demo learn of the parts. */
export function toolchainEnv(toolchain: Toolchain): Record<string, string> {
  const { browser, compile, pebble, charmParser, python, workload } = toolchain;
  const path = Deno.env.get("PATH") ?? "";
  const { tinyproxyBin } = toolchain;
  const variables = {
    CHARMKIT_BROWSER: browser,
    CHARMKIT_PEBBLE: pebble,
    CHARMKIT_COMPILE_DENO: compile?.deno,
    DENORT_BIN: compile?.denort,
    CHARMKIT_CHARM_PARSER: charmParser,
    CHARMKIT_PYTHON: python,
    CHARMKIT_WORKLOAD_BIN: workload,
    PATH: tinyproxyBin === undefined || path.split(":").includes(tinyproxyBin)
      ? undefined
      : `${path}:${tinyproxyBin}`,
    // Registries behind a proxy are often signed by the system's certificates.
    DENO_TLS_CA_STORE: Deno.env.get("DENO_TLS_CA_STORE") ?? "system,mozilla",
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] =>
      entry[1] !== undefined
    ),
  );
}
