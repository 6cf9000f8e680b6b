import { assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "./errors.ts";
import { Model } from "./model.ts";
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
    [new Port("tcp", 80, { toPort: 90 }), false],
    [new Port("tcp", 80, { toPort: 80 }), true],
  ];
  for (const [other, expected] of cases) {
    assertEquals(port.equals(other), expected, `${other}`);
  }
  assertEquals([`${port}`, `${new Port("icmp")}`], ["80/tcp", "icmp"]);
});

Deno.test("openPort() and closePort() name protocol and port (PRT-01)", () => {
  const test = new TestContext();

  openPort(test.context, new Port("tcp", 0));
  openPort(test.context, new Port(JSON.parse('"UDP"'), 53));
  openPort(test.context, new Port("icmp"));
  closePort(test.context, new Port("tcp", 80));
  closePort(test.context, new Port("icmp"));

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
    () => openPort(test.context, new Port("tcp", 99_999)),
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

Deno.test("openedPorts() reads ranges (PRT-03)", () => {
  const test = opened("80-90/tcp", "80/tcp");

  assertEquals(openedPorts(test.context), [
    new Port("tcp", 80, { toPort: 90 }),
    new Port("tcp", 80),
  ]);
  assertEquals(test.logged, []);
});

Deno.test("openedPorts() warns of a protocol that it does not know (PRT-03)", () => {
  const test = opened("7/sctp", "80/tcp");

  assertEquals(openedPorts(test.context), [new Port("tcp", 80)]);
  assertEquals(test.logged, [
    'WARNING Port of unknown protocol "sctp" is left out',
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

Deno.test("setPorts() leaves a range that is wanted, and opens one that is not open (PRT-05)", () => {
  const test = opened("80-90/tcp");

  setPorts(test.context, [
    new Port("tcp", 80, { toPort: 90 }),
    new Port("udp", 7, { toPort: 9 }),
  ]);

  assertEquals(test.argvs.slice(1), ["open-port 7-9/udp"]);
});

Deno.test("Unit.openPort() and closePort() take ranges and endpoints (PRT-01)", () => {
  const test = new TestContext();
  const { unit } = new Model(test.context);

  unit.openPort("tcp", 80);
  unit.openPort("udp", 80, { toPort: 90, endpoints: ["web", "api"] });
  unit.closePort("tcp", 80, { endpoints: ["web"] });
  unit.closePort("icmp");

  assertEquals(test.argvs, [
    "open-port 80/tcp",
    "open-port --endpoints web,api 80-90/udp",
    "close-port --endpoints web 80/tcp",
    "close-port icmp",
  ]);
  assertThrows(
    () => unit.openPort("tcp", 80, { endpoints: [] }),
    TypeError,
    "its list of endpoints is empty",
  );
});

Deno.test("Unit uses ports of its own only (UNI-07)", () => {
  const test = new TestContext();
  const other = new Model(test.context).getUnit("web/1");
  const uses = [
    () => other.openPort("tcp", 80),
    () => other.closePort("tcp", 80),
    () => other.openedPorts(),
    () => other.setPorts(80),
  ];
  for (const use of uses) {
    assertThrows(use, ModelError, 'of unit "web/1"');
  }
  assertEquals(test.argvs, []);
});
