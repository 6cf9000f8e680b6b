import type { DataIssue } from "../schema/invalid_data_error.ts";
import { loadData, pathOf } from "../schema/load_data.ts";
import type { LoadResult } from "../schema/load_result.ts";
import type {
  SchemaOutput,
  StandardSchema,
  StandardSchemaIssue,
} from "../schema/standard_schema.ts";
import type { SecretContent } from "./_secret_content.ts";

/** Has a schema check the content of a secret; nothing of a value gets into an error. */
export function loadSecretContent<S extends StandardSchema>(
  schema: S,
  content: SecretContent,
  name: string,
): LoadResult<SchemaOutput<S>> {
  // A schema may change what it is given.
  return loadData(schema, { ...content }, {
    action: `Cannot load the content of ${name}`,
    explain: (issues) => issues.map((issue) => blandIssue(issue, content)),
    isSecret: true,
  });
}

/**
 * The key that an issue is about and whether it is there, in our own words: the
 * schema's may quote a value, and what follows the key in its path may come
 * from inside of one.
 */
function blandIssue(
  issue: StandardSchemaIssue,
  content: SecretContent,
): DataIssue {
  const [key] = pathOf(issue);
  if (key !== undefined && Object.hasOwn(content, key)) {
    return { path: key, message: "is not as the schema wants it" };
  }
  const isSafe = key !== undefined &&
    Object.values(content).every((value) => !value.includes(key));
  return isSafe
    ? { path: key, message: "is missing" }
    : { path: "", message: "it is not as the schema wants it" };
}
