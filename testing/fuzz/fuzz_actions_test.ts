import * as ops from "@charmkit/ops";
import { fuzzEvents } from "@charmkit/ops/testing";
import { assert, assertEquals } from "@std/assert";

const charmcraft = {
  name: "web",
  actions: {
    scale: {
      params: {
        // How it is made has no word for multiples.
        units: { type: "integer", minimum: 0, maximum: 20, multipleOf: 7 },
        options: { type: "object", default: {} },
      },
    },
  },
} as const satisfies ops.Charmcraft;

Deno.test("fuzzEvents() runs actions only with parameters that Juju takes", async () => {
  const seen: Readonly<Record<string, unknown>>[] = [];
  class WebCharm extends ops.CharmBase<typeof charmcraft> {
    constructor(framework: ops.Framework) {
      super(framework);
      this.observe(this.on["scale"].action, this.#onScale);
    }

    #onScale(event: ops.ActionEvent): void {
      seen.push(event.params);
    }
  }

  await fuzzEvents(WebCharm, charmcraft, { seed: 1, runs: 50 });

  const units = seen.map(({ units = 0 }) => units as number);
  assert(units.includes(7));
  assertEquals(units.filter((count) => count % 7 !== 0), []);
  assertEquals(seen.filter(({ options }) => options === undefined), []);
});
