const APP = "[a-z][a-z0-9]*(?:-[a-z0-9]*[a-z][a-z0-9]*)*";
const APP_NAME = new RegExp(`^${APP}$`);
const UNIT_NAME = new RegExp(`^${APP}/(?:0|[1-9]\\d*)$`);
const STORAGE_ID = new RegExp(`^${APP}/\\d+$`);

/** Whether an application can have the name (JLM-07). */
export function isAppName(text: string): boolean {
  return APP_NAME.test(text);
}

/** Whether a unit can have the name (JLM-07). */
export function isUnitName(text: string): boolean {
  return UNIT_NAME.test(text);
}

/** Whether a storage instance can have the id (JLM-07). */
export function isStorageId(text: string): boolean {
  return STORAGE_ID.test(text);
}
