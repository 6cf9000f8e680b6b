/** A letter first, single hyphens, and a letter in each part (JLM-07). */
const NAME = "[a-z][a-z0-9]*(?:-[a-z0-9]*[a-z][a-z0-9]*)*";
const APP_NAME = new RegExp(`^${NAME}$`);
const UNIT_NAME = new RegExp(`^${NAME}/(?:0|[1-9]\\d*)$`);
const STORAGE_ID = new RegExp(`^${NAME}/\\d+$`);

/**
 * Whether an application can have the name (JLM-07).
 *
 * Source: `IsValidApplication` of `github.com/juju/names`.
 */
export function isAppName(text: string): boolean {
  return APP_NAME.test(text);
}

/** Whether a unit can have the name (JLM-07). */
export function isUnitName(text: string): boolean {
  return UNIT_NAME.test(text);
}

/** Whether storage can have the name: Juju has the rule of applications for it. */
export function isStorageName(text: string): boolean {
  return APP_NAME.test(text);
}

/** Whether a storage instance can have the id (JLM-07). */
export function isStorageId(text: string): boolean {
  return STORAGE_ID.test(text);
}

/** Whether a secret can have the key (JLM-01). */
export function isSecretKey(text: string): boolean {
  return /^[a-z](?:-?[a-z0-9]){2,}$/.test(text);
}
