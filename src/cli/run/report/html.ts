/** Text that is safe to stand in a page: between tags or in an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A piece of a page, as markup. */
export class Markup {
  /** The markup itself. */
  readonly text: string;

  /** Takes markup as it is. */
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Markup of a template: what is put in is escaped, unless it is markup itself
 * or a list of such.
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly HtmlValue[]
): Markup {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) {
    text += show(value) + (parts[index + 1] ?? "");
  }
  return new Markup(text);
}

/** What {@linkcode html} takes. */
export type HtmlValue = Markup | number | string | readonly Markup[];

function show(value: HtmlValue): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(({ text }) => text).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
