import type { OutputReader } from "./_json.ts";
import { parseTimestamp } from "./timestamp.ts";

/** The time that is here; null when absent or empty. */
export function readTime(output: OutputReader): Date | null {
  const text = output.textOrNull();
  if (text === null) return null;
  try {
    return parseTimestamp(text);
  } catch {
    return output.fail("a time");
  }
}
