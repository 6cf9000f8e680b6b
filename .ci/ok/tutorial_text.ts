// What a tutorial consists of: blocks of commands, of what they print, and of
// files. How each is marked is said in `readBlocks`.

/** A part of a tutorial that means something to who follows it. */
export interface Block {
  /** What is to be done with it. */
  readonly kind: "run" | "install" | "output" | "content" | "edit" | "excerpt";
  /** Its text, without the fences. */
  readonly text: string;
  /** The file that it is about; empty where it is about none. */
  readonly file: string;
  /** The line where it starts, from 1. */
  readonly line: number;
}

/** What marks a block that is about a file, and what it does with it. */
const FILE_MARK = /\b(file|edit|excerpt)=(\S+)/;
const FILE_KINDS = {
  file: "content",
  edit: "edit",
  excerpt: "excerpt",
} as const;

/**
 * Finds the blocks of a tutorial.
 *
 * - `sh`: commands, run in order. `sh install` is the one that puts charmkit on
 *   the machine.
 * - `text`, after one of these: all that it printed to stdout.
 * - `LANGUAGE file=PATH`: the whole content of a file.
 * - `diff edit=PATH`: lines to take away and to add, beside lines that stay.
 * - `LANGUAGE excerpt=PATH`: lines that are in the file by now.
 *
 * As readers don't see the marks, the text just before has to name the file.
 *
 * @throws {Error} If a block is none of these.
 */
export function readBlocks(markdown: string): Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length; start++) {
    if (!lines[start]!.startsWith("```")) continue;
    let end = start + 1;
    while (end < lines.length && lines[end] !== "```") end++;
    const info = lines[start]!.slice(3);
    const block = readBlock(info, {
      text: lines.slice(start + 1, end).join("\n"),
      line: start + 1,
    });
    const said = paragraphBefore(lines, start);
    if (block.file !== "" && !said.includes(`\`${block.file}\``)) {
      throw mistake(block, `The text before it does not name "${block.file}"`);
    }
    const previous = blocks.at(-1)?.kind;
    if (block.kind === "output" && previous !== "run") {
      throw mistake(block, "It is output, but no command is just before it");
    }
    blocks.push(block);
    start = end;
  }
  return blocks;
}

function readBlock(
  info: string,
  place: Pick<Block, "text" | "line">,
): Block {
  const mark = FILE_MARK.exec(info);
  if (mark) {
    const kind = FILE_KINDS[mark[1] as keyof typeof FILE_KINDS];
    return { ...place, kind, file: mark[2]! };
  }
  const kinds = { sh: "run", "sh install": "install", text: "output" } as const;
  const kind = Object.entries(kinds).find(([words]) => words === info)?.[1];
  if (kind !== undefined) return { ...place, kind, file: "" };
  throw mistake(place, `Nothing is known of what is marked "${info}"`);
}

function paragraphBefore(lines: readonly string[], start: number): string {
  let end = start;
  while (end > 0 && lines[end - 1] === "") end--;
  let first = end;
  while (first > 0 && lines[first - 1] !== "") first--;
  return lines.slice(first, end).join(" ");
}

/** An error that says where in the tutorial it is. */
export function mistake(
  { line }: Pick<Block, "line">,
  text: string,
): Error {
  return new Error(`Line ${line} of the tutorial: ${text}`);
}

/**
 * Whether a command printed what is shown. What varies is shown as `…`: within a
 * line it stands for any text, alone on a line for any lines.
 */
export function isAsShown(printed: string, shown: string): boolean {
  const pattern = shown.trimEnd().split("\n").map((line) =>
    line.trim() === "…"
      ? "(?:.*\n)*?"
      : line.split("…").map(escaped).join(".*") + "\n"
  ).join("");
  return new RegExp(`^${pattern}$`).test(`${printed.trimEnd()}\n`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/**
 * Applies an edit: lines that start with `-` go, those with `+` come, all others
 * stay. `@@` separates places, each of which has to be in the text once.
 *
 * @throws {Error} If a place is not there, or more than once.
 */
export function applyEdit(text: string, edit: string): string {
  return edit.split(/^@@.*\n/m).filter((hunk) => hunk !== "")
    .reduce((text, hunk) => {
      const lines = hunk.replace(/\n$/, "").split("\n");
      const side = (gone: string) =>
        lines.filter((line) => !line.startsWith(gone))
          .map((line) => `${line.slice(1)}\n`).join("");
      const [before, after] = [side("+"), side("-")];
      const places = lineStarts(text)
        .filter((start) => text.startsWith(before, start));
      const [start] = places;
      if (start === undefined || places.length > 1) {
        throw new Error(
          `Cannot apply the edit: these lines are there ${places.length} ` +
            `times, not once:\n${before}`,
        );
      }
      return text.slice(0, start) + after + text.slice(start + before.length);
    }, text);
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
