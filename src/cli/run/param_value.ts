import { parseDocument, type Tags } from "yaml";

/**
 * Reads the value of an action's parameter as `juju run` does: as YAML 1.1, in
 * which `yes` is a boolean and `0644` a number, but neither is `2024-01-01` a
 * date nor `12:30` a number: both stay text.
 *
 * Source: cmd/juju/action/run.go of Juju, and resolve.go and decode.go of
 * go-yaml v2, which Juju reads the value with.
 *
 * @throws {SyntaxError} If the text is no YAML.
 */
export function parseParamValue(text: string): unknown {
  const document = parseDocument(text, {
    customTags: plainTags,
    logLevel: "silent",
    prettyErrors: false,
    resolveKnownTags: false,
    schema: "yaml-1.1",
  });
  const [error] = document.errors;
  if (error !== undefined) throw new SyntaxError(error.message);
  // Where there is nothing to read, Juju keeps the text: "x=" is empty text.
  return document.contents === null ? text : document.toJS();
}

/** Kinds of values that JSON has too, and "<<". */
const PLAIN = /:(?:null|bool|int|float|str|seq|map|merge)$/;

function plainTags(tags: Tags): Tags {
  return tags.filter((tag) =>
    typeof tag === "string" || PLAIN.test(tag.tag) && tag.format !== "TIME"
  );
}
