import { AsyncLocalStorage } from "node:async_hooks";
import { runInScope, type Scope } from "../../src/run_in_scope.ts";

/** Variables of a run; undefined is one that the charm has deleted. */
type Variables = Map<string, string | undefined>;

/** Most charms never ask, so the variables are gathered when one does. */
class EnvironmentScope implements Scope {
  #environment: (() => Readonly<Record<string, string>>) | null;
  #variables: Variables | undefined;

  constructor(environment: () => Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  /** Undefined once the run is done. */
  get variables(): Variables | undefined {
    if (this.#environment === null) return undefined;
    return this.#variables ??= new Map(Object.entries(this.#environment()));
  }

  end(): void {
    this.#environment = null;
    this.#variables = undefined;
  }
}

const SCOPE = new AsyncLocalStorage<EnvironmentScope>();
let isRouted = false;

/**
 * Runs something whose `Deno.env` is that of a dispatch, together with
 * everything that it starts; nothing changes for what runs beside it.
 *
 * What it sets is gone afterwards. Variables of this process are seen where the
 * dispatch has none, but for those of Juju.
 */
export function withEnvironment<T>(
  environment: () => Readonly<Record<string, string>>,
  run: () => T,
): T {
  routeOnce();
  return runInScope(SCOPE, new EnvironmentScope(environment), run);
}

/** The variables of the run that asks; undefined outside of one. */
function ownVariables(): Variables | undefined {
  return SCOPE.getStore()?.variables;
}

function routeOnce(): void {
  if (isRouted) return;
  isRouted = true;
  const real = { ...Deno.env };
  const { env } = Deno;
  env.get = (name) => {
    const variables = ownVariables();
    if (variables === undefined) return real.get(name);
    return decides(variables, name) ? variables.get(name) : real.get(name);
  };
  env.has = (name) => {
    const variables = ownVariables();
    if (variables === undefined) return real.has(name);
    return decides(variables, name)
      ? variables.get(name) !== undefined
      : real.has(name);
  };
  env.set = (name, value) => {
    const variables = ownVariables();
    if (variables === undefined) real.set(name, value);
    else variables.set(name, `${value}`);
  };
  env.delete = (name) => {
    const variables = ownVariables();
    if (variables === undefined) real.delete(name);
    else variables.set(name, undefined);
  };
  env.toObject = () => {
    const variables = ownVariables();
    const all = real.toObject();
    if (variables === undefined) return all;
    for (const name of Object.keys(all)) {
      if (decides(variables, name)) delete all[name];
    }
    for (const [name, value] of variables) {
      if (value !== undefined) all[name] = value;
    }
    return all;
  };
}

/** Whether the run has the say, and not the process that the test is in. */
function decides(variables: Variables, name: string): boolean {
  return variables.has(name) || name.startsWith("JUJU_");
}
