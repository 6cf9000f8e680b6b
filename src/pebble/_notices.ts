import { readList } from "./_json.ts";
import type { Transport } from "./_transport.ts";
import { formatDuration } from "./duration.ts";
import { Notice } from "./notice.ts";
import type { GetNoticesOptions } from "./pebble_client.ts";

/**
 * Asks for notices.
 *
 * @param waitMs How long the daemon is to wait for the first one; it does not
 * wait if absent.
 */
export async function getNotices(
  transport: Transport,
  options: GetNoticesOptions,
  waitMs?: number,
): Promise<Notice[]> {
  const { users, userId, types, keys, after, signal } = options;
  const envelope = await transport.json({
    path: "/v1/notices",
    query: {
      users: users ?? undefined,
      "user-id": userId?.toString(),
      types: types && [...types],
      keys: keys && [...keys],
      after: after instanceof Date ? after.toISOString() : after ?? undefined,
      timeout: waitMs === undefined ? undefined : formatDuration(waitMs),
    },
    limitMs: waitMs === undefined ? undefined : waitMs + transport.timeoutMs,
    signal,
  });
  return readList(envelope["result"], "notices", Notice.fromDict);
}
