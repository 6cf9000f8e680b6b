/**
 * Waits for something, but not for ever.
 *
 * @param awaited What to wait for.
 * @param limitMs How long to wait at most; `null` is without limit.
 * @param signal Ends the wait: it rejects with the signal's reason.
 * @returns What was awaited, or `undefined` if it didn't come in time.
 */
export async function within<T>(
  awaited: Promise<T>,
  limitMs: number | null,
  signal?: AbortSignal,
): Promise<T | undefined> {
  signal?.throwIfAborted();
  const end = Promise.withResolvers<undefined>();
  const timer = limitMs === null
    ? undefined
    : setTimeout(() => end.resolve(undefined), limitMs);
  const stop = () => end.reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([awaited, end.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
