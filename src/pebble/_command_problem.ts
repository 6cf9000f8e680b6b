/**
 * What is wrong with a service's command, in Pebble's words; `undefined` if
 * nothing is.
 *
 * Source: `Service.ParseCommand` in `internals/plan/plan.go` of Pebble, and the
 * splitting of words in `strutil/shlex` of its library.
 */
export function commandProblem(command: string): string | undefined {
  const words = splitWords(command);
  if (typeof words === "string") return words;
  let state: "before" | "in" | "after" = "before";
  for (const [i, word] of words.entries()) {
    if (state === "in") {
      if (word === "[") return "cannot nest [ ... ] groups";
      if (word === "]") state = "after";
    } else if (state === "after") {
      return "cannot have any arguments after [ ... ] group";
    } else if (word === "[") {
      if (i === 0) return "cannot start command with [ ... ] group";
      state = "in";
    } else if (word === "]") {
      return "cannot have ] outside of [ ... ] group";
    }
  }
  return undefined;
}

/** The words of a command, or what is wrong with its quotes. */
export function splitWords(command: string): string[] | string {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < command.length; i++) {
    const char = command[i] ?? "";
    if (char === "\\" && quote !== "'") {
      if (++i === command.length) return "EOF found after escape character";
      word = (word ?? "") + command[i];
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "#" && word === undefined) {
      const end = command.indexOf("\n", i);
      i = end < 0 ? command.length : end;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== "") return "EOF found when expecting closing quote";
  if (word !== undefined) words.push(word);
  return words;
}
