import { assertEquals, assertMatch } from "@std/assert";
import type { LayerDict } from "../../pebble/layer.ts";
import { type ContractCase, refusal } from "./_contract.ts";

const SLEEP = { override: "replace", command: "sleep 600" } as const;
const LAYER: LayerDict = {
  summary: "A charm's layer",
  services: {
    db: { ...SLEEP, before: ["web"] },
    web: { ...SLEEP, startup: "enabled", requires: ["db"] },
    worker: { ...SLEEP, requires: ["web"], after: ["web"] },
  },
};

/** How layers make a plan. */
export const LAYER_CASES: readonly ContractCase[] = [
  {
    name: "merges layers into a plan (PBL-03, PBL-14, PBL-15, PBL-16, PBL-17)",
    async run({ client }) {
      assertEquals((await client.getPlan()).toDict(), {});
      await client.addLayer("one", {
        services: {
          web: {
            override: "replace",
            command: "web",
            environment: { A: "1", B: "1" },
            after: ["db"],
            "kill-delay": "90s",
            "user-id": 0,
          },
          db: { override: "replace", command: "db" },
        },
        checks: {
          up: {
            override: "replace",
            period: "1500ms",
            http: { url: "http://localhost:1/", headers: { A: "1" } },
          },
        },
      });
      await client.addLayer("two", {
        services: {
          web: {
            override: "merge",
            environment: { B: "2" },
            after: ["db"],
            startup: "enabled",
          },
          db: { override: "replace", command: "other" },
        },
        checks: {
          up: {
            override: "merge",
            threshold: 7,
            http: { headers: { B: "2" } },
          },
        },
        "log-targets": {
          loki: { override: "merge", type: "loki", location: "http://x" },
        },
      });

      const plan = await client.getPlan();

      assertEquals(plan.toDict(), {
        services: {
          web: {
            override: "replace",
            command: "web",
            environment: { A: "1", B: "2" },
            after: ["db", "db"],
            startup: "enabled",
            "kill-delay": "1m30s",
            "user-id": 0,
          },
          db: { override: "replace", command: "other" },
        },
        checks: {
          up: {
            override: "replace",
            period: "1.5s",
            threshold: 7,
            http: {
              url: "http://localhost:1/",
              headers: { A: "1", B: "2" },
            },
          },
        },
        "log-targets": {
          loki: { override: "merge", type: "loki", location: "http://x" },
        },
      });
    },
  },
  {
    name: "combines a layer in its place in the order (PBL-19, OBS-14)",
    async run({ client }) {
      const command = async () =>
        (await client.getPlan()).services["a"]?.command;
      await client.addLayer("low", { services: { a: SLEEP } });
      await client.addLayer("high", {
        services: { a: { override: "replace", command: "high" } },
      });
      await client.addLayer("low", {
        services: { a: { override: "replace", command: "low" } },
      }, { combine: true });
      assertEquals(await command(), "high");

      await client.addLayer("high", {
        services: { a: { override: "merge", command: "higher" } },
      }, { combine: true });

      assertEquals(await command(), "higher");
    },
  },
  {
    name: "refuses layers with the same words (PBL-15, PBL-17, PBL-19, PBL-20)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      const before = await client.getPlanText();
      const add = (layer: string | LayerDict, label = "x") =>
        refusal(client.addLayer(label, layer));
      const command = "sleep 1";

      assertEquals(await add({}, "base"), [400, 'layer "base" already exists']);
      assertEquals(await add({}, ""), [400, "label must be set"]);
      assertEquals(await add({}, "pebble-x"), [
        400,
        'cannot parse layer YAML: cannot use reserved label prefix "pebble-"',
      ]);
      assertEquals(await add({ services: { a: { command } } }), [
        400,
        'layer "x" must define "override" for service "a"',
      ]);
      assertEquals(
        await add({ services: { a: { command, override: "x" } } }),
        [400, 'layer "x" has invalid "override" value for service "a"'],
      );
      assertEquals(await add({ services: { a: { override: "merge" } } }), [
        400,
        'plan must define "command" for service "a"',
      ]);
      assertEquals(await add("bogus: {}"), [
        400,
        'cannot parse layer YAML: cannot parse layer "x": unknown section ' +
        '"bogus"',
      ]);
      assertEquals(await add("services:\n  a:\n"), [
        400,
        "cannot parse layer YAML: service object cannot be null for service " +
        '"a"',
      ]);
      const [, unknown] = await add("services: {a: {bogus: 1}}");
      assertMatch(
        unknown,
        /section "services".*\n.*field bogus not found in type plan\.Service/s,
      );
      const [, malformed] = await add("services: {a: {after: web}}");
      assertMatch(malformed, /section "services": yaml: unmarshal errors/);
      const loop = { override: "replace", command } as const;
      assertEquals(
        await add({
          services: {
            a: { ...loop, after: ["b"] },
            b: { ...loop, after: ["a"] },
          },
        }),
        [400, "services in before/after loop: a, b"],
      );
      assertEquals(
        await add({
          checks: {
            c: {
              override: "replace",
              tcp: { port: 1 },
              exec: { command },
            },
          },
        }),
        [
          400,
          'plan must specify one of "http", "tcp", or "exec" for check "c"',
        ],
      );
      assertEquals(await client.getPlanText(), before);
    },
  },
  {
    name: "takes bare values of YAML as the texts they are (PBL-09, OBS-19)",
    async run({ client }) {
      const values = "1.10 012 yes 0x10 2026-01-01 1_000 1e3 off 12:30:45"
        .split(" ");
      const environment = values.map((value, i) => `      V${i}: ${value}`);
      await client.addLayer(
        "base",
        `services:
  a:
    override: replace
    command: 5
    user-id: 0
    backoff-factor: 1.5
    environment:
${environment.join("\n")}
      NULL1: null
      NULL2: ~
      QUOTED: "1.10"
`,
      );

      const service = (await client.getPlan()).services["a"];

      assertEquals(service?.command, "5");
      assertEquals([service?.userId, service?.backoffFactor], [0, 1.5]);
      assertEquals(service?.environment, {
        ...Object.fromEntries(values.map((value, i) => [`V${i}`, value])),
        NULL1: "",
        NULL2: "",
        QUOTED: "1.10",
      });
      const [code] = await refusal(
        client.addLayer(
          "x",
          'services: {b: {override: replace, command: x, user-id: "0"}}',
        ),
      );
      assertEquals(code, 400);
      const [, twice] = await refusal(
        client.addLayer("x", "services: {a: {override: merge}, a: {}}"),
      );
      assertMatch(twice, /^cannot parse layer YAML: /);
    },
  },
  {
    name: "merges log targets, and refuses wrong ones (PBL-14, PBL-18)",
    async run({ client }) {
      const target = {
        override: "replace",
        type: "loki",
        location: "http://localhost:1",
      } as const;
      const add = (dict: unknown, label = "x") =>
        refusal(
          client.addLayer(label, { "log-targets": { t: dict } } as LayerDict),
        );
      await client.addLayer("base", {
        services: { a: SLEEP },
        "log-targets": { t: { ...target, services: ["all"] } },
      });
      await client.addLayer("more", {
        "log-targets": {
          t: { override: "merge", services: ["-a"], labels: { k: "v" } },
          u: target,
        },
      });

      assertEquals((await client.getPlan()).toDict()["log-targets"], {
        t: { ...target, services: ["all", "-a"], labels: { k: "v" } },
        u: target,
      });
      assertEquals(await add({ ...target, services: ["zzz"] }), [
        400,
        'log target "t" specifies unknown service "zzz"',
      ]);
      const [code, text] = await add({ ...target, labels: { pebble_x: "" } });
      assertEquals([code, /uses reserved prefix "pebble_"/.test(text)], [
        400,
        true,
      ]);
    },
  },
  {
    name: "fills in defaults where layers combine (PBL-16, PBL-19, OBS-14)",
    async run({ client }) {
      const check = { override: "merge", tcp: { port: 1 } } as const;
      await client.addLayer("low", {
        checks: { c: { ...check, threshold: 7 } },
      });
      await client.addLayer("high", { checks: { c: check } });
      const threshold = async () =>
        (await client.getPlan()).checks["c"]?.threshold;
      assertEquals(await threshold(), 7);

      await client.addLayer("high", {
        services: { a: { ...SLEEP, after: ["b"] } },
      }, { combine: true });
      assertEquals(await threshold(), 3);
      for (let i = 0; i < 2; i++) {
        await client.addLayer("high", {
          services: { a: { override: "merge", after: ["b"] } },
        }, { combine: true });
      }

      assertEquals((await client.getPlan()).services["a"]?.after, [
        "b",
        "b",
        "b",
      ]);
    },
  },
];
