import { assert, assertEquals } from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { readPlanText } from "./_plan_text.ts";
import { parseLayerYaml } from "./_layer_yaml.ts";
import { Client } from "./client.ts";

const PLAIN = `services:
    web:
        override: replace
        command: 'gunicorn -b 0.0.0.0:80 ''x y'' # z'
        startup: enabled
        after:
            - a
            - "off"
        environment:
            "": e
            A: "1"
            'a: b': it's
            URL: http://x:80/#top
            P: a\\b
        user-id: 0
        backoff-delay: 1m30s
        backoff-factor: 1.5
checks:
    up:
        threshold: 3
        http:
            url: http://x/
log-targets:
    t:
        type: loki
        services: []
        labels:
            a: $X
`;

Deno.test("readPlanText() reads what Pebble writes most of the time (PBL-09)", async () => {
  const plan = readPlanText(PLAIN);

  assert(plan !== undefined);
  assertEquals(plan, await parseLayerYaml(PLAIN));
  assertEquals(readPlanText("{}\n"), {});
});

Deno.test("readPlanText() leaves to the parser what might be something else (PBL-09)", () => {
  for (
    const text of [
      "a: yes\n",
      "a: ~\n",
      "a:\n",
      "a:\nb: c\n",
      "a: 0x10\n",
      "a: 1_000\n",
      "a: 012\n",
      "a: 1e3\n",
      "a: 12:30:45\n",
      "a: 2026-01-01\n",
      "a: |\n    b\n",
      "a: >-\n    b\n",
      "a: &x b\n",
      "a: *x\n",
      "a: !!str b\n",
      "a: [b]\n",
      "a: {b: c}\n",
      "a: b # c\n",
      "a: b: c\n",
      "a: b \n",
      "a: b:\n",
      'a: "\\x01"\n',
      'a: "b" c\n',
      "a: 'b' c\n",
      "a: b\na: c\n",
      "a: b\n  c: d\n",
      "a:\n    - b: c\n",
      "a:\n    - b\n    c: d\n",
      "a:\n  b: c\n d: e\n",
      "__proto__: b\n",
      "<<: b\n",
      "? a\n",
      "# a\n",
      "---\na: b\n",
      "a: b\n\nc: d\n",
      "a:\tb\n",
      "- a\n",
      "a",
      "",
    ]
  ) {
    assertEquals(readPlanText(text), undefined, text);
  }
});

Deno.test("readPlanText() and the parser agree on what a daemon writes of any text (PBL-08, PBL-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const pieces = [
    ...["a", "Z", "0", "1", "-", "_", ".", "/", ":", " ", "#", "'", '"', "\\"],
    ...["$", "%", "@", "&", "*", "!", "|", ">", "?", "[", "]", "{", "}", ","],
    ...["=", "~", "`", "<", "true", "yes", "null", "1e3", "\t", "\n", "é", "s"],
  ];
  let quick = 0;
  for (const first of pieces) {
    const texts = pieces.flatMap((
      second,
    ) => [first + second, `a${first}${second}b`]);
    const environment = Object.fromEntries(
      texts.map((text, i) => [`V${i}`, text]),
    );
    const labels = Object.fromEntries(texts.map((text) => [text, "x"]));

    for (
      const [kind, one] of [["value", environment], ["key", labels]] as const
    ) {
      await client.addLayer("words", {
        services: {
          a: { override: "replace", command: "a", environment: one },
        },
      }, { combine: true });
      const text = await client.getPlanText();
      // One at a time, as a single odd text is enough to leave all to the parser.
      const [head = "", tail] = text.split("        environment:\n");
      assert(tail !== undefined, kind);
      for (const line of tail.split(/\n(?= {12}\S)/)) {
        const small = `${head}        environment:\n${line.trimEnd()}\n`;
        const read = readPlanText(small);
        if (read === undefined) continue;
        assertEquals(read, await parseLayerYaml(small), small);
        quick++;
      }
    }
  }
  assert(quick > 2000, `${quick} read quickly`);
});
