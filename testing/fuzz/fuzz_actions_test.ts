import * as ops from "@charmkit/ops";
import { fuzzEvents } from "@charmkit/ops/testing";
import { assert, assertEquals } from "@std/assert";

/** Parameters that an action was run with in random sequences. */
async function paramsSeen(
  params: Readonly<Record<string, ops.CharmcraftParameter>>,
): Promise<Readonly<Record<string, unknown>>[]> {
  const seen: Readonly<Record<string, unknown>>[] = [];
  const charmcraft: ops.Charmcraft = {
    name: "web",
    actions: { scale: { params } },
  };
  class WebCharm extends ops.CharmBase {
    constructor(framework: ops.Framework) {
      super(framework);
      this.observe(this.on["scale"]!.action, this.#onScale);
    }

    #onScale(event: ops.ActionEvent): void {
      seen.push(event.params);
    }
  }
  await fuzzEvents(WebCharm, charmcraft, { seed: 1, runs: 50 });
  return seen;
}

Deno.test("fuzzEvents() runs actions only with parameters that Juju takes", async () => {
  const seen = await paramsSeen({
    // How values are made has no word for multiples.
    units: { type: "integer", minimum: 0, maximum: 20, multipleOf: 7 },
    options: { type: "object", default: {} },
  });

  const units = seen.map(({ units = 0 }) => units as number);
  assert(units.includes(7));
  assertEquals(units.filter((count) => count % 7 !== 0), []);
  assertEquals(seen.filter(({ options }) => options === undefined), []);
});

Deno.test("fuzzEvents() takes patterns that JavaScript does not", async () => {
  const seen = await paramsSeen({
    zone: { type: "string", pattern: "(?i)^zone-" },
  });

  assert(seen.length > 0);
  assertEquals(seen.filter(({ zone = "ZONE-" }) => zone !== "ZONE-"), []);
});
