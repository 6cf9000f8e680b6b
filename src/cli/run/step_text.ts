import type { Step } from "./steps.ts";

/**
 * A step as it would be typed; content of secrets is left out.
 *
 * @param step The step.
 */
export function stepText(step: Step): string {
  return wordsOf(step).map(quoted).join(" ");
}

function wordsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case "event":
      return ["event", ...unit(step), step.name];
    case "config":
      return ["config", ...step.pairs];
    case "config-file":
      return ["config", step.file];
    case "action":
      return ["action", ...unit(step), step.name, ...step.pairs];
    case "leader":
      return ["leader", leaderWord(step.leader)];
    case "restart":
      return ["restart", ...unit(step), step.container];
    case "retry":
    case "resolve":
      return [step.kind, ...unit(step)];
    case "relate":
      return ["relate", step.target];
    case "remove":
      return ["remove", step.relation];
    case "set":
    case "join":
      return [step.kind, step.target, ...step.pairs];
    case "depart":
      return ["depart", step.target];
    case "storage":
      return ["storage", step.verb, ...unit(step), step.name].concat(
        step.count === 1 ? [] : [String(step.count)],
      );
    case "secret":
      return ["secret", step.verb, step.name, ...step.pairs.map(hidden)];
    case "expect":
    case "wait":
      return step.what === "data" || step.what === "version"
        ? [step.kind, step.what, ...of(step), ...step.words]
        : [step.kind, ...of(step), step.what, ...step.words];
  }
}

function unit({ unit }: { readonly unit?: string }): string[] {
  return unit === undefined ? [] : [unit];
}

function of({ of }: { readonly of?: string }): string[] {
  return of === undefined ? [] : [of];
}

function leaderWord(leader: boolean | string): string {
  if (typeof leader === "string") return leader;
  return leader ? "on" : "off";
}

function hidden(pair: string): string {
  return `${pair.slice(0, pair.indexOf("="))}=<redacted>`;
}

function quoted(word: string): string {
  if (word !== "" && !/[\s"']/.test(word)) return word;
  return word.includes("'") ? `"${word}"` : `'${word}'`;
}
