import { type DataIssue, InvalidDataError } from "./invalid_data_error.ts";
import type { LoadResult } from "./load_result.ts";
import type {
  SchemaOutput,
  StandardSchema,
  StandardSchemaIssue,
  StandardSchemaResult,
} from "./standard_schema.ts";

/** Options of {@linkcode loadData}. */
export interface LoadDataOptions {
  /** What is tried, such as `"Cannot load the configuration"`. */
  readonly action: string;
  /** Turns what the schema finds wrong into what is told. @default {pathIssue for each} */
  readonly explain?: (issues: readonly StandardSchemaIssue[]) => DataIssue[];
  /** Whether what the schema throws may show the data, so that it is not passed on. @default {false} */
  readonly isSecret?: boolean;
}

/**
 * Has a schema check a value.
 *
 * @throws {TypeError} If it is no schema, or one that answers with a promise.
 */
export function loadData<S extends StandardSchema>(
  schema: S,
  value: unknown,
  options: LoadDataOptions,
): LoadResult<SchemaOutput<S>> {
  const { action, explain = (issues) => issues.map(pathIssue) } = options;
  const validate = schema?.["~standard"]?.validate;
  if (typeof validate !== "function") {
    throw new TypeError(
      `${action}: the schema does not follow Standard Schema, as those of zod, valibot and arktype do`,
    );
  }
  const result = run(() => validate(value), options);
  if (result instanceof Promise) {
    // Its failure may quote the data and must not become an unhandled rejection.
    result.catch(() => {});
    throw new TypeError(
      `${action}: the schema answered with a promise; one is needed that is synchronous and whose functions do not throw`,
    );
  }
  if (result.issues === undefined) return { ok: true, value: result.value };
  const issues = explain(result.issues);
  return { ok: false, error: new InvalidDataError(action, issues) };
}

/** An issue with its path as text. */
export function pathIssue(issue: StandardSchemaIssue): DataIssue {
  return { path: pathOf(issue).join("."), message: issue.message };
}

/** The keys that lead to an issue. */
export function pathOf({ path = [] }: StandardSchemaIssue): string[] {
  return path.map((key) => String(typeof key === "object" ? key.key : key));
}

type Answer = StandardSchemaResult<unknown>;

function run(
  validate: () => Answer | Promise<Answer>,
  { action, isSecret = false }: LoadDataOptions,
): Answer | Promise<Answer> {
  if (!isSecret) return validate();
  try {
    return validate();
  } catch {
    throw new TypeError(
      `${action}: the schema threw an error, which is not shown since it may quote the content`,
    );
  }
}
