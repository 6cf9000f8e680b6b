// Types of what the project uses of @std/assert, over the same code from npm.
import * as assertions from "npm:deno-std@1.4.0/assert/mod.js";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error = Error> = abstract new (...args: any[]) => E;

export const AssertionError: new (message: string) => Error =
  assertions.AssertionError;
export const assert: (expr: unknown, msg?: string) => asserts expr =
  assertions.assert;
export const assertEquals: <T>(actual: T, expected: T, msg?: string) => void =
  assertions.assertEquals;
export const assertNotEquals: <T>(
  actual: T,
  expected: T,
  msg?: string,
) => void = assertions.assertNotEquals;
export const assertStrictEquals: <T>(
  actual: unknown,
  expected: T,
  msg?: string,
) => asserts actual is T = assertions.assertStrictEquals;
export const assertExists: <T>(
  actual: T,
  msg?: string,
) => asserts actual is NonNullable<T> = assertions.assertExists;
export const assertMatch: (
  actual: string,
  expected: RegExp,
  msg?: string,
) => void = assertions.assertMatch;
export const assertStringIncludes: (
  actual: string,
  expected: string,
  msg?: string,
) => void = assertions.assertStringIncludes;
export const assertInstanceOf: <
  C extends ErrorClass | (abstract new (...args: never[]) => unknown),
>(
  actual: unknown,
  expectedType: C,
  msg?: string,
) => asserts actual is InstanceType<C> = assertions.assertInstanceOf;
export const assertThrows: {
  (fn: () => unknown, msg?: string): unknown;
  <E extends Error = Error>(
    fn: () => unknown,
    ErrorClass: ErrorClass<E>,
    msgIncludes?: string,
    msg?: string,
  ): E;
} = assertions.assertThrows;
export const assertRejects: {
  (fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
  <E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    ErrorClass: ErrorClass<E>,
    msgIncludes?: string,
    msg?: string,
  ): Promise<E>;
} = assertions.assertRejects;
export const fail: (msg?: string) => never = assertions.fail;
export const assertObjectMatch: (
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
) => void = assertions.assertObjectMatch;
