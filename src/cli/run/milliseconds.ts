/**
 * A time as people read it: `"1.3 ms"`, `"34 ms"` or, from two seconds on,
 * `"2.5 s"`.
 *
 * @param ms The time in milliseconds.
 */
export function milliseconds(ms: number): string {
  if (ms >= 2000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
