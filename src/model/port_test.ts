import { assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "./errors.ts";
import { closePort, openedPorts, openPort, Port, setPorts } from "./port.ts";
import { TestContext } from "./_test_context.ts";

function opened(...ports: string[]): TestContext {
  return new TestContext({
    answers: { "opened-ports": JSON.stringify(ports) },
  });
}

Deno.test("Port compares by value (PRT-06)", () => {
  const port = new Port("tcp", 80);
  const cases: ReadonlyArray<[Port, boolean]> = [
    [new Port("tcp", 80), true],
    [new Port(JSON.parse('"TCP"'), 80), true],
    [new Port("udp", 80), false],
    [new Port("tcp", 81), false],
    [new Port("icmp"), false],
  ];
  for (const [other, expected] of cases) {
    assertEquals(port.equals(other), expected, `${other}`);
  }
  assertEquals([`${port}`, `${new Port("icmp")}`], ["80/tcp", "icmp"]);
});

Deno.test("openPort() and closePort() name protocol and port (PRT-01)", () => {
  const test = new TestContext();

  openPort(test.context, "tcp", 0);
  openPort(test.context, JSON.parse('"UDP"'), 53);
  openPort(test.context, "icmp");
  closePort(test.context, "tcp", 80);
  closePort(test.context, "icmp");

  assertEquals(test.argvs, [
    "open-port 0/tcp",
    "open-port 53/udp",
    "open-port icmp",
    "close-port 80/tcp",
    "close-port icmp",
  ]);
});

Deno.test("openPort() passes on what Juju refuses (PRT-01)", () => {
  const test = new TestContext({
    answers: { "open-port": { stderr: "ERROR port range bounds\n" } },
  });

  assertThrows(
    () => openPort(test.context, "tcp", 99_999),
    ModelError,
    "Cannot open port 99999/tcp: ERROR port range bounds",
  );
});

Deno.test("openedPorts() reads ports, asked each time (PRT-02, PRT-03)", () => {
  const test = opened("icmp", "80/tcp", "81", "53/udp");

  const ports = openedPorts(test.context);
  openedPorts(test.context);

  assertEquals(
    ports.map((port) => `${port}`),
    ["icmp", "80/tcp", "81/tcp", "53/udp"],
  );
  assertEquals(test.argvs, [
    "opened-ports --format=json",
    "opened-ports --format=json",
  ]);
});

Deno.test("openedPorts() warns of what it can't show (PRT-03)", () => {
  const test = opened("80-90/tcp", "80/tcp", "7/sctp");

  const ports = openedPorts(test.context);

  assertEquals(ports.map((port) => `${port}`), ["80/tcp"]);
  assertEquals(test.logged, [
    'WARNING Port of unknown protocol "sctp" is left out',
    "WARNING Port range 80-90/tcp is shown as its first port",
  ]);
});

Deno.test("setPorts() closes what is not wanted, then opens what is missing (PRT-04)", () => {
  const test = opened("80/tcp", "81/tcp", "53/udp", "icmp");

  setPorts(test.context, [80, new Port("udp", 80), 443, new Port("icmp"), 443]);

  assertEquals(test.argvs, [
    "opened-ports --format=json",
    "close-port 81/tcp",
    "close-port 53/udp",
    "open-port 80/udp",
    "open-port 443/tcp",
  ]);
});

Deno.test("setPorts() changes nothing that is as wanted (PRT-04)", () => {
  const test = opened("80/tcp", "53/udp");

  setPorts(test.context, [new Port("udp", 53), 80]);

  assertEquals(test.argvs, ["opened-ports --format=json"]);
});

Deno.test("setPorts() without ports closes all (PRT-04)", () => {
  const test = opened("80/tcp", "icmp");

  setPorts(test.context, []);

  assertEquals(test.argvs.slice(1), ["close-port 80/tcp", "close-port icmp"]);
});

Deno.test("setPorts() closes a range as a whole (PRT-05)", () => {
  const test = opened("80-90/tcp");

  setPorts(test.context, [80]);

  assertEquals(test.argvs.slice(1), [
    "close-port 80-90/tcp",
    "open-port 80/tcp",
  ]);
});
