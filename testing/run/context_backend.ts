import type { ActionResults } from "../../src/hook_commands/action.ts";
import type {
  SecretAddOptions,
  SecretGetOptions,
  SecretSetOptions,
} from "../../src/hook_commands/mod.ts";
import type { HookContext } from "../../src/simulator/hook_context.ts";
import {
  SimulatedBackend,
  type SimulatedBackendOptions,
} from "../../src/simulator/simulated_backend.ts";
import { ActionMissingFromContextError, StateLookupError } from "../errors.ts";
import type { History } from "./history.ts";

/** The simulator's backend, which says where a test asks for what it did not prepare. */
export class ContextBackend extends SimulatedBackend {
  readonly #hook: HookContext;
  readonly #history: History;
  readonly #secretWords: Set<string>;

  /** Belongs to one run of an event. */
  constructor(
    hook: HookContext,
    options: SimulatedBackendOptions & {
      readonly history: History;
      readonly secretWords: Set<string>;
    },
  ) {
    super(hook, options);
    this.#hook = hook;
    this.#history = options.history;
    this.#secretWords = options.secretWords;
  }

  override actionGet(): Record<string, unknown> {
    this.#expectAction("read the parameters");
    return super.actionGet();
  }

  override actionSet(results: ActionResults): void {
    this.#expectAction("set results");
    super.actionSet(results);
    // Without a key no command tells of it.
    this.#history.actionResults ??= {};
  }

  override actionLog(message: string): void {
    this.#expectAction("log");
    super.actionLog(message);
  }

  override actionFail(message?: string): void {
    this.#expectAction("fail");
    super.actionFail(message);
  }

  override resourceGet(name: string): string {
    const { resources } = this.#hook.state;
    if (!resources.has(name)) {
      throw new StateLookupError(
        `Cannot get resource "${name}": the state has ${
          [...resources.keys()].map((known) => `"${known}"`).join(", ") ||
          "none"
        }; add resources: [new Resource({ name: "${name}", path: "…" })]`,
      );
    }
    return super.resourceGet(name);
  }

  override secretAdd(
    content: Readonly<Record<string, string>>,
    options?: SecretAddOptions,
  ): string {
    this.#hide(content);
    return super.secretAdd(content, options);
  }

  override secretGet(options: SecretGetOptions): Record<string, string> {
    const content = super.secretGet(options);
    this.#hide(content);
    return content;
  }

  override secretSet(id: string, options: SecretSetOptions): void {
    this.#hide(options.content ?? {});
    super.secretSet(id, options);
  }

  #hide(content: Readonly<Record<string, string | Uint8Array>>): void {
    for (const word of Object.values(content)) {
      if (typeof word === "string") this.#secretWords.add(word);
    }
  }

  #expectAction(what: string): void {
    if (this.#hook.action !== null) return;
    throw new ActionMissingFromContextError(
      `Cannot ${what} of an action: the event that runs is none; run ctx.on.action(…)`,
    );
  }
}
