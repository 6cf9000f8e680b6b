import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  type Fixture,
  makeFixture,
  makeFramework,
  runDispatch,
} from "../_model_fixture.ts";
import { CharmBase } from "../charm/charm_base.ts";
import type { StartEvent } from "../charm/lifecycle_events.ts";
import type { Framework } from "../framework/framework.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { RecordingTracer } from "./_recording_tracer.ts";
import { setDestination } from "./set_destination.ts";
import { Spans } from "./spans.ts";
import { readPem } from "./testdata/collector.ts";
import { Tracing, type TracingOptions } from "./tracing.ts";
import type { TraceDestination } from "./tracing_setup.ts";

const CHARMCRAFT = {
  name: "web",
  requires: {
    traces: { interface: "tracing", limit: 1 },
    ca: { interface: "certificate_transfer" },
    many: { interface: "tracing" },
    db: { interface: "pg", limit: 1 },
  },
  provides: { out: { interface: "tracing", limit: 1 } },
} as const satisfies Charmcraft;

class PlainCharm extends CharmBase<typeof CHARMCRAFT> {
  readonly tracing = new Tracing(this, "traces");
}

class TrustingCharm extends CharmBase<typeof CHARMCRAFT> {
  readonly tracing = new Tracing(this, "traces", { caRelationName: "ca" });
}

class KnowingCharm extends CharmBase<typeof CHARMCRAFT> {
  readonly tracing = new Tracing(this, "traces", { caData: "own" });
}

/** What Juju knows, for the commands that this takes. */
interface World {
  /** The databag of the provider of traces; no relation without it. */
  readonly traces?: Readonly<Record<string, string>>;
  /** The databags of providers of certificates. */
  readonly cas?: readonly Readonly<Record<string, string>>[];
  readonly leader?: boolean;
}

function script({ traces, cas = [], leader = false }: World) {
  const json = JSON.stringify;
  const get = (id: string, of: string) =>
    `relation-get --format=json -r ${id} ${of}`;
  return {
    "is-leader --format=json": json(leader),
    "relation-ids traces --format=json": json(traces ? ["traces:1"] : []),
    "relation-list --format=json -r traces:1": '["tempo/0"]',
    [get("traces:1", "--app - tempo")]: json(traces ?? {}),
    "relation-ids ca --format=json": json(cas.map((_, i) => `ca:${i + 2}`)),
    ...Object.fromEntries(
      cas.flatMap((bag, i) => [
        [`relation-list --format=json -r ca:${i + 2}`, `["ca${i}/0"]`],
        [get(`ca:${i + 2}`, `--app - ca${i}`), json(bag)],
        [get(`ca:${i + 2}`, `- ca${i}/0`), "{}"],
      ]),
    ),
  };
}

const OTLP = "http://tempo:4318";

function receivers(url: string): Record<string, string> {
  return {
    receivers: JSON.stringify([
      { protocol: { name: "otlp_http", type: "http" }, url },
    ]),
  };
}

/** Dispatches start, and tells where traces go then. */
async function destinationOf(
  charmClass: typeof PlainCharm | typeof TrustingCharm | typeof KnowingCharm,
  world: World,
): Promise<{ set: TraceDestination[]; log: string[]; ran: string[] }> {
  const set: TraceDestination[] = [];
  const { runner, log } = await runDispatch({
    charmClass: charmClass as never,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/start" },
    script: script(world),
    spans: new Spans({
      tracer: new RecordingTracer(),
      setDestination: (destination) => set.push(destination),
    }),
  });
  return {
    set,
    log: log.all().filter((line) => !line.startsWith("DEBUG")),
    ran: [...runner.calls],
  };
}

Deno.test("Tracing finds out where traces go (TRC-04)", async () => {
  const pem = readPem("ca.pem").trim();
  const certificates = JSON.stringify([pem]);
  const secure = receivers("https://tempo:4318");
  const none = { url: null, ca: null };
  const rows: [
    typeof PlainCharm | typeof TrustingCharm | typeof KnowingCharm,
    World,
    TraceDestination,
  ][] = [
    [PlainCharm, {}, none],
    [PlainCharm, { traces: {} }, none],
    [PlainCharm, { traces: { receivers: "garbage" } }, none],
    [PlainCharm, { traces: receivers(`${OTLP}/`) }, {
      url: `${OTLP}/v1/traces`,
      ca: null,
    }],
    [KnowingCharm, { traces: receivers(OTLP) }, {
      url: `${OTLP}/v1/traces`,
      ca: null,
    }],
    [PlainCharm, { traces: secure }, {
      url: "https://tempo:4318/v1/traces",
      ca: null,
    }],
    [KnowingCharm, { traces: secure }, {
      url: "https://tempo:4318/v1/traces",
      ca: "own",
    }],
    [TrustingCharm, { traces: receivers(OTLP) }, {
      url: `${OTLP}/v1/traces`,
      ca: null,
    }],
    [TrustingCharm, { traces: secure }, none],
    [TrustingCharm, { traces: secure, cas: [{}] }, none],
    [TrustingCharm, { traces: secure, cas: [{ certificates: "7" }] }, none],
    [TrustingCharm, { traces: secure, cas: [{}, { certificates }] }, {
      url: "https://tempo:4318/v1/traces",
      ca: pem,
    }],
  ];
  for (const [charmClass, world, destination] of rows) {
    const { set, log } = await destinationOf(charmClass, world);

    assertEquals(set, [destination], JSON.stringify(world));
    assertEquals(log, []);
  }
});

for (const url of ["tempo:4317", "ftp://tempo", "https://", "http://a b"]) {
  Deno.test(`Tracing sends nothing to ${JSON.stringify(url)}, and does not repeat it`, async () => {
    const { set, log } = await destinationOf(PlainCharm, {
      traces: receivers(url),
    });

    assertEquals(set, [{ url: null, ca: null }]);
    assertEquals(log, [
      'WARNING Cannot send traces: what relation "traces:1" names is no URL of http or https',
    ]);
  });
}

Deno.test("Tracing runs one hook command when there is no relation, and none in other dispatches", async () => {
  assertEquals((await destinationOf(PlainCharm, {})).ran, [
    "relation-ids traces --format=json",
  ]);

  const { runner } = await runDispatch({
    charmClass: PlainCharm as never,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/update-status" },
    script: {},
  });

  assertEquals(runner.calls, []);
});

Deno.test("Tracing that cannot ask Juju does not fail the dispatch", async () => {
  const { log } = await runDispatch({
    charmClass: PlainCharm as never,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/start" },
    script: { "relation-ids traces --format=json": { stderr: "no" } },
  });

  assertStringIncludes(
    log.of("ERROR")[0]!,
    "Cannot find out where traces go",
  );
});

Deno.test("Tracing in a dispatch that is not traced says what is missing", async () => {
  const { log } = await runDispatch({
    charmClass: PlainCharm as never,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/start" },
    script: script({ traces: receivers(OTLP) }),
  });

  assertEquals(log.of("WARNING"), [
    "Cannot send traces: the dispatch is not traced; give main() the option tracing: otlpTracing",
  ]);
});

/** Makes a part of a charm. */
function make(
  part: (charm: CharmBase) => unknown,
  fixture: Fixture = makeFixture({ charmcraft: CHARMCRAFT }),
): void {
  class UntypedCharm extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      part(this);
    }
  }
  new UntypedCharm(makeFramework(undefined, fixture));
}

Deno.test("Tracing refuses endpoints that are declared in another way (TRC-02)", () => {
  const rows: [string, TracingOptions, string][] = [
    [
      "none",
      {},
      'Cannot trace over the endpoint "none": the metadata declares no such endpoint; it must be one of requires, with the interface "tracing" with limit 1',
    ],
    ["toString", {}, "declares no such endpoint"],
    ["out", {}, 'its role is "provides"'],
    ["db", {}, 'its interface is "pg"'],
    ["many", {}, "it has no limit"],
    ["traces", { caRelationName: "none" }, "declares no such endpoint"],
    [
      "traces",
      { caRelationName: "db" },
      'Cannot trace over the endpoint "db": its interface is "pg"; it must be one of requires, with the interface "certificate_transfer"',
    ],
    [
      "traces",
      { caRelationName: "ca", caData: "pem" },
      'Cannot trust both "caRelationName" and "caData"; give one of them',
    ],
  ];
  for (const [name, options, message] of rows) {
    assertThrows(
      () => make((charm) => new Tracing(charm, name, options)),
      TypeError,
      message,
    );
  }
});

Deno.test("Tracing says what it was given (TRC-02)", () => {
  make((charm) => {
    const { caRelationName, caData, tracingRelationName, ...rest } =
      new Tracing(charm, "traces", { caData: "pem" });
    assertEquals(
      [caRelationName, caData, tracingRelationName],
      [null, "pem", "traces"],
    );
    assert(rest.charm === charm);
    assertEquals(rest.handle.path, "UntypedCharm/Tracing[traces]");
  });
});

Deno.test("Tracing.span() does the work inside a span, or just does it", async () => {
  class WorkingCharm extends CharmBase<typeof CHARMCRAFT> {
    readonly tracing = new Tracing(this, "traces");
    result: unknown = null;
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
    }
    async #onStart(_event: StartEvent): Promise<void> {
      const quick = this.tracing.span("quick", () => 1);
      const slow = await this.tracing.span("slow", async () => {
        await null;
        return 2;
      }, { n: 3 });
      this.result = [quick, slow];
    }
  }
  const tracer = new RecordingTracer();
  for (const spans of [undefined, new Spans({ tracer })]) {
    const { charm } = await runDispatch({
      charmClass: WorkingCharm as never,
      charmcraft: CHARMCRAFT,
      env: { JUJU_DISPATCH_PATH: "hooks/start" },
      script: script({}),
      ...spans === undefined ? {} : { spans },
    });
    assertEquals((charm as unknown as WorkingCharm).result, [1, 2]);
  }

  const [, start] = tracer.roots;
  assertEquals(
    start!.children.map(({ name, attributes }) => [name, attributes]),
    [["quick", {}], ["slow", { n: 3 }]],
  );
});

Deno.test("setDestination() refuses what is no URL of http or https", () => {
  make((charm) => {
    for (const url of ["", "tempo:4318", "file:///etc/passwd", "http://"]) {
      assertThrows(
        () => setDestination(charm, { url }),
        TypeError,
        "Cannot send traces: the destination is no URL of http or https",
      );
    }
    setDestination(charm, { url: null });
  });
});

// Never called: it is there for the compiler.
function _types(charm: CharmBase<typeof CHARMCRAFT>): void {
  // @ts-expect-error no such endpoint
  new Tracing(charm, "none");
  // @ts-expect-error it has no limit
  new Tracing(charm, "many");
  // @ts-expect-error it speaks another interface
  new Tracing(charm, "db");
  // @ts-expect-error it is one of provides
  new Tracing(charm, "out");
  // @ts-expect-error it gives no certificates
  new Tracing(charm, "traces", { caRelationName: "traces" });
}
