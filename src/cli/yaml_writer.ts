import { Document, Scalar, visit } from "yaml";

/** Text that some YAML 1.1 reader takes for an operator, or cannot print. */
const NEEDS_QUOTES =
  /^(?:=|<<|---|\.\.\.)$|[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Writes YAML as charmcraft does: keys in alphabetical order on each level, text
 * of several lines as a `|` block, and quotes around all text that YAML 1.1 or
 * 1.2 would read as something else, so that Juju sees the same value.
 *
 * @param value What to write: plain data, with bigint for large whole numbers.
 * @param options Whether keys stay in the order they have.
 */
export function writeYaml(
  value: unknown,
  options: { readonly sortKeys?: boolean } = {},
): string {
  const { sortKeys = true } = options;
  const document = new Document(value, {
    schema: "yaml-1.1",
    compat: "core",
    // Text "<<" is text, not the operator that merges maps.
    customTags: (tags) =>
      tags.filter((tag) =>
        typeof tag === "string" || !tag.tag.endsWith(":merge")
      ),
    sortMapEntries: sortKeys,
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string" && NEEDS_QUOTES.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return document.toString({
    blockQuote: "literal",
    lineWidth: 0,
    singleQuote: true,
  });
}
