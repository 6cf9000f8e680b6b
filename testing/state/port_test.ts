import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ops from "../../mod.ts";
import {
  ICMPPort,
  Port,
  State,
  StateValidationError,
  TCPPort,
  UDPPort,
} from "../mod.ts";

Deno.test("TCPPort and UDPPort take numbers from 1 to 65535 (STT-84)", () => {
  assertEquals(new TCPPort(1).protocol, "tcp");
  assertEquals(`${new UDPPort(65535)}`, "65535/udp");
  for (const port of [0, 65536, -1, 1.5, NaN, "80" as unknown as number]) {
    assertThrows(() => new TCPPort(port), StateValidationError, "from 1 to");
    assertThrows(() => new UDPPort(port), StateValidationError, "from 1 to");
  }
  assertThrows(() => new TCPPort(80, { toPort: 70 }), StateValidationError);
  // @ts-expect-error ICMP has no ports
  assertThrows(() => new ICMPPort(80), StateValidationError, "no ports");
});

Deno.test("ports are equal by protocol and number, those of the framework too (STT-85, QRK-02)", () => {
  assert(new TCPPort(80).equals(new ops.Port("tcp", 80)));
  assert(new ops.Port("tcp", 80).equals(new TCPPort(80)));
  assert(!new TCPPort(80).equals(new UDPPort(80)));
  assertEquals(Port, ops.Port);
});

Deno.test("State takes ports of the framework as its own (STT-22, QRK-01)", () => {
  const { openedPorts } = new State({
    openedPorts: [
      new ops.Port("tcp", 80),
      new TCPPort(80),
      new ops.Port("udp", 8000, { toPort: 8010 }),
      new ops.Port("icmp"),
    ],
  });

  assertEquals(openedPorts, [
    new TCPPort(80),
    new UDPPort(8000, { toPort: 8010 }),
    new ICMPPort(),
  ]);
});

Deno.test("State takes statuses of the framework, which are those of the tests (STT-86)", async () => {
  const { ActiveStatus, ErrorStatus } = await import("../mod.ts");

  assertEquals(ActiveStatus, ops.ActiveStatus);
  assertEquals(
    new State({ unitStatus: new ErrorStatus("hook failed") }).unitStatus,
    new ops.ErrorStatus("hook failed"),
  );
});
