import type { Readable, Writable } from "node:stream";
import { isCancel, select, text } from "@clack/prompts";
import { isCharmName } from "./init_names.ts";
import type { Profile } from "./templates/mod.ts";

/** What is still to be known of a new charm. */
export interface InitQuestions {
  /** The name, if it was given. */
  readonly name?: string;
  /** What to propose as the name. */
  readonly proposed?: string;
  /** The profile, if it was given. */
  readonly profile?: Profile;
  /** Ends the asking. */
  readonly signal: AbortSignal;
  /** Where the answers come from. @default {the terminal} */
  readonly input?: Readable;
  /** Where the questions go. @default {the terminal} */
  readonly output?: Writable;
}

/**
 * Asks on the terminal for what was not given.
 *
 * @returns The answers; null if the one who was asked gave up.
 */
export async function askForCharm(
  questions: InitQuestions,
): Promise<{ readonly name: string; readonly profile: Profile } | null> {
  const { proposed, signal, input, output } = questions;
  const name = questions.name ?? await text({
    message: "What is the charm's name?",
    placeholder: proposed,
    defaultValue: proposed,
    validate: (value = "") =>
      isCharmName(value) || (value === "" && proposed !== undefined)
        ? undefined
        : "Lowercase letters, digits and single hyphens, such as hello-k8s",
    signal,
    input,
    output,
  });
  if (isCancel(name)) return null;
  const profile = questions.profile ?? await select<Profile>({
    message: "Where does it run what it operates?",
    options: [
      { value: "kubernetes", label: "Kubernetes", hint: "in a container" },
      { value: "machine", label: "Machine", hint: "on the unit's system" },
    ],
    signal,
    input,
    output,
  });
  return isCancel(profile) ? null : { name, profile };
}
