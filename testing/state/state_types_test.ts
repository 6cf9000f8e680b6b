import { assertEquals } from "@std/assert";
import * as ops from "../../mod.ts";
import { assertType, type Same } from "../../src/_assert_type.ts";
import {
  Container,
  Context,
  type NamesOf,
  PeerRelation,
  Relation,
  State,
  type StateOptions,
  Storage,
  SubordinateRelation,
} from "../mod.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { db: { interface: "sql", limit: 1 } },
  provides: { logs: { interface: "logs", scope: "container" } },
  peers: { cluster: "web-peers" },
  containers: { web: {} },
  storage: { data: { type: "filesystem" } },
  config: {
    options: { port: { type: "int" }, title: { type: "string" } },
  },
  actions: {
    backup: { params: { level: { type: "integer" } }, required: ["level"] },
    stop: {},
  },
} as const satisfies ops.Charmcraft;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {}

type WebState = State<NamesOf<typeof CHARMCRAFT>>;
type WebOptions = StateOptions<NamesOf<typeof CHARMCRAFT>>;

Deno.test("State accepts the names of the metadata, and no others", () => {
  const good: WebOptions = {
    config: { port: 80, title: "Hello" },
    containers: [new Container("web")],
    relations: [
      new Relation("db"),
      new SubordinateRelation("logs"),
      new PeerRelation("cluster"),
    ],
    storages: [new Storage("data")],
  };
  const bad: WebOptions[] = [
    // @ts-expect-error no such option
    { config: { prot: 80 } },
    // @ts-expect-error the option is a number
    { config: { port: "80" } },
    // @ts-expect-error no such container
    { containers: [new Container("wbe")] },
    // @ts-expect-error no such endpoint
    { relations: [new Relation("bd")] },
    // @ts-expect-error the endpoint is one of peers
    { relations: [new Relation("cluster")] },
    // @ts-expect-error the endpoint has container scope
    { relations: [new Relation("logs")] },
    // @ts-expect-error the endpoint has global scope
    { relations: [new SubordinateRelation("db")] },
    // @ts-expect-error no such storage
    { storages: [new Storage("date")] },
  ];

  assertEquals(new State(good).relations.length, 3);
  assertEquals(bad.length, 8);
});

Deno.test("Context.run() and Context.state() check the names of a state", () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  const calls = () => {
    ctx.run(ctx.on.start(), new State({ config: { port: 80 } }));
    // @ts-expect-error no such option
    ctx.run(ctx.on.start(), new State({ config: { prot: 80 } }));
    // @ts-expect-error no such container
    ctx.run(ctx.on.start(), new State({ containers: [new Container("x")] }));
    // @ts-expect-error no such option
    ctx.state({ config: { prot: 80 } });
    // @ts-expect-error no such endpoint
    ctx.state().with({ relations: [new Relation("bd")] });
    // @ts-expect-error no such container
    ctx.state().getContainer("wbe");
    // @ts-expect-error no such endpoint
    ctx.state().getRelations("bd");
  };

  assertType<Same<ReturnType<typeof ctx.state>, WebState>>(true);
  assertEquals(typeof calls, "function");
});

Deno.test("State without metadata is accepted for every charm", () => {
  const plain = new State({ containers: [new Container("web")] });
  const typed: WebState = plain;
  const back: State = typed;
  const name: string = "web";
  const container: Container = new Container(name);

  const ctx = new Context(WebCharm, CHARMCRAFT);
  const more = ctx.state({
    containers: [...typed.containers, container],
    config: { ...typed.config, port: 80 },
  });

  assertEquals(back.getContainer(name), container);
  assertEquals(more.containers.length, 1);
});

Deno.test("ctx.on accepts the names of the metadata, and no others", () => {
  const { on } = new Context(WebCharm, CHARMCRAFT);
  on.pebbleReady(new Container("web"));
  on.relationChanged(new Relation("db"));
  on.relationChanged(new PeerRelation("cluster"));
  on.action("backup", { level: 1 });
  on.action("stop");
  // @ts-expect-error no such container
  on.pebbleReady(new Container("wbe"));
  // @ts-expect-error no such endpoint
  on.relationChanged(new Relation("bd"));
  // @ts-expect-error the endpoint is one of peers
  on.relationChanged(new Relation("cluster"));
  // @ts-expect-error no such storage
  on.storageAttached(new Storage("date"));
  // @ts-expect-error no such action
  on.action("backpu");
  // @ts-expect-error no such parameter
  on.action("backup", { levle: 1 });
  // @ts-expect-error the parameter is a number
  on.action("backup", { level: "1" });
  // @ts-expect-error the action has no parameters
  on.action("stop", { now: true });

  assertEquals(on.action("stop").name, "stop");
});

Deno.test("State of a charm that declares nothing accepts no names", () => {
  const none = { name: "none" } as const satisfies ops.Charmcraft;
  const options: StateOptions<NamesOf<typeof none>>[] = [
    {},
    // @ts-expect-error the charm has no options
    { config: { port: 80 } },
    // @ts-expect-error the charm has no containers
    { containers: [new Container("web")] },
    // @ts-expect-error the charm has no endpoints
    { relations: [new Relation("db")] },
  ];

  assertEquals(options.length, 4);
});

Deno.test("State.getRelation() gives the class of the relation that it is given", () => {
  const peers = new PeerRelation("cluster");

  const found = new State({ relations: [peers] }).getRelation(peers);

  assertType<Same<typeof found, PeerRelation<"cluster">>>(true);
  // @ts-expect-error relations have no relationId; it is id (STT-67)
  assertEquals(found.relationId, undefined);
});
