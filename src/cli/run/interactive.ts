import type { Step } from "./steps.ts";

/** What a line of the interactive mode asks for. */
export type Command =
  | Step
  | { readonly kind: "help" }
  | { readonly kind: "nothing" }
  | { readonly kind: "quit" }
  | { readonly kind: "status" }
  | { readonly kind: "mistake"; readonly message: string };

/** What the interactive mode understands. */
export const HELP = `event NAME               run a hook, such as update-status
config NAME=VALUE ...    set options
action NAME [P=VALUE...] run an action
leader on|off            give or take leadership
restart CONTAINER        start the Pebble of a container anew
retry                    run the failed hook again
resolve                  leave the failed hook out
status                   show the unit's status
help                     show this
quit                     end the run`;

/** Reads one line of the interactive mode. */
export function parseCommand(line: string): Command {
  const [word, ...rest] = splitWords(line);
  const [first] = rest;
  if (word === undefined || word.startsWith("#")) return { kind: "nothing" };
  switch (word) {
    case "event":
      if (first === undefined) return mistake("event needs the name of a hook");
      return { kind: "event", name: first };
    case "config":
      if (first === undefined) return mistake("config needs NAME=VALUE");
      return { kind: "config", pairs: rest };
    case "action":
      if (first === undefined) {
        return mistake("action needs the name of an action");
      }
      return { kind: "action", name: first, pairs: rest.slice(1) };
    case "leader":
      if (first !== "on" && first !== "off") {
        return mistake("leader needs on or off");
      }
      return { kind: "leader", leader: first === "on" };
    case "restart":
      if (first === undefined) {
        return mistake("restart needs the name of a container");
      }
      return { kind: "restart", container: first };
    case "retry":
    case "resolve":
    case "status":
    case "help":
    case "quit":
      return { kind: word };
    case "exit":
      return { kind: "quit" };
    default:
      return mistake(`"${word}" is no command; help shows all`);
  }
}

function mistake(message: string): Command {
  return { kind: "mistake", message };
}

/** Words of a line; quotes keep spaces together. */
export function splitWords(line: string): string[] {
  const words = line.matchAll(/((?:[^\s"']|"[^"]*"|'[^']*')+)/g);
  return [...words].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, a, b) => a ?? b)
  );
}

/** Lines of a stream of bytes, as they come. */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
