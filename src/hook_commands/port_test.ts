import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import {
  closePort,
  closePortArgs,
  openedPorts,
  openedPortsArgs,
  openPort,
  openPortArgs,
} from "./port.ts";
import type { OpenedPortRange, PortRange } from "./types.ts";

const PORTS: ReadonlyArray<[PortRange, string[]]> = [
  [{ port: 80 }, ["80"]],
  [{ port: 0, protocol: "tcp" }, ["0/tcp"]],
  [{ port: 80, protocol: "udp" }, ["80/udp"]],
  [{ port: 80, toPort: 90 }, ["80-90"]],
  [{ port: 80, toPort: 90, protocol: "udp" }, ["80-90/udp"]],
  [{ protocol: "icmp" }, ["icmp"]],
  [{ port: 80, endpoints: ["web", "api"] }, ["--endpoints", "web,api", "80"]],
];

Deno.test("openPortArgs() and closePortArgs() name a port or a range (HKC-06, PRT-01)", () => {
  for (const [port, args] of PORTS) {
    assertEquals(openPortArgs(port), ["open-port", ...args]);
    assertEquals(closePortArgs(port), ["close-port", ...args]);
  }
});

Deno.test("openPortArgs() refuses what names no port (HKC-06)", () => {
  for (const port of [{}, { toPort: 7, protocol: "tcp" }] as const) {
    assertThrows(() => openPortArgs(port), TypeError, "Cannot name a port");
  }
});

Deno.test("openPortArgs() refuses an empty list of endpoints, which Juju takes as all (HKC-06)", () => {
  assertThrows(
    () => openPortArgs({ port: 80, endpoints: [] }),
    TypeError,
    "its list of endpoints is empty",
  );
});

Deno.test("openPort() runs open-port, closePort() runs close-port", () => {
  const [opening, closing] = [new RecordingRunner(), new RecordingRunner()];

  openPort({ port: 80 }, opening);
  closePort({ port: 80 }, closing);

  assertEquals(opening.argv, ["open-port", "80"]);
  assertEquals(closing.argv, ["close-port", "80"]);
});

Deno.test("openedPortsArgs() asks for endpoints when wanted (HKC table)", () => {
  assertEquals(openedPortsArgs(), ["opened-ports", "--format=json"]);
  assertEquals(
    openedPortsArgs({ endpoints: true }),
    ["opened-ports", "--endpoints", "--format=json"],
  );
});

Deno.test("openedPorts() reads each form (HKC-07, JHT-09)", () => {
  const none = { port: null, toPort: null, endpoints: null };
  const cases: ReadonlyArray<[string, OpenedPortRange]> = [
    ["icmp", { ...none, protocol: "icmp" }],
    ["80/tcp", { ...none, protocol: "tcp", port: 80 }],
    ["80", { ...none, protocol: "tcp", port: 80 }],
    ["80/sctp", { ...none, protocol: "sctp", port: 80 }],
    ["80-99/udp", { ...none, protocol: "udp", port: 80, toPort: 99 }],
    ["80/tcp (*)", { ...none, protocol: "tcp", port: 80, endpoints: ["*"] }],
    ["icmp (a,b)", { ...none, protocol: "icmp", endpoints: ["a", "b"] }],
    ["80/tcp (a, b)", {
      ...none,
      protocol: "tcp",
      port: 80,
      endpoints: ["a", "b"],
    }],
    ["80/tcp ()", { ...none, protocol: "tcp", port: 80, endpoints: [] }],
  ];
  for (const [text, expected] of cases) {
    const runner = new RecordingRunner(JSON.stringify([text]));

    assertEquals(openedPorts({}, runner), [expected], text);
  }
});

Deno.test("openedPorts() refuses text that is no port (ERR-11)", () => {
  const cases = [
    "",
    " ",
    "80/",
    "80-/tcp",
    "-80",
    "80 tcp",
    "/tcp",
    "db:1",
    "65536/tcp",
    "80-65536/tcp",
    "90-80/tcp",
  ];
  for (const text of cases) {
    assertThrows(
      () => openedPorts({}, new RecordingRunner(JSON.stringify([text]))),
      HookCommandOutputError,
      "Cannot read the output of opened-ports",
      text,
    );
  }
});
