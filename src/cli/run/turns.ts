/**
 * Lets one at a time work, in the order in which they ask, as the units of one
 * machine do (JDP-16).
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work once all that asked before are done. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return await turn;
  }
}
