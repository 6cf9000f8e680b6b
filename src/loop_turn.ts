/** The reason of a rejection that only marks a place in the queue of rejections. */
class LoopTurn {
  readonly done: () => void;

  constructor(done: () => void) {
    this.done = done;
  }
}

/**
 * Waits until the event loop has turned, and has told of each promise that was
 * rejected before and that nobody handles.
 *
 * Rejections are told of in order, so one more of them at the end of the queue
 * is a sure mark, and half a millisecond; a timer is neither. It needs a listener
 * that gives its events to {@linkcode endLoopTurn}, and something else that keeps
 * the event loop alive, such as a listener for a signal.
 */
export function loopTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  void Promise.reject(new LoopTurn(resolve));
  return promise;
}

/** Ends a turn, and tells whether the rejection was the mark of one. */
export function endLoopTurn(event: PromiseRejectionEvent): boolean {
  if (!(event.reason instanceof LoopTurn)) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.reason.done();
  return true;
}
