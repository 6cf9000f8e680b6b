/** Whether two types are the same, to the compiler. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

/** Fails to compile unless its argument is the type `true`. */
export function assertType<T extends true>(..._same: T[]): void {}
