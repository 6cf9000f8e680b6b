import type { ModulePorting, Resolved } from "./resolve.ts";

const HEAD = `# Names of Python's ops, and ours

Where a Python name is not here as it is in camelCase, the note says what to
use or why there is none. How things behave otherwise is in the
[porting guide](./porting.md).
`;

/** The porting table, by module and class. */
export function renderTable(
  resolved: ReadonlyMap<string, readonly Resolved[]>,
  porting: Readonly<Record<string, ModulePorting>>,
): string {
  const sections = [...resolved].map(([module, names]) => {
    const specifier = porting[module]?.specifier;
    return [
      `## ${module}`,
      "",
      `Import from \`${specifier}\`.`,
      "",
      "| Python | Here | Note |",
      "| --- | --- | --- |",
      ...names.filter(({ python, ours, note }) =>
        !python.includes(".") || note || !isObvious(python, ours)
      ).map(renderRow),
    ].join("\n");
  });
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

function renderRow({ python, state, ours, note }: Resolved): string {
  const here = {
    covered: code(ours),
    excused: "none",
    missing: "not yet",
  }[state];
  return `| ${code(python)} | ${here} | ${note.replaceAll("|", "\\|")} |`;
}

function code(name: string): string {
  return `\`${name}\``;
}

/** Whether a member is where one looks for it, in our case. */
function isObvious(python: string, ours: string): boolean {
  return simple(python) === simple(ours);
}

function simple(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}
