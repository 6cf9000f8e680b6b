// With the real Pebble, which `CHARMKIT_PEBBLE` or `PATH` names: what the
// forwarding of logs relies on. `startPebble` belongs to the tests of
// @charmkit/ops; a charm of your own may run `pebble run --hold` itself.
import { Container } from "@charmkit/ops";
import { Client, type LogTargetDict } from "@charmkit/ops/pebble";
import { assertEquals } from "@std/assert";
import { startPebble } from "../../../src/pebble/_daemon.ts";
import { forwardLogs } from "./log_forwarding.ts";
import type { LokiEndpoints } from "./loki_endpoints.ts";

const TOPOLOGY = {
  model: "cos",
  model_uuid: "8e3ba2f9-5e1a-4f2b-8d5c-0d7d3f9b6c11",
  application: "podinfo",
  unit: "podinfo/0",
  charm_name: "podinfo",
};

/** A line of a log, and the labels of its stream. */
interface Received {
  readonly line: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Plays Loki on a port of its own. */
class FakeLoki implements AsyncDisposable {
  readonly received: Received[] = [];
  /** Where the lines came. */
  readonly paths: Set<string> = new Set();
  readonly url: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #arrived: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#take(request),
    );
    const { port } = this.#server.addr;
    this.url = `http://127.0.0.1:${port}/loki/api/v1/push`;
  }

  /** Waits for a line, and gives all that came until then. */
  async lines(last: string): Promise<string[]> {
    const lines = (): string[] => this.received.map(({ line }) => line);
    while (!lines().includes(last)) await this.#arrived.promise;
    return lines();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #take(request: Request): Promise<Response> {
    this.paths.add(new URL(request.url).pathname);
    const { streams }: {
      readonly streams: readonly {
        readonly stream: Readonly<Record<string, string>>;
        readonly values: readonly (readonly [time: string, line: string])[];
      }[];
    } = await request.json();
    for (const { stream: labels, values } of streams) {
      for (const [, line] of values) this.received.push({ line, labels });
    }
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
    return new Response(null, { status: 204 });
  }
}

/** A Pebble with a service that logs what it is told. */
async function startContainer() {
  const daemon = await startPebble();
  const pipe = `${daemon.folder}/lines`;
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  const client = new Client(daemon.socketPath);
  const container = new Container("podinfo", client);
  await container.ensureLayer("podinfo", {
    services: {
      podinfo: {
        override: "replace",
        // Opened for reading and writing, a pipe never ends.
        command: `sh -c 'exec cat <>${pipe}'`,
        startup: "enabled",
      },
    },
  });
  return {
    container,
    log: (line: string) => Deno.writeTextFile(pipe, `${line}\n`),
    async [Symbol.asyncDispose](): Promise<void> {
      client.close();
      await daemon[Symbol.asyncDispose]();
    },
  };
}

function endpoints(urls: Record<string, string>): LokiEndpoints {
  return {
    urls: new Map(Object.entries(urls)),
    problems: new Map(),
    silent: [],
  };
}

Deno.test("forwardLogs() has Pebble send each line once, with its topology", async () => {
  await using loki = new FakeLoki();
  await using pebble = await startContainer();
  const wanted = endpoints({ "loki/0": loki.url });

  await forwardLogs(pebble.container, wanted, TOPOLOGY);
  await pebble.log("one");
  await loki.lines("one");
  await forwardLogs(pebble.container, wanted, TOPOLOGY);
  await pebble.log("two");

  assertEquals(await loki.lines("two"), ["one", "two"]);
  assertEquals(loki.received[0]?.labels, {
    product: "Juju",
    charm: "podinfo",
    juju_model: "cos",
    juju_model_uuid: TOPOLOGY.model_uuid,
    juju_application: "podinfo",
    juju_unit: "podinfo/0",
    pebble_service: "podinfo",
  });
});

Deno.test("forwardLogs() follows a Loki to another address, and leaves one that goes", async () => {
  await using before = new FakeLoki();
  await using after = new FakeLoki();
  await using other = new FakeLoki();
  await using pebble = await startContainer();
  const { container } = pebble;

  await forwardLogs(
    container,
    endpoints({ "loki/0": before.url, "loki/1": other.url }),
    TOPOLOGY,
  );
  await pebble.log("one");
  await Promise.all([before.lines("one"), other.lines("one")]);
  await forwardLogs(container, endpoints({ "loki/0": after.url }), TOPOLOGY);
  await pebble.log("two");

  // A new log target also gets the lines that Pebble still has.
  assertEquals(await after.lines("two"), ["one", "two"]);
  assertEquals(await before.lines("one"), ["one"]);
  assertEquals(await other.lines("one"), ["one"]);
});

Deno.test("Pebble goes on to send to a log target's first address, also once no layer has it", async () => {
  await using before = new FakeLoki();
  await using pebble = await startContainer();
  const target = { override: "replace", type: "loki", services: ["all"] };
  const addTargets = (targets: Record<string, LogTargetDict>): Promise<void> =>
    pebble.container.addLayer("log-forwarding", { "log-targets": targets }, {
      combine: true,
    });

  await addTargets({ loki: { ...target, location: before.url } });
  await addTargets({ loki: { ...target, location: `${before.url}/moved` } });
  await addTargets({});
  await pebble.log("one");

  assertEquals(await before.lines("one"), ["one"]);
  assertEquals(before.paths, new Set(["/loki/api/v1/push"]));
  const { logTargets } = await pebble.container.getPlan();
  assertEquals(Object.keys(logTargets), ["loki"]);
});
