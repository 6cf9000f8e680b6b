import { assert, assertEquals, assertThrows } from "@std/assert";
import { startPebble } from "./_daemon.ts";
import type { CheckDict } from "./check.ts";
import { Client } from "./client.ts";
import { combineLayers, type LabelledLayer } from "./combine_layers.ts";
import { APIError } from "./errors.ts";
import { Layer, type LayerDict } from "./layer.ts";
import { LayerError } from "./layer_problem.ts";
import type { LogTargetDict } from "./log_target.ts";
import { Plan } from "./plan.ts";
import type { ServiceDict } from "./service.ts";
import { validateLayer } from "./validate_layer.ts";
import { validatePlan } from "./validate_plan.ts";

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Makes layers: most are fine, some are refused. */
class LayerMaker {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  pick<T>(...choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T;
  }

  layer(): LayerDict {
    const layer = {
      ...this.#maybe(0.3, "summary", () => this.pick("", "one", "two")),
      ...this.#maybe(0.8, "services", () => this.#objects(this.#service)),
      ...this.#maybe(0.5, "checks", () => this.#objects(this.#check)),
      ...this.#maybe(0.4, "log-targets", () => this.#objects(this.#target)),
    };
    return layer;
  }

  #maybe<T>(probability: number, key: string, make: () => T): object {
    return this.chance(probability) ? { [key]: make() } : {};
  }

  #objects<T>(make: () => T): Record<string, T> {
    const names = ["a", "b", "c", "d"].filter(() => this.chance(0.4));
    return Object.fromEntries(names.map((name) => [name, make.call(this)]));
  }

  #names(): string[] {
    return ["a", "b", "c", "d"].filter(() => this.chance(0.2));
  }

  #map(): Record<string, string> {
    const keys = ["A", "B", "off", "1"].filter(() => this.chance(0.4));
    const value = () => this.pick("", "1", "yes", "x: y", "é", " ", "1.10");
    return Object.fromEntries(keys.map((key) => [key, value()]));
  }

  #duration(): string {
    return this.pick("1s", "90s", "1500ms", "1h", "0.25s", "61m", "100us");
  }

  #override(): { override?: string } {
    if (this.chance(0.01)) return this.pick({}, { override: "both" });
    return { override: this.pick("merge", "merge", "replace") };
  }

  #owner(): object {
    return {
      ...this.#maybe(0.2, "user-id", () => this.pick(0, 1000)),
      ...this.#maybe(0.2, "group-id", () => this.pick(0, 1000)),
    };
  }

  #service(): ServiceDict {
    return {
      ...this.#override(),
      ...this.#maybe(
        0.9,
        "command",
        () => this.pick("a", "b 'c d'", "e [ f ]"),
      ),
      ...this.#maybe(0.01, "command", () => this.pick("'", "[ a ]", "a ]")),
      ...this.#maybe(0.2, "summary", () => this.pick("", "sum")),
      ...this.#maybe(0.2, "description", () => this.pick("line\nline\n", "d")),
      ...this.#maybe(0.4, "startup", () => this.pick("enabled", "disabled")),
      ...this.#maybe(0.1, "after", () => this.pick(["a"], ["zz", "zz"])),
      ...this.#maybe(0.2, "requires", () => this.#names()),
      ...this.#maybe(0.4, "environment", () => this.#map()),
      ...this.#owner(),
      ...this.#maybe(0.2, "user", () => "root"),
      ...this.#maybe(0.2, "working-dir", () => "/"),
      ...this.#maybe(0.2, "on-success", () => this.pick("ignore", "restart")),
      ...this.#maybe(0.2, "on-failure", () => this.pick("shutdown", "")),
      ...this.#maybe(0.01, "on-failure", () => "explode"),
      ...this.#maybe(0.2, "on-check-failure", () => ({ a: "restart" })),
      ...this.#maybe(0.2, "backoff-delay", () => this.#duration()),
      ...this.#maybe(0.2, "backoff-factor", () => this.pick(1, 1.5, 3)),
      ...this.#maybe(0.2, "kill-delay", () => this.#duration()),
    };
  }

  #check(): CheckDict {
    return {
      ...this.#override(),
      ...this.#maybe(0.3, "level", () => this.pick("alive", "ready")),
      ...this.#maybe(0.3, "startup", () => "disabled"),
      ...this.#maybe(0.4, "period", () => this.#duration()),
      ...this.#maybe(0.4, "timeout", () => this.#duration()),
      ...this.#maybe(0.4, "threshold", () => this.pick(0, 1, 7)),
      ...this.#maybe(0.95, "http", () => ({
        url: this.pick("http://localhost/", "http://x/"),
        ...this.#maybe(0.4, "headers", () => this.#map()),
      })),
      ...this.#maybe(0.02, "tcp", () => ({ port: 80 })),
    };
  }

  #target(): LogTargetDict {
    return {
      ...this.#override(),
      type: this.pick("loki", "syslog", "opentelemetry"),
      ...this.#maybe(0.95, "location", () => this.pick("udp:1:1", "http://x")),
      ...this.#maybe(0.5, "services", () => this.pick(["all"], ["-all"])),
      ...this.#maybe(0.05, "services", () => ["zzz", "-a"]),
      ...this.#maybe(0.4, "labels", () => this.#map()),
      ...this.#maybe(0.01, "labels", () => ({ pebble_x: "" })),
    };
  }
}

/** The layers with one more; it joins that of the same label. */
function withLayer(
  layers: readonly LabelledLayer[],
  added: LabelledLayer,
): LabelledLayer[] {
  const at = layers.findIndex(({ label }) => label === added.label);
  if (at < 0) return [...layers, added];
  const { label } = added;
  const both = [...layers.slice(at, at + 1), added];
  return layers.with(at, { label, layer: combineLayers(both) });
}

Deno.test("combineLayers() and the daemon make the same plan of random layers (PBL-14, PBL-15, PBL-16, PBL-17, PBL-18, PBL-19, PBL-20, OBS-14)", async () => {
  let accepted = 0;
  const refused: string[] = [];
  for (let seed = 1; seed <= 4; seed++) {
    await using daemon = await startPebble();
    using client = new Client(daemon.socketPath);
    const maker = new LayerMaker(seed);
    let layers: LabelledLayer[] = [];
    for (let i = 0; i < 100; i++) {
      const label = maker.pick("one", "two", `label-${i}`);
      const layer = maker.layer();

      let answer = "";
      await client.addLayer(label, layer, { combine: true }).catch((error) => {
        assert(error instanceof APIError, error);
        answer = error.message.replace(/^cannot parse layer YAML: /, "");
      });
      const problems = validateLayer(layer);
      let next = layers;
      if (problems.length === 0) {
        next = withLayer(layers, { label, layer });
        problems.push(...validatePlan(combineLayers(next)));
      }

      const where = `seed ${seed}, layer ${i}: ${JSON.stringify(layer)}`;
      const messages = problems.map(({ message }) =>
        message.replace(/^layer (must|has)/, `layer "${label}" $1`)
      );
      if (answer === "") {
        assertEquals(messages, [], where);
        layers = next;
        accepted++;
      } else {
        assert(messages.includes(answer), `${where}\n${answer}\n${messages}`);
        refused.push(answer);
      }
      const plan = await client.getPlan();
      assertEquals(
        plan.toDict(),
        new Plan(combineLayers(layers)).toDict(),
        where,
      );
    }
  }
  // Layers that are all refused, or all fine, would show little.
  assert(accepted >= 200, `${accepted} accepted`);
  assert(refused.length >= 20, `${refused.length} refused`);
});

Deno.test("combineLayers() lets the last say, merges maps and appends lists (PBL-15, PBL-16, PBL-17, PBL-18)", () => {
  const base = new Layer({
    summary: "base",
    services: {
      web: { override: "replace", command: "web", after: ["a"], user: "www" },
      gone: { override: "replace", command: "old", startup: "enabled" },
    },
    checks: { up: { override: "replace", http: { url: "http://a/" } } },
    "log-targets": {
      t: {
        override: "merge",
        type: "loki",
        location: "http://l/",
        labels: { a: "1" },
      },
    },
  });
  const more: LayerDict = {
    services: {
      web: {
        override: "merge",
        after: ["a"],
        "user-id": 0,
        "kill-delay": "90s",
      },
      gone: { override: "replace", command: "new" },
    },
    checks: {
      up: {
        override: "merge",
        http: { headers: { H: "1" } },
        period: "1500ms",
      },
    },
    "log-targets": {
      t: { override: "merge", services: ["all"], labels: { b: "2" } },
    },
  };

  assertEquals(combineLayers([{ layer: base }, { layer: more }]), {
    services: {
      web: {
        override: "replace",
        command: "web",
        after: ["a", "a"],
        user: "www",
        "user-id": 0,
        "kill-delay": "1m30s",
      },
      gone: { override: "replace", command: "new" },
    },
    checks: {
      up: {
        override: "replace",
        period: "1.5s",
        threshold: 3,
        http: { url: "http://a/", headers: { H: "1" } },
      },
    },
    "log-targets": {
      t: {
        override: "merge",
        type: "loki",
        location: "http://l/",
        services: ["all"],
        labels: { a: "1", b: "2" },
      },
    },
  });
  assertEquals(combineLayers([]), {});
});

Deno.test("combineLayers() tells of all that it can't combine, by label (PBL-15, PBL-20)", () => {
  const error = assertThrows(
    () =>
      combineLayers([
        { label: "one", layer: { services: { a: { command: "a" } } } },
        {
          label: "two",
          layer: { checks: { c: { override: "both" } } },
        },
        {
          label: "three",
          layer: { services: { b: { after: "a" } } } as unknown as LayerDict,
        },
      ]),
    LayerError,
  );

  assertEquals(error.problems.map(({ path }) => path.join(".")), [
    "services.a.override",
    "checks.c.override",
    "services.b.after",
  ]);
  assertEquals(
    error.message,
    'Cannot combine layers: services.a.override: layer "one" must define ' +
      '"override" for service "a"; checks.c.override: layer "two" has ' +
      'invalid "override" value for check "c"; services.b.after: cannot ' +
      "unmarshal string into []string",
  );
});
