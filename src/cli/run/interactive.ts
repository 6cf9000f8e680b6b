import { nearestName } from "../nearest_name.ts";
import { type Expectation, SERVICE_STATES, STATUSES } from "./expectations.ts";
import { SECRET_VERBS } from "./secret_steps.ts";
import type { Step } from "./steps.ts";
import { relateTarget, splitTarget, unitName } from "./targets.ts";

/** What a line of the interactive mode or of a script asks for. */
export type Command =
  | Step
  | { readonly kind: "help" }
  | { readonly kind: "nothing" }
  | { readonly kind: "quit" }
  | { readonly kind: "show"; readonly relation: string }
  | { readonly kind: "status" }
  | { readonly kind: "mistake"; readonly message: string };

/** What the interactive mode understands. */
export const HELP = `Events
  event [UNIT] NAME               run a hook, such as update-status
  action [UNIT] NAME [P=VALUE...] run an action
  retry [UNIT]                    run the failed hook again
  resolve [UNIT]                  leave the failed hook out
The charm's surroundings
  config NAME=VALUE ...           set options; config FILE.yaml reads them
  leader UNIT                     have a unit lead; leader off: none
  restart [UNIT] CONTAINER        start the Pebble of a container anew
  storage add [UNIT] NAME [COUNT] add storage
  storage detach [UNIT] NAME/N    take storage away
The other side of relations
  relate ENDPOINT:APP[=FILE]      add a relation; FILE has its databags
  remove RELATION                 remove it; RELATION is ENDPOINT[:APP]
  set ENDPOINT:APP KEY=VALUE ...  write a databag; an empty value deletes
  set ENDPOINT:APP/N KEY=VALUE .. the same of a unit; app and unit will do too
  join ENDPOINT:APP/N [KEY=VALUE] add a remote unit
  depart ENDPOINT:APP/N           take a remote unit away
Secrets
  secret set NAME KEY=VALUE ...   make a secret, or a new revision of it
  secret grant|revoke|remove NAME let the charm read it, or not
  secret rotate|expire LABEL      have a secret of the charm come due
  In values, secret:NAME is the secret's URI
What is
  expect [UNIT] status STATUS [MESSAGE]  fail the run unless it is so
  expect [UNIT] ports PORT...|none       all that is open, such as 80/tcp
  expect [UNIT] service CONTAINER:SERVICE STATE
                                  active, inactive, backoff, error or none
  expect version VERSION
  expect data ENDPOINT:NAME KEY[=VALUE]
  wait ...                        as expect, but wait up to a minute for it
  show RELATION                   show its databags
  status                          show statuses and relations
  help                            show this
  quit                            end the run`;

/** Reads one line of the interactive mode or of a script. */
export function parseCommand(line: string): Command {
  if (/^\s*(#|$)/.test(line)) return { kind: "nothing" };
  const words = splitWords(line);
  if (words === null) return mistake("a quote is not closed");
  const [word = "", ...rest] = words;
  const parse = Object.hasOwn(PARSERS, word) ? PARSERS[word] : undefined;
  return parse === undefined ? unknown(word) : parse(rest);
}

function unknown(word: string): Command {
  const near = nearestName(word, Object.keys(PARSERS));
  return mistake(
    `${shown(word)} is no command; ${
      near === null ? "help shows all" : `did you mean "${near}"?`
    }`,
  );
}

function mistake(message: string): Command {
  return { kind: "mistake", message };
}

/** A word as text of a message, whatever is in it. */
function shown(word: string): string {
  return JSON.stringify(word.length > 40 ? `${word.slice(0, 40)}...` : word);
}

type Words = readonly string[];

/** Each command by its word, reading what follows. */
const PARSERS: Readonly<Record<string, (words: Words) => Command>> = {
  event: (words) => {
    const [unit, [name, ...more]] = takeUnit(words);
    if (name === undefined) return mistake("event needs the name of a hook");
    return ended(more) ?? { kind: "event", ...unit, name };
  },
  config: (words) => {
    const [first] = words;
    if (first === undefined) return mistake("config needs NAME=VALUE");
    if (words.length === 1 && !first.includes("=")) {
      return { kind: "config-file", file: first };
    }
    return unpaired(words) ?? { kind: "config", pairs: words };
  },
  action: (words) => {
    const [unit, [name, ...pairs]] = takeUnit(words);
    if (name === undefined) {
      return mistake("action needs the name of an action");
    }
    return unpaired(pairs) ?? { kind: "action", ...unit, name, pairs };
  },
  leader: ([who, ...more]) => {
    if (who === "on" || who === "true") {
      return ended(more) ?? { kind: "leader", leader: true };
    }
    if (who === "off" || who === "false" || who === "none") {
      return ended(more) ?? { kind: "leader", leader: false };
    }
    if (who === undefined || unitName(who) === null) {
      return mistake("leader needs a unit, on or off");
    }
    return ended(more) ?? { kind: "leader", leader: who };
  },
  restart: (words) => {
    const [unit, [container, ...more]] = takeUnit(words);
    if (container === undefined) {
      return mistake("restart needs the name of a container");
    }
    return ended(more) ?? { kind: "restart", ...unit, container };
  },
  retry: (words) => onUnit("retry", words),
  resolve: (words) => onUnit("resolve", words),
  relate: ([target, ...more]) => {
    if (target === undefined || relateTarget(target) === null) {
      return mistake("relate needs ENDPOINT:APP or ENDPOINT:APP=FILE");
    }
    return ended(more) ?? { kind: "relate", target };
  },
  remove: ([relation, ...more]) =>
    relation === undefined
      ? mistake("remove needs ENDPOINT or ENDPOINT:APP")
      : ended(more) ?? { kind: "remove", relation },
  set: ([target, ...pairs]) => {
    if (target === undefined || !target.includes(":") || pairs.length === 0) {
      return mistake("set needs ENDPOINT:NAME and KEY=VALUE");
    }
    const { rest } = splitTarget(target);
    if (rest.includes("/") && !isRemoteUnit(rest)) {
      return mistake(`${shown(rest)} is no remote unit: write APP/N`);
    }
    return unpaired(pairs) ?? { kind: "set", target, pairs };
  },
  join: ([target, ...pairs]) => {
    if (target === undefined || !isRemoteUnit(splitTarget(target).rest)) {
      return mistake("join needs ENDPOINT:APP/N");
    }
    return unpaired(pairs) ?? { kind: "join", target, pairs };
  },
  depart: ([target, ...more]) => {
    const { rest } = splitTarget(target ?? "");
    if (target === undefined || rest !== "unit" && !isRemoteUnit(rest)) {
      return mistake("depart needs ENDPOINT:APP/N");
    }
    return ended(more) ?? { kind: "depart", target };
  },
  secret: ([verb, name, ...pairs]) => {
    const known = SECRET_VERBS.find((candidate) => candidate === verb);
    if (known === undefined || name === undefined) {
      return mistake(`secret needs ${SECRET_VERBS.join(", ")} and a name`);
    }
    if (known !== "set") {
      return ended(pairs) ?? { kind: "secret", verb: known, name, pairs };
    }
    // A word that is no pair may be secret, so it is not repeated.
    if (pairs.length === 0 || pairs.some((pair) => !isPair(pair))) {
      return mistake("secret set needs KEY=VALUE");
    }
    return { kind: "secret", verb: known, name, pairs };
  },
  storage: ([verb, ...words]) => {
    if (verb !== "add" && verb !== "detach") {
      return mistake("storage needs add or detach");
    }
    // "data/0" may be a storage too: only before another word it is a unit.
    const [unit, [name, count = "1", ...more]] = words.length > 1
      ? takeUnit(words)
      : [{}, words];
    if (name === undefined) return mistake(`storage ${verb} needs a name`);
    if (!/^[1-9]\d{0,3}$/.test(count)) {
      return mistake(`"${count}" is no number of storage instances`);
    }
    const number = Number(count);
    return ended(more) ??
      { kind: "storage", verb, ...unit, name, count: number };
  },
  expect: (words) => expected("expect", words),
  wait: (words) => expected("wait", words),
  show: ([relation, ...more]) =>
    relation === undefined
      ? mistake("show needs ENDPOINT or ENDPOINT:APP")
      : ended(more) ?? { kind: "show", relation },
  status: (words) => ended(words) ?? { kind: "status" },
  help: () => ({ kind: "help" }),
  quit: () => ({ kind: "quit" }),
  exit: () => ({ kind: "quit" }),
};

function onUnit(kind: "resolve" | "retry", words: Words): Command {
  const [unit, more] = takeUnit(words);
  return ended(more) ?? { kind, ...unit };
}

function expected(kind: "expect" | "wait", words: Words): Command {
  const [first, second, ...rest] = words;
  if (first === "version" && second !== undefined) {
    return { kind, what: "version", words: [second, ...rest] };
  }
  if (first === "data" && second?.includes(":") && rest.length === 1) {
    return { kind, what: "data", of: second, words: rest };
  }
  for (const what of ["ports", "service", "status"] as const) {
    if (first === what && second !== undefined) {
      return ofUnit({ kind, what, words: [second, ...rest] });
    }
    if (second === what && first !== undefined && rest.length > 0) {
      return ofUnit({ kind, what, of: first, words: rest });
    }
  }
  return mistake(
    `${kind} needs [UNIT] status STATUS, [UNIT] ports PORT, ` +
      "[UNIT] service CONTAINER:SERVICE STATE, version VERSION " +
      "or data ENDPOINT:NAME KEY=VALUE",
  );
}

/** The expectation, or what is wrong with its words. */
function ofUnit(expectation: Expectation): Command {
  const { what, words } = expectation;
  const [first = "", second = "", ...more] = words;
  if (what === "status") {
    return unlisted(first, "status", STATUSES) ?? expectation;
  }
  if (what === "ports") {
    const wrong = words.find((word) => !isPort(word, words.length));
    return wrong === undefined ? expectation : mistake(
      `${shown(wrong)} is no port: write 80/tcp, 8000-8008/udp, icmp or none`,
    );
  }
  if (!/^[^:]+:[^:]+$/.test(first)) {
    return mistake(`${shown(first)} is no CONTAINER:SERVICE`);
  }
  return unlisted(second, "state of a service", SERVICE_STATES) ??
    ended(more) ?? expectation;
}

/** Whether there can be such a port; none is alone. */
function isPort(word: string, count: number): boolean {
  return /^(?:\d{1,5}(?:-\d{1,5})?\/(?:tcp|udp)|icmp)$/.test(word) ||
    word === "none" && count === 1;
}

/** A mistake if a word is not one of a list. */
function unlisted(
  word: string,
  what: string,
  list: readonly string[],
): Command | null {
  return list.includes(word)
    ? null
    : mistake(`${shown(word)} is no ${what}: ${list.join(", ")}`);
}

/** Takes a unit off the front, if there is one. */
function takeUnit(
  words: Words,
): readonly [{ readonly unit?: string }, Words] {
  const [first] = words;
  if (first === undefined || unitName(first) === null) return [{}, words];
  return [{ unit: first }, words.slice(1)];
}

/** Whether it names one unit of another application, whose leader is unknown. */
function isRemoteUnit(name: string): boolean {
  const unit = unitName(name);
  return unit !== null && unit.number !== "leader";
}

/** A mistake if words follow where none should. */
function ended(words: Words): Command | null {
  const [word] = words;
  return word === undefined ? null : mistake(`"${word}" is one word too many`);
}

/** A mistake if a word is no pair. */
function unpaired(words: Words): Command | null {
  const word = words.find((candidate) => !isPair(candidate));
  return word === undefined ? null : mistake(`"${word}" is no NAME=VALUE`);
}

function isPair(word: string): boolean {
  return word.indexOf("=") > 0;
}

/**
 * Words of a line; quotes keep spaces together. Null if one is not closed.
 */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== "") {
    const [word] = /^(?:[^\s"']|"[^"]*"|'[^']*')+/.exec(rest) ?? [];
    if (word === undefined) return null;
    rest = rest.slice(word.length);
    if (/^["']/.test(rest)) return null;
    rest = rest.trimStart();
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, a, b) => a ?? b));
  }
  return words;
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
