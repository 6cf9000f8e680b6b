import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { InvalidDataError } from "./invalid_data_error.ts";
import { loadData } from "./load_data.ts";
import { valueOf } from "./load_result.ts";
import type {
  StandardSchema,
  StandardSchemaResult,
} from "./standard_schema.ts";

const ACTION = "Cannot load the configuration";

/** A schema that answers as given. */
function schemaOf<T>(
  validate: (
    value: unknown,
  ) => StandardSchemaResult<T> | Promise<StandardSchemaResult<T>>,
): StandardSchema<unknown, T> {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

Deno.test("loadData() gives the value as the schema changed it (CFG-08)", () => {
  const schema = z.object({ port: z.coerce.number().default(80) });

  const result = loadData(schema, { port: "8080", other: 1 }, {
    action: ACTION,
  });

  assertEquals(result, { ok: true, value: { port: 8080 } });
});

Deno.test("loadData() gives what is wrong, with paths, as a value", () => {
  const schema = z.object({
    port: z.number().max(10),
    "log-level": z.enum(["info", "debug"]),
    servers: z.array(z.object({ host: z.string() })),
  });
  const value = { port: 11, "log-level": "loud", servers: [{ host: 1 }] };

  const result = loadData(schema, value, { action: ACTION });

  assertEquals(result.ok, false);
  if (result.ok) return;
  assertEquals(result.error.issues, [
    { path: "port", message: "Too big: expected number to be <=10" },
    {
      path: "log-level",
      message: 'Invalid option: expected one of "info"|"debug"',
    },
    {
      path: "servers.0.host",
      message: "Invalid input: expected string, received number",
    },
  ]);
});

Deno.test("loadData() reads each form of a path", () => {
  const issues = [
    { message: "a", path: [{ key: "x" }, "y", 0, Symbol("s")] },
    { message: "b", path: [] },
    { message: "c" },
  ];

  const result = loadData(schemaOf(() => ({ issues })), {}, { action: ACTION });

  if (result.ok) throw new Error("Expected issues");
  assertEquals(result.error.details, '"x.y.0.Symbol(s)": a; b; c');
});

Deno.test("loadData() takes a schema that is a function, as those of arktype", () => {
  const schema = Object.assign(
    () => {},
    schemaOf((value) => ({ value: [value] })),
  );

  assertEquals(loadData(schema, 1, { action: ACTION }), {
    ok: true,
    value: [1],
  });
});

Deno.test("loadData() takes issues without an entry for a refusal", () => {
  const result = loadData(schemaOf(() => ({ issues: [] })), {}, {
    action: ACTION,
  });

  assertThrows(
    () => valueOf(result),
    InvalidDataError,
    "Cannot load the configuration: the schema refuses it",
  );
});

const ASYNCHRONOUS: Readonly<Record<string, StandardSchema>> = {
  "that resolves": schemaOf((value) => Promise.resolve({ value })),
  "that rejects": schemaOf(() => Promise.reject(new Error("hunter2"))),
  "of zod": z.string().refine(() => Promise.resolve(true)),
  "of zod whose function throws": z.string().transform(() => {
    throw new SyntaxError("hunter2");
  }),
};
for (const [name, schema] of Object.entries(ASYNCHRONOUS)) {
  Deno.test(`loadData() refuses an asynchronous schema ${name}`, async () => {
    const error = assertThrows(
      () => loadData(schema, "x", { action: ACTION }),
      TypeError,
      "Cannot load the configuration: the schema answered with a promise",
    );

    assertEquals(error.message.includes("hunter2"), false);
    // A rejection that nobody handles would fail this test.
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
}

for (const schema of [null, undefined, {}, { "~standard": {} }, "string"]) {
  Deno.test(`loadData() refuses ${Deno.inspect(schema)}, which is no schema`, () => {
    assertThrows(
      () => loadData(schema as StandardSchema, {}, { action: ACTION }),
      TypeError,
      "the schema does not follow Standard Schema",
    );
  });
}

Deno.test("loadData() passes on what a schema throws, except for a secret (CFG-06)", () => {
  const thrown = new RangeError("hunter2");
  const schema = schemaOf(() => {
    throw thrown;
  });

  const open = assertThrows(() => loadData(schema, "", { action: ACTION }));
  const secret = assertThrows(
    () => loadData(schema, "", { action: ACTION, isSecret: true }),
    TypeError,
    "the schema threw an error, which is not shown",
  );

  assertStrictEquals(open, thrown);
  assertEquals(Deno.inspect(secret).includes("hunter2"), false);
  assertEquals(secret.cause, undefined);
});
