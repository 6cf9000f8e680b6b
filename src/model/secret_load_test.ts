import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { InvalidDataError } from "../schema/invalid_data_error.ts";
import type { StandardSchema } from "../schema/standard_schema.ts";
import { ModelError } from "./errors.ts";
import { Secret } from "./secret.ts";
import { TestContext } from "./_test_context.ts";

const ID = "secret:d1s3kj9f7ul8o3ftu3v0";
const CONTENT = '{"username":"admin","password":"hunter2"}';

function makeSecret(content: string = CONTENT) {
  const test = new TestContext({ answers: { "secret-get": content } });
  return { test, secret: new Secret(test.context, { id: ID, label: "login" }) };
}

Deno.test("Secret.load() gives the content as the schema makes it (SEC-06)", () => {
  const { secret, test } = makeSecret();
  const Login = z.object({ username: z.string(), password: z.string().min(7) });
  const expected = { username: "admin", password: "hunter2" };

  assertEquals(secret.load(Login), expected);
  assertEquals(secret.tryLoad(Login), { ok: true, value: expected });
  assertEquals(test.argvs.length, 1);
});

Deno.test("Secret.load() can refresh (SEC-06)", () => {
  const { secret, test } = makeSecret();

  secret.load(z.unknown());
  secret.load(z.unknown(), { refresh: true });

  assertEquals(test.argvs.map((argv) => argv.includes("--refresh")), [
    false,
    true,
  ]);
});

Deno.test("Secret.tryLoad() names what is wrong, and nothing of the content (SEC-04)", () => {
  const { secret } = makeSecret();
  const Login = z.object({
    username: z.string(),
    password: z.string().refine(() => false, {
      error: ({ input }) => `bad password ${input}`,
    }),
    token: z.string(),
  });

  const result = secret.tryLoad(Login);

  if (result.ok) throw new Error("Expected issues");
  assertEquals(result.error.issues, [
    { path: "password", message: "is not as the schema wants it" },
    { path: "token", message: "is missing" },
  ]);
  assertEquals(
    result.error.message,
    `Cannot load the content of Secret("${ID}", label "login"): "password": is not as the schema wants it; "token": is missing`,
  );
});

/** Schemas that try to bring the content into an error. */
const LEAKING: Readonly<Record<string, StandardSchema>> = {
  "the message": z.object({
    password: z.string().refine(() => false, {
      error: ({ input }) => `${input}`,
    }),
  }),
  "the inner path": z.object({
    blob: z.string().transform((text) => JSON.parse(text))
      .pipe(z.record(z.string(), z.number())),
  }),
  "the outer path": z.preprocess(
    (content) => JSON.parse((content as { blob: string }).blob),
    z.record(z.string(), z.number()),
  ),
  "what is thrown": {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (content) => {
        throw new Error(JSON.stringify(content));
      },
    },
  },
  "what is thrown by a transform": z.object({
    password: z.string().transform((text) => JSON.parse(text)),
  }),
  "a rejection": {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (content) => Promise.reject(new Error(JSON.stringify(content))),
    },
  },
};
for (const [where, schema] of Object.entries(LEAKING)) {
  Deno.test(`Secret.load() shows no content through ${where} (SEC-04)`, () => {
    const { secret } = makeSecret(
      '{"password":"hunter2","blob":"{\\"hunter2\\":\\"x\\"}"}',
    );

    const error = assertThrows(() => secret.load(schema), Error);

    assertEquals(Deno.inspect(error, { depth: 9 }).includes("hunter2"), false);
    assertEquals(JSON.stringify(error).includes("hunter2"), false);
    assertEquals(`${error.stack}`.includes("hunter2"), false);
    assertEquals(error.cause, undefined);
  });
}

Deno.test("Secret.load() refuses an asynchronous schema", () => {
  const { secret } = makeSecret();
  const schema = z.object({}).refine(() => Promise.resolve(true));

  assertThrows(() => secret.load(schema), TypeError, "with a promise");
});

Deno.test("Secret.load() keeps the content from a schema that changes it", () => {
  const { secret } = makeSecret();
  const schema: StandardSchema<unknown, unknown> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => {
        Reflect.set(value as object, "password", "changed");
        return { value };
      },
    },
  };

  secret.load(schema);

  assertEquals(secret.getContent()["password"], "hunter2");
});

Deno.test("Secret.tryLoad() throws what is not a matter of the content (SEC-03)", () => {
  const test = new TestContext({
    answers: { "secret-get": { stderr: "ERROR permission denied\n" } },
  });
  const secret = new Secret(test.context, { id: ID });

  const error = assertThrows(() => secret.tryLoad(z.unknown()), ModelError);

  assertEquals(error instanceof InvalidDataError, false);
});
