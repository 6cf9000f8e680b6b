/** A time, and the text of it with nanoseconds. */
export interface Moment {
  /** The time, to the millisecond. */
  readonly date: Date;
  /** The time as Pebble writes it; later ones are greater. */
  readonly text: string;
}

/** Tells the time, no two times alike. */
export class Clock {
  readonly #milliseconds: () => number;
  #last = 0;
  #count = 0;

  /** Takes what tells the milliseconds since 1970. */
  constructor(milliseconds: () => number) {
    this.#milliseconds = milliseconds;
  }

  /** The time now, a little later than any told before. */
  now(): Moment {
    const now = Math.max(this.#milliseconds(), this.#last);
    this.#count = now === this.#last ? this.#count + 1 : 0;
    this.#last = now;
    const date = new Date(now);
    const nanoseconds = `${this.#count}`.padStart(6, "0");
    return { date, text: date.toISOString().replace("Z", `${nanoseconds}Z`) };
  }
}
