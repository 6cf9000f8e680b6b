import { ModelError, Port } from "@charmkit/ops";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { HarnessError } from "./harness_error.ts";
import { recordingHarness } from "./testdata/recording_charm.ts";

Deno.test("Harness lets a charm open and close ports (HRN-60)", async () => {
  using harness = recordingHarness();
  const { unit } = await harness.begin();

  unit.openPort("tcp", 80);
  unit.openPort("udp", 53);
  unit.closePort("tcp", 80);

  assertEquals(unit.openedPorts(), [new Port("udp", 53)]);
});

Deno.test("Harness refuses ports that can't be (HRN-60)", async () => {
  using harness = recordingHarness();
  const { unit } = await harness.begin();

  for (
    const open of [
      () => unit.openPort("tcp", 65536),
      () => unit.openPort("icmp", 80),
      () => unit.openPort("tcp"),
      () => unit.openPort("ftp" as "tcp", 80),
    ]
  ) assertThrows(open, ModelError);
  assertEquals(unit.openedPorts(), []);
});

Deno.test("Harness takes port 0, as Juju does (HRN-60, JHT-08)", async () => {
  using harness = recordingHarness();
  const { unit } = await harness.begin();

  unit.openPort("tcp", 0);

  assertEquals(unit.openedPorts(), [new Port("tcp", 0)]);
});

Deno.test("Harness refuses between two events what Juju refuses at the end of a hook", async () => {
  using harness = recordingHarness();
  const { unit } = await harness.begin();

  assertThrows(
    () => unit.openPort("icmp"),
    ModelError,
    "protocol icmp not supported for k8s applications",
  );
});

Deno.test("Harness says what Juju refuses at the end of an event, and keeps none of it", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = () => {
    charm.unit.openPort("tcp", 80);
    charm.unit.openPort("icmp");
  };

  await assertRejects(
    () => harness.updateConfig(),
    HarnessError,
    'Cannot keep what the charm wrote in "config-changed": Juju refuses it, committing requested changes: protocol icmp not supported for k8s applications',
  );

  assertEquals(charm.unit.openedPorts(), []);
});
