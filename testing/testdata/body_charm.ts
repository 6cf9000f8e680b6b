import type {
  Charmcraft,
  EventBase,
  EventData,
  Framework,
} from "@charmkit/ops";
import { CharmBase } from "@charmkit/ops";
import {
  Context,
  type ContextEvent,
  type ContextOptions,
  type NamesOf,
  type State,
} from "@charmkit/ops/testing";

/** What a charm of a test does at each hook and action. */
export type Body<C extends Charmcraft> = (
  charm: CharmBase<C>,
  event: EventBase<EventData>,
) => unknown;

/** A context with a charm that does the same at each hook and action. */
export function contextOf<const C extends Charmcraft>(
  charmcraft: C,
  body: Body<C>,
  options: ContextOptions = {},
): Context<C> {
  class BodyCharm extends CharmBase<C> {
    constructor(framework: Framework) {
      super(framework);
      for (const event of this.on.definedEvents().values()) {
        const { origin } = event.eventType;
        if (origin === "hook" || origin === "action") {
          this.observe(event, this.onEvent);
        }
      }
    }

    async onEvent(event: EventBase<EventData>): Promise<void> {
      await body(this, event);
    }
  }
  return new Context<C>(BodyCharm, charmcraft, options);
}

/** Runs a body once. */
export async function runBody<const C extends Charmcraft>(
  charmcraft: C,
  body: Body<C>,
  { state, event, ...options }: ContextOptions & {
    readonly state: State<NamesOf<C>>;
    readonly event?: (ctx: Context<C>) => ContextEvent;
  },
): Promise<{ readonly out: State<NamesOf<C>>; readonly ctx: Context<C> }> {
  const ctx = contextOf(charmcraft, body, options);
  const out = await ctx.run(event?.(ctx) ?? ctx.on.updateStatus(), state);
  return { out, ctx };
}
