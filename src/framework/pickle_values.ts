import { FrameworkError } from "./errors.ts";

/**
 * Plain data as Python's pickle holds it. A dict is a `Map`; a list and a tuple
 * are arrays; an int beyond 2^53 is a `bigint`.
 */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Pickled[]
  | Set<Pickled>
  | Map<Pickled, Pickled>;

/** An integer in decimal. */
export function readInteger(text: string): number | bigint {
  if (!/^-?\d{1,10000}$/.test(text)) throw broken("a malformed number");
  return narrow(BigInt(text));
}

/** A floating point number as Python's repr writes it. */
export function readFloat(text: string): number {
  if (/^-?inf$/.test(text)) return text === "inf" ? Infinity : -Infinity;
  if (/^-?nan$/.test(text)) return NaN;
  if (!/^-?\d+(\.\d+)?(e[-+]?\d+)?$/.test(text)) {
    throw broken("a malformed number");
  }
  return Number(text);
}

/** The integer of two's complement bytes, the lowest first. */
export function littleEndian(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  const digits = bytes.toReversed().toHex();
  return narrow(BigInt.asIntN(8 * bytes.length, BigInt(`0x${digits}`)));
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8, in which Python also writes surrogates that stand alone. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return decodeSurrogates(bytes);
  }
}

function decodeSurrogates(bytes: Uint8Array): string {
  let text = "";
  let start = 0;
  try {
    for (let at = 0; at + 2 < bytes.length; at++) {
      if (bytes[at] !== 0xed || bytes[at + 1]! < 0xa0) continue;
      text += UTF8.decode(bytes.subarray(start, at));
      text += String.fromCharCode(
        0xd000 | (bytes[at + 1]! & 0x3f) << 6 | bytes[at + 2]! & 0x3f,
      );
      start = at + 3;
      at += 2;
    }
    return text + UTF8.decode(bytes.subarray(start));
  } catch {
    throw broken("text that is not UTF-8");
  }
}

/** Text of protocol 0, in which some characters are escaped. */
export function unescapeText(text: string): string {
  return text.replace(
    /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g,
    (_, short, long) => {
      const code = parseInt(short ?? long, 16);
      if (code > 0x10ffff) throw broken("text that is not Unicode");
      return String.fromCodePoint(code);
    },
  );
}

/** What is thrown when bytes are not a pickle of plain data. */
export function broken(what: string): FrameworkError {
  return new FrameworkError(`Cannot read pickled data: it has ${what}`);
}
