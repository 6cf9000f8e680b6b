import type { State } from "./state.ts";
import type { StateOptions } from "./state_options.ts";
import type { StateNames } from "./state_names.ts";

/** A state whose names the compiler need not know; for code that serves all charms. */
export function untyped<N extends StateNames>(state: State<N>): State {
  return state as unknown as State;
}

/** Options whose names are known to be `N`. */
export function typedOptions<N extends StateNames>(
  options: StateOptions,
): StateOptions<N> {
  return options as unknown as StateOptions<N>;
}

/** Options whose names the compiler need not know. */
export function untypedOptions<N extends StateNames>(
  options: StateOptions<N>,
): StateOptions {
  return options as unknown as StateOptions;
}
