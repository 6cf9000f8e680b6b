// What few charms call, in one module that is loaded with the first such call:
// each file of a compiled charm costs every dispatch 10 KiB of memory.

export { readLogs } from "./_logs.ts";
export { getNotices } from "./_notices.ts";
export { signalName } from "./_signals.ts";
export { CheckInfo } from "./check_info.ts";
export { readCheckRefresh } from "./check_refresh.ts";
export { identitiesJson, readIdentities } from "./identity.ts";
export { Notice } from "./notice.ts";
export { Warning } from "./warning.ts";
