import { assertEquals } from "@std/assert";
import {
  type Declaration,
  type EntryDocs,
  isComplete,
  type PackageFacts,
  scoreOf,
  scoreTable,
} from "./score.ts";

const SAID = { doc: "Says what it does." };

function declaration(part: Partial<Declaration> = {}): Declaration {
  return { kind: "function", declarationKind: "export", jsDoc: SAID, ...part };
}

function entry(...declarations: Declaration[]): EntryDocs {
  return {
    module_doc: SAID,
    symbols: declarations.map((one, index) => ({
      name: `f${index}`,
      declarations: [one],
    })),
  };
}

function facts(part: Partial<PackageFacts> = {}): PackageFacts {
  return {
    readme: "# x\n\n```ts\n```\n",
    entries: { ".": entry(declaration()), "./testing": entry(declaration()) },
    slowTypes: 0,
    ...part,
  };
}

/** The points of the criterion whose title has the word. */
function points(word: string, part: Partial<PackageFacts>): number | undefined {
  return scoreOf(facts(part)).find(({ title }) => title.includes(word))?.points;
}

Deno.test("scoreOf() gives all points of the repository to a complete package", () => {
  const criteria = scoreOf(facts());

  const own = criteria.filter(({ decidedBy }) => decidedBy === "repository");
  assertEquals(own.reduce((sum, { points }) => sum + points, 0), 14);
  assertEquals(isComplete(criteria), true);
});

Deno.test("scoreOf() takes the main entry's docs for a missing README", () => {
  const bare = { ".": { ...entry(), module_doc: {} } };

  assertEquals(points("readme or module doc", { readme: null }), 2);
  assertEquals(
    points("Has a readme", { readme: null, entries: bare }),
    0,
  );
});

Deno.test("scoreOf() finds an example in the README or in the main entry", () => {
  const tags = [{ kind: "example" }];
  const tagged = { ".": { ...entry(), module_doc: { tags } } };
  const readme = "# x\n\nNothing to see.\n";

  assertEquals(points("Has examples", { readme }), 0);
  assertEquals(points("Has examples", { readme, entries: tagged }), 1);
  assertEquals(points("Has examples", { readme: "# x\n\n    code\n" }), 1);
});

Deno.test("scoreOf() wants module docs of each entry but the main one", () => {
  const bare = { ...entry(), module_doc: undefined };

  assertEquals(points("all entrypoints", { entries: { ".": bare } }), 1);
  const entries = { ".": bare, "./testing": bare };
  assertEquals(points("all entrypoints", { entries }), 0);
  assertEquals(isComplete(scoreOf(facts({ entries }))), false);
});

Deno.test("scoreOf() gives points for documented symbols, all from 80 % on", () => {
  const symbols = (said: number, bare: number) => ({
    ".": entry(
      ...Array.from({ length: said }, () => declaration()),
      ...Array.from({ length: bare }, () => declaration({ jsDoc: undefined })),
    ),
  });

  assertEquals(points("most symbols", { entries: symbols(8, 2) }), 5);
  assertEquals(points("most symbols", { entries: symbols(7, 3) }), 4);
  assertEquals(points("most symbols", { entries: symbols(0, 3) }), 0);
  assertEquals(points("most symbols", { entries: symbols(0, 0) }), 5);
});

Deno.test("scoreOf() leaves out private symbols and the body of an overload", () => {
  const bare = { jsDoc: undefined };
  const overloads = [
    declaration({ def: {} }),
    declaration({ ...bare, def: { hasBody: true } }),
  ];
  const entries = {
    ".": {
      module_doc: SAID,
      symbols: [
        { name: "overloaded", declarations: overloads },
        {
          name: "hidden",
          declarations: [declaration({ ...bare, declarationKind: "private" })],
        },
      ],
    },
  };

  assertEquals(points("most symbols", { entries }), 5);
});

Deno.test("scoreOf() gives nothing for slow types", () => {
  assertEquals(points("slow types", { slowTypes: 1 }), 0);
  assertEquals(isComplete(scoreOf(facts({ slowTypes: 1 }))), false);
});

Deno.test("scoreTable() ends with the sum and what it is of a full score", () => {
  const lines = scoreTable(scoreOf(facts())).split("\n");

  assertEquals(lines.length, 10);
  assertEquals(lines.at(-1), "17 points, 100 %: 100 % are 17 points");
});
