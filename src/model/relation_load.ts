import { InvalidDataError } from "../schema/invalid_data_error.ts";
import { loadData, pathIssue, pathOf } from "../schema/load_data.ts";
import type { LoadResult } from "../schema/load_result.ts";
import type {
  SchemaOutput,
  StandardSchema,
} from "../schema/standard_schema.ts";
import { decodeValue, type RelationCodec } from "./relation_codec.ts";

/** Keys that Juju itself puts into the databag of each unit: addresses as plain text. */
const JUJU_KEYS: ReadonlySet<string> = new Set([
  "egress-subnets",
  "ingress-address",
  "private-address",
]);

/** What {@linkcode loadDatabag} is told beside the schema and the databag. */
export interface LoadDatabagOptions {
  /** What is tried, for messages. */
  readonly action: string;
  /** How values are written as text. */
  readonly codec: RelationCodec;
}

/**
 * Decodes the values of a databag and has a schema check them.
 *
 * A value that cannot be decoded matters only if the schema looks at its key:
 * a remote charm may have keys of other kinds beside those that this one reads.
 */
export function loadDatabag<S extends StandardSchema>(
  schema: S,
  databag: Readonly<Record<string, string>>,
  { action, codec }: LoadDatabagOptions,
): LoadResult<SchemaOutput<S>> {
  const failures = new Map<string, string>();
  const data = {};
  for (const [key, text] of Object.entries(databag)) {
    if (codec === "json" && JUJU_KEYS.has(key)) continue;
    Object.defineProperty(data, key, {
      enumerable: true,
      ...member(codec, text, key, (why) => failures.set(key, why)),
    });
  }
  const result = loadData(schema, data, {
    action,
    explain: (issues) =>
      issues.filter((issue) => !failures.has(pathOf(issue)[0] ?? ""))
        .map(pathIssue),
  });
  if (failures.size === 0) return result;
  const issues = [...failures].map(([path, message]) => ({ path, message }));
  const others = result.ok ? [] : result.error.issues;
  return {
    ok: false,
    error: new InvalidDataError(action, [...issues, ...others]),
  };
}

/** The decoded value as a property; one that cannot be decoded tells so when it is read. */
function member(
  codec: RelationCodec,
  text: string,
  key: string,
  fail: (why: string) => void,
): PropertyDescriptor {
  try {
    return { value: decodeValue(codec, text, key) };
  } catch (error) {
    const why = codec === "json"
      ? "is not JSON"
      : error instanceof Error
      ? error.message
      : String(error);
    return { get: () => void fail(why) };
  }
}
