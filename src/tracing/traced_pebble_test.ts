import { assertEquals, assertRejects } from "@std/assert";
import { APIError } from "../pebble/errors.ts";
import { SimulatedPebble } from "../simulator/pebble/simulated_pebble.ts";
import { type RecordedSpan, RecordingTracer } from "./_recording_tracer.ts";
import { Spans } from "./spans.ts";
import { tracedPebble } from "./traced_pebble.ts";

const SOCKET = "/charm/containers/web/pebble.socket";

function names(spans: readonly RecordedSpan[]): string[] {
  return spans.map(({ name }) => name);
}

Deno.test("tracedPebble() puts each call inside a span that names the socket (PBC-36)", async () => {
  const tracer = new RecordingTracer();
  const pebble = tracedPebble(
    new SimulatedPebble(),
    SOCKET,
    new Spans({ tracer }),
  );

  await pebble.addLayer("web", {
    services: {
      web: {
        override: "replace",
        command: "web",
        environment: { PASSWORD: "hunter2" },
      },
    },
  });
  await pebble.push("/key", "hunter2", { makeDirs: true });

  assertEquals(
    tracer.roots.map(({ name, attributes, isEnded }) => [
      name,
      attributes,
      isEnded,
    ]),
    [
      ["pebble add_layer", { "pebble.socket_path": SOCKET }, true],
      ["pebble push", { "pebble.socket_path": SOCKET }, true],
    ],
  );
});

Deno.test("tracedPebble() traces what is waited for of a command (PBC-36)", async () => {
  const tracer = new RecordingTracer();
  const simulated = new SimulatedPebble();
  simulated.handleExec(["echo"], (command) => {
    command.write("hello");
    return 0;
  });
  const pebble = tracedPebble(simulated, SOCKET, new Spans({ tracer }));

  const process = await pebble.exec(["echo"]);
  const [output] = await process.waitOutput();

  assertEquals(output, "hello");
  assertEquals(names(tracer.roots), ["pebble exec", "pebble wait_output"]);
});

Deno.test("tracedPebble() notes what a call throws, and passes it on (PBC-36)", async () => {
  const tracer = new RecordingTracer();
  const pebble = tracedPebble(
    new SimulatedPebble(),
    SOCKET,
    new Spans({ tracer }),
  );

  await assertRejects(() => pebble.startServices(["web"]), APIError);

  assertEquals(tracer.roots[0]?.status, 2);
});

Deno.test("tracedPebble() leaves the span of the handler current (PBC-36)", async () => {
  const tracer = new RecordingTracer();
  const spans = new Spans({ tracer });
  const pebble = tracedPebble(new SimulatedPebble(), SOCKET, spans);

  await spans.handler("start: Charm", {}, async () => {
    const calls = [pebble.getPlan(), pebble.getServices()];
    spans.event("CustomEvent", {});
    await Promise.all(calls);
  });

  assertEquals(names(tracer.roots), ["start: Charm"]);
  assertEquals(tracer.roots[0]?.events, [["CustomEvent", {}]]);
});

Deno.test("tracedPebble() lets go of a command at the end of its scope (PBC-36)", async () => {
  const tracer = new RecordingTracer();
  class Process {
    #isOver = false;

    get isOver(): boolean {
      return this.#isOver;
    }

    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.resolve();
      this.#isOver = true;
    }
  }
  const process = new Process();
  const client = tracedPebble(
    { exec: () => Promise.resolve(process) },
    SOCKET,
    new Spans({ tracer }),
  );

  {
    await using _process = await client.exec();
  }

  assertEquals(process.isOver, true);
});
