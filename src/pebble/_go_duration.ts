/** A duration as Go writes it, such as `"1m30s"` or `"1.5s"`. */
export function goDuration(milliseconds: number): string {
  if (milliseconds === 0) return "0s";
  if (milliseconds < 0) return `-${goDuration(-milliseconds)}`;
  if (milliseconds < 1e-3) return `${round(milliseconds * 1e6)}ns`;
  if (milliseconds < 1) return `${round(milliseconds * 1e3)}µs`;
  if (milliseconds < 1000) return `${round(milliseconds)}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const seconds = `${round(milliseconds / 1000 % 60)}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/** Cuts off what the arithmetic above adds; Go counts whole nanoseconds. */
function round(value: number): number {
  return Number(value.toFixed(9));
}
