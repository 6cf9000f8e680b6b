import { fuzzEvents } from "@charmkit/ops/testing";
import { assert, assertEquals } from "@std/assert";
import { ClusterCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";
import { isOpen, type Ticket } from "./rolling_restart.ts";

Deno.test("ClusterCharm keeps a sound ticket through whatever one unit sees", async () => {
  const opened = new Set<number>();

  const { events } = await fuzzEvents(ClusterCharm, charmcraft, {
    runs: 150,
    maxEvents: 30,
    seed: 7,
    configValues: { "max-payload": [0, 4096, 8192] },
    // What peers of another revision might write, too.
    databagKeys: { cluster: ["address", "ready", "restart"] },
    invariant: ({ relations: [peers] }) => {
      if (peers === undefined) return;
      const text = peers.localAppData["ticket"] ?? "null";
      const ticket: Ticket | null = JSON.parse(text);
      if (ticket === null) return;
      opened.add(ticket.id);
      const units = [ticket.turn, ...ticket.waiting, ...ticket.done]
        .filter((unit) => unit !== null);
      assertEquals(new Set(units).size, units.length, "a unit is there twice");
      assertEquals(ticket.turn !== null, hasTurn(ticket), text);
    },
  });

  // It would prove nothing if no ticket had been opened.
  assert(opened.size > 1);
  assert((events["action"] ?? 0) > 0);
});

/** Whether a unit is to have the turn. */
function hasTurn(ticket: Ticket): boolean {
  return isOpen(ticket) && ticket.state !== "paused";
}
