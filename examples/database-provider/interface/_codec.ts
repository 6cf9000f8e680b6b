import type { RelationCodec } from "@charmkit/ops";
import * as z from "zod/mini";

/** The one key whose value is JSON; all others are plain text. */
const LIST = "requested-secrets";

/** How values are written in databags of this interface. */
export const CODEC: RelationCodec = {
  decode: (text, key) => key === LIST ? parseList(text) : text,
  encode: (value, key) => key === LIST ? JSON.stringify(value) : String(value),
};

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError("must be a list in JSON", { cause });
  }
}

const NAME_RULE =
  "must be 1 to 63 letters, digits, _ and -, with a letter or _ first";

/** Name of a database; it gets into files of the workload, so it is plain. */
export const DATABASE_NAME: z.ZodMiniType<string, string> = z.string(NAME_RULE)
  .check(z.regex(/^[A-Za-z_][\w-]{0,62}$/, NAME_RULE));
