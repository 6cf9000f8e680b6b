// What is tested here is what the compiler says of schemas of configuration.
import { assertEquals } from "@std/assert";
import { z } from "zod";
import { assertType, type Same } from "../_assert_type.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { Secret } from "../model/secret.ts";
import type { LoadResult } from "../schema/load_result.ts";
import type { StandardSchema } from "../schema/standard_schema.ts";
import type { CharmBase, ConfigFields } from "./charm_base.ts";

const charmcraft = {
  name: "app",
  config: {
    options: {
      "log-level": { type: "string", default: "info" },
      port: { type: "int" },
      debug: { type: "boolean" },
      key: { type: "secret" },
    },
  },
} as const satisfies Charmcraft;

type TypedCharm = CharmBase<typeof charmcraft>;

/** What the compiler reads and nobody runs. */
function unrun<T>(code: (charm: T) => void): void {
  assertEquals(typeof code, "function");
}

Deno.test("ConfigFields has what a schema gets", () => {
  assertType<
    Same<ConfigFields<typeof charmcraft>, {
      readonly "log-level": string;
      readonly port: number | undefined;
      readonly debug: boolean | undefined;
      readonly key: Secret;
    }>
  >();
});

Deno.test("CharmBase.loadConfig() gives the type that the schema gives", () => {
  unrun<TypedCharm>((charm) => {
    const Config = z.object({
      "log-level": z.enum(["info", "debug"]),
      port: z.int().default(80),
      debug: z.literal(true).optional(),
      key: z.instanceof(Secret),
    });
    type Expected = {
      "log-level": "info" | "debug";
      port: number;
      debug?: true | undefined;
      key: Secret;
    };

    const config = charm.loadConfig(Config, { onError: "blocked" });
    const result = charm.tryLoadConfig(Config);

    assertType<Same<typeof config, Expected>>();
    assertType<Same<typeof result, LoadResult<Expected>>>();
    // @ts-expect-error There may be no value.
    result.value;
    if (!result.ok) result.error.details satisfies string;
    else result.value.port satisfies number;
  });
});

Deno.test("CharmBase.loadConfig() takes schemas that do not say what they take", () => {
  unrun<TypedCharm>((charm) => {
    charm.loadConfig(z.unknown()) satisfies unknown;
    charm.loadConfig(z.looseObject({ port: z.coerce.number() }));
    charm.loadConfig(z.record(z.string(), z.unknown()));
    const own: StandardSchema<unknown, { port: number }> = Object.assign({});
    charm.loadConfig(own).port satisfies number;
    charm.loadConfig(
      z.union([z.object({ port: z.int() }), z.object({ debug: z.boolean() })]),
    );
  });
});

Deno.test("CharmBase.loadConfig() refuses schemas of what is not declared", () => {
  const either = z.union([
    z.object({ port: z.int() }),
    z.object({ x: z.int() }),
  ]);
  unrun<TypedCharm>((charm) => {
    // @ts-expect-error There is no such option.
    charm.loadConfig(z.object({ loglevel: z.string() }));
    // @ts-expect-error There is no such option, also if it may be absent.
    charm.tryLoadConfig(z.object({ loglevel: z.string().optional() }));
    // @ts-expect-error Names are Juju's, with hyphens.
    charm.loadConfig(z.object({ log_level: z.string() }));
    // @ts-expect-error The option is a number.
    charm.loadConfig(z.object({ port: z.string() }));
    // @ts-expect-error The option is a secret.
    charm.loadConfig(z.object({ key: z.string() }));
    // @ts-expect-error One of the two asks for what is not declared.
    charm.loadConfig(either);
    // @ts-expect-error It is no schema.
    charm.loadConfig({ port: 80 });
    // @ts-expect-error What to do is another word.
    charm.loadConfig(z.unknown(), { onError: "block" });
  });
});

Deno.test("CharmBase.loadConfig() without metadata takes any schema", () => {
  unrun<CharmBase>((charm) => {
    charm.loadConfig(z.object({ any: z.string() })).any satisfies string;
  });
});
