import { assertEquals } from "@std/assert";
import { parseOptions, render } from "./proxy_config.ts";

Deno.test("parseOptions() reads addresses and networks", () => {
  assertEquals(parseOptions(8888, " 127.0.0.1\n10.0.0.0/8 ").config, {
    port: 8888,
    allow: ["127.0.0.1", "10.0.0.0/8"],
  });
  assertEquals(parseOptions(1, "0.0.0.0/0").config?.port, 1);
  assertEquals(parseOptions(65535, "255.255.255.255/32").config?.port, 65535);
});

for (const port of [0, -1, 65536]) {
  Deno.test(`parseOptions() refuses port ${port}`, () => {
    assertEquals(
      parseOptions(port, "127.0.0.1").mistake,
      `Invalid port ${port}; choose one from 1 to 65535`,
    );
  });
}

const WRONG = [
  ...["256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.x", "-1.2.3.4"],
  ...["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "example.com", "::1"],
];
for (const word of WRONG) {
  Deno.test(`parseOptions() refuses to allow ${word}`, () => {
    assertEquals(
      parseOptions(8888, `127.0.0.1 ${word}`).mistake,
      `Invalid allow "${word}"; write such as 10.0.0.0/8`,
    );
  });
}

Deno.test("parseOptions() refuses to serve nobody, as tinyproxy then serves everyone", () => {
  assertEquals(
    parseOptions(8888, " \n").mistake,
    "Nobody may use the proxy; set allow",
  );
});

Deno.test("render() writes one line for each that may use the proxy", () => {
  const text = render(
    { port: 3128, allow: ["127.0.0.1", "10.0.0.0/8"] },
    "/folder/tinyproxy.pid",
  );

  const lines = text.split("\n");
  assertEquals(lines.filter((line) => /^(Port|Allow|PidFile)/.test(line)), [
    "Port 3128",
    "Allow 127.0.0.1",
    "Allow 10.0.0.0/8",
    'PidFile "/folder/tinyproxy.pid"',
  ]);
});
