/**
 * The same object, each call of whose methods goes through a function.
 *
 * A method always runs on the object itself, whatever it is called on: behind
 * this it would not reach its private members.
 *
 * @param target The object.
 * @param around Makes the call, or not, and says what it gives.
 */
export function intercepted<T extends object>(
  target: T,
  around: (
    name: string | symbol,
    call: () => unknown,
    args: readonly unknown[],
  ) => unknown,
): T {
  return new Proxy(target, {
    get(object, name): unknown {
      const member: unknown = Reflect.get(object, name, object);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) =>
        around(name, () => member.apply(object, args), args);
    },
  });
}
