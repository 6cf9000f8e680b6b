/** Number of this process's user, or -1 if it may not be asked for. */
export function userId(): number {
  try {
    return Deno.uid() ?? -1;
  } catch {
    return -1;
  }
}
