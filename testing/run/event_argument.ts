import { ContextEvent } from "../context_event.ts";

/** What takes an argument, by how the event's name ends. */
const WITH_ARGUMENT: readonly (readonly [RegExp, string])[] = [
  [/_relation_(created|joined|changed|departed|broken)$/, "relation"],
  [/_storage_(attached|detaching)$/, "storage"],
  [/_pebble_ready$/, "container"],
  [/_pebble_custom_notice$/, "container, notice"],
  [/_pebble_check_(failed|recovered)$/, "container, checkInfo"],
  [/^secret_(changed|rotate)$/, "secret"],
  [/^secret_(expired|remove)$/, "secret, { revision }"],
];
const WITHOUT: readonly string[] = [
  "install",
  "start",
  "stop",
  "remove",
  "update_status",
  "config_changed",
  "upgrade_charm",
  "pre_series_upgrade",
  "post_series_upgrade",
  "leader_elected",
  "collect_app_status",
  "collect_unit_status",
];

/**
 * Refuses what is passed in place of an event, with what was meant (CTX-11).
 *
 * @throws {TypeError} If it is no event.
 */
export function expectEvent(
  event: unknown,
  on: object,
): asserts event is ContextEvent {
  if (event instanceof ContextEvent) return;
  if (typeof event === "string") {
    throw new TypeError(
      `Cannot run "${event}": it is a string, not an event; write ${
        suggestion(event)
      }`,
    );
  }
  if (typeof event === "function") {
    const isMethod = Object.getPrototypeOf(on)[event.name] === event;
    const name = isMethod ? event.name : "event";
    throw new TypeError(
      `Cannot run ctx.on.${name}: it is a function, not an event; were parentheses forgotten, as in ctx.on.${name}()?`,
    );
  }
  throw new TypeError(
    `Cannot run a value of type ${typeof event}: it is no event; make one with ctx.on, as in ctx.on.start()`,
  );
}

function suggestion(text: string): string {
  const kind = text.replaceAll("-", "_");
  if (WITHOUT.includes(kind)) return `ctx.on.${camelCase(kind)}()`;
  for (const [pattern, argument] of WITH_ARGUMENT) {
    const found = pattern.exec(kind)?.[0];
    if (found === undefined) continue;
    return `ctx.on.${camelCase(found.replace(/^_/, ""))}(${argument})`;
  }
  if (kind.endsWith("_action")) {
    return `ctx.on.action("${text.slice(0, -"_action".length)}")`;
  }
  return "ctx.on.event(), with the event's name";
}

function camelCase(kind: string): string {
  return kind.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
