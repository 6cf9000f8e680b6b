const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** How a text may look on a terminal. */
export type TextStyle = keyof typeof CODES;

/** Gives a text a look. */
export type Paint = (style: TextStyle, text: string) => string;

/** Paints for a terminal with colours, or leaves texts as they are. */
export function makePaint(color: boolean): Paint {
  return (style, text) => color ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
}

/** A status of Juju with its message. */
export function statusText(
  paint: Paint,
  { status, message }: { readonly status: string; readonly message: string },
): string {
  const painted = paint(STATUS_STYLES[status] ?? "yellow", status);
  return message === "" ? painted : `${painted}: ${message}`;
}

const STATUS_STYLES: Readonly<Record<string, TextStyle>> = {
  active: "green",
  blocked: "red",
  error: "red",
  unknown: "dim",
};
