// What is tested here is what the compiler says of action parameters.
import { assertEquals } from "@std/assert";
import { z } from "zod";
import { assertType, type Same } from "../_assert_type.ts";
import type { BoundEvent } from "../framework/bound_event.ts";
import type { Framework } from "../framework/framework.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { ActionParams } from "../meta/charmcraft_params.ts";
import type { ActionEvent } from "./action_event.ts";
import { CharmBase } from "./charm_base.ts";

const charmcraft = {
  name: "app",
  actions: {
    backup: {
      params: {
        path: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        level: { type: "integer" },
        ratio: { type: "number" },
        mode: { type: "string", enum: ["full", "fast"] },
        size: { enum: [1, 2, "max"], default: 1 },
        either: { type: ["string", "null"] },
        tags: { type: "array", items: { type: "string" } },
        pair: { type: "array", items: [{ type: "string" }] },
        things: { type: "array" },
        free: { type: "object" },
        none: { type: "null" },
        unset: { type: "string", default: null },
        untyped: { description: "Anything" },
      },
      required: ["path", "tags"],
      additionalProperties: false,
    },
    nested: {
      params: {
        target: {
          type: "object",
          properties: {
            host: { type: "string" },
            port: { type: "integer", default: 80 },
            users: {
              type: "array",
              items: {
                type: "object",
                properties: { name: { type: "string" } },
                required: ["name"],
              },
            },
          },
          required: ["host"],
        },
      },
    },
    open: {
      params: { known: { type: "string" } },
      additionalProperties: true,
    },
    bare: {},
  },
} as const satisfies Charmcraft;

type Params<N extends keyof typeof charmcraft.actions> = ActionParams<
  typeof charmcraft,
  N
>;

class TypedCharm extends CharmBase<typeof charmcraft> {}

/** What the compiler reads and nobody runs. */
function unrun(code: (charm: TypedCharm) => void): void {
  assertEquals(typeof code, "function");
}

Deno.test("ActionParams has the type of each parameter", () => {
  assertType<
    Same<Params<"backup">, {
      readonly path: string;
      readonly "dry-run": boolean;
      readonly size: 1 | 2 | "max";
      readonly tags: readonly string[];
      readonly unset: string | null;
      readonly level?: number;
      readonly ratio?: number;
      readonly mode?: "full" | "fast";
      readonly either?: string | null;
      readonly pair?: readonly unknown[];
      readonly things?: readonly unknown[];
      readonly free?: { readonly [name: string]: unknown };
      readonly none?: null;
      readonly untyped?: unknown;
    }>
  >();
});

Deno.test("ActionParams goes into maps and lists, which a default inside makes present", () => {
  assertType<
    Same<Params<"nested">, {
      readonly target: {
        readonly host: string;
        readonly port: number;
        readonly users?: readonly { readonly name: string }[];
      };
    }>
  >();
});

Deno.test("ActionParams of an action without metadata takes any name", () => {
  type Untyped = ActionParams<Charmcraft, string>;
  type Open = Params<"open">;
  const open = (params: Open): [string | undefined, unknown] => [
    params.known as string | undefined,
    params["other"],
  ];

  assertType<Same<Untyped, Readonly<Record<string, unknown>>>>();
  assertEquals(open({ known: "a", other: 1 }), ["a", 1]);
});

Deno.test("ActionEvent of typed metadata has typed parameters", () => {
  unrun((charm) => {
    const { action } = charm.on["backup"];
    assertType<
      Same<typeof action, BoundEvent<ActionEvent<Params<"backup">>>>
    >();
    // @ts-expect-error There is no such action.
    charm.on["restore"];
  });
  const handle = (event: ActionEvent<Params<"backup">>) => {
    const path: string = event.params.path;
    // @ts-expect-error It has no default and is not required.
    const level: number = event.params.level;
    // @ts-expect-error There is no such parameter.
    const none = event.params.paht;
    // @ts-expect-error It is one of two texts.
    const isSlow = event.params.mode === "slow";
    // @ts-expect-error Parameters are read only.
    event.params.path = "";
    return [path, level, none, isSlow];
  };
  const bare = (event: ActionEvent<Params<"bare">>) => {
    // @ts-expect-error The action has no parameters.
    return event.params.path;
  };

  assertEquals([typeof handle, typeof bare], ["function", "function"]);
});

Deno.test("CharmBase observes an action with a handler of its parameters, or of none", () => {
  class Observing extends TypedCharm {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on["backup"].action, this.#onBackup);
      this.observe(this.on["backup"].action, this.#onAny);
      this.observe(this.on["nested"].action, this.#onNothing);
      // @ts-expect-error The handler wants the parameters of another action.
      this.observe(this.on["nested"].action, this.#onBackup);
    }
    #onBackup(_event: ActionEvent<Params<"backup">>): void {}
    #onAny(event: ActionEvent): void {
      event.params["anything"] satisfies unknown;
    }
    #onNothing(): void {}
  }

  assertEquals(typeof Observing, "function");
});

Deno.test("ActionEvent.loadParams() refuses a schema of what is not declared", () => {
  const load = (event: ActionEvent<Params<"backup">>) => {
    const good = event.loadParams(
      z.object({
        path: z.string().transform(Number),
        mode: z.enum(["full"]).optional(),
        tags: z.array(z.string()),
        level: z.coerce.number(),
      }),
    );
    assertType<
      Same<typeof good, {
        path: number;
        mode?: "full" | undefined;
        tags: string[];
        level: number;
      }>
    >();
    event.loadParams(z.record(z.string(), z.unknown()));
    // @ts-expect-error There is no such parameter.
    event.loadParams(z.object({ paht: z.string() }));
    // @ts-expect-error The parameter is a text.
    event.tryLoadParams(z.object({ path: z.number() }));
    // @ts-expect-error The name is with a hyphen.
    event.loadParams(z.object({ dry_run: z.boolean() }));
  };
  const untyped = (event: ActionEvent) =>
    event.loadParams(z.object({ any: z.string() })).any satisfies string;

  assertEquals([typeof load, typeof untyped], ["function", "function"]);
});
