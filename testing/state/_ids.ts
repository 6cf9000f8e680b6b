const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Twenty random lower-case letters and digits. */
export function randomId(): string {
  let id = "";
  // Numbers from 252 on would make the first letters likelier than the others.
  while (id.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 252 && id.length < 20) id += ALPHABET[byte % ALPHABET.length];
    }
  }
  return id;
}

/** Gives numbers one after the other, starting with the given one. */
export function makeCounter(first: number): () => number {
  let next = first;
  return () => next++;
}

/** Gives the ids of the changes that run checks; no two are the same. */
export const nextChangeId: () => number = makeCounter(1);
