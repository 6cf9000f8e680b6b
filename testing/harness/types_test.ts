import type { ActionOutput } from "../action_failed.ts";
import type { Harness } from "./harness.ts";
import {
  type CHARMCRAFT,
  type RecordingCharm,
  recordingHarness,
} from "./testdata/recording_charm.ts";
import type { Charmcraft } from "@charmkit/ops";
import { assertEquals } from "@std/assert";
import { assertType, type Same } from "../../src/_assert_type.ts";

type WebHarness = Harness<typeof CHARMCRAFT, RecordingCharm>;

/** Never called: it is for the compiler alone. */
async function misuse(harness: WebHarness): Promise<void> {
  // @ts-expect-error The metadata has no such endpoint.
  await harness.addRelation("dn", "postgresql");
  // @ts-expect-error The metadata has no such container.
  await harness.containerPebbleReady("wbe");
  // @ts-expect-error The metadata has no such container.
  harness.getContainerPebblePlan("wbe");
  // @ts-expect-error The metadata has no such container.
  harness.setCanConnect("wbe", true);
  // @ts-expect-error The metadata has no such container.
  harness.handleExec("wbe", [], { result: 0 });
  // @ts-expect-error A command has either a handler or a result.
  harness.handleExec("web", [], { result: 0, handler: () => {} });
  // @ts-expect-error The metadata has no such option.
  await harness.updateConfig({ nmae: "shop" });
  // @ts-expect-error The option takes a number.
  await harness.updateConfig({ port: "80" });
  // @ts-expect-error The metadata has no such option.
  await harness.updateConfig({}, { unset: ["nmae"] });
  // @ts-expect-error The metadata has no such action.
  await harness.runAction("backpu");
  // @ts-expect-error The parameter is text.
  await harness.runAction("backup", { path: 7 });
  // @ts-expect-error The metadata has no such storage.
  await harness.addStorage("date");
  // @ts-expect-error The metadata has no such resource.
  harness.addResource("scheme", "");
  // @ts-expect-error The metadata has no such binding.
  harness.addNetwork("10.0.0.1", { endpoint: "dn" });
}

/** Never called: without metadata, any name will do. */
async function anything(harness: Harness<Charmcraft>): Promise<void> {
  await harness.addRelation("any", "postgresql");
  await harness.updateConfig({ any: 7 });
  await harness.runAction("any", { any: [7] });
  await harness.containerPebbleReady("any");
}

Deno.test("Harness has the types of charm and metadata", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  assertType<Same<typeof harness, WebHarness>>();
  assertType<Same<typeof charm, RecordingCharm>>();
  assertType<Same<typeof harness.charm, RecordingCharm>>();
  type Output = ReturnType<WebHarness["runAction"]>;
  assertType<Same<Output, Promise<ActionOutput>>>();
  assertEquals([misuse.length, anything.length], [1, 1]);
});
