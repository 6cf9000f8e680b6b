import { JujuBackend } from "../backend/juju_backend.ts";
import { readJujuContext } from "../backend/juju_context.ts";
import { JujuLogger } from "../backend/logger.ts";
import {
  type RecordedCommand,
  RecordingRunner,
} from "../hook_commands/_recording_runner.ts";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { CharmMeta } from "../meta/charm_meta.ts";
import { ModelContext } from "./model_context.ts";

/** What a hook command prints, by name; an object is a failure with that text. */
export type Answers = Readonly<
  Record<string, string | { readonly stderr: string }>
>;

/** Options of {@linkcode TestContext}. */
export interface TestContextOptions {
  /** What hook commands print; others print nothing. */
  readonly answers?: Answers;
  /** The charm's metadata. */
  readonly charmcraft?: Partial<Charmcraft>;
  /** Variables beside those of unit `web/0` in model `model-uuid`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A model's shared parts over hook commands that only answer: for tests. */
export class TestContext {
  /** The parts. */
  readonly context: ModelContext;
  readonly #runner: RecordingRunner;

  /** Takes what Juju answers. */
  constructor(options: TestContextOptions = {}) {
    const { answers = {}, charmcraft = {}, env = {} } = options;
    this.#runner = new RecordingRunner((argv) => {
      const answer = answers[argv[0] ?? ""] ?? "";
      if (typeof answer === "string") return answer;
      throw new HookCommandError({ argv, code: 1, stderr: answer.stderr });
    });
    const variables = {
      JUJU_UNIT_NAME: "web/0",
      JUJU_MODEL_UUID: "model-uuid",
      JUJU_HOOK_NAME: "update-status",
      JUJU_VERSION: "3.6.14",
      JUJU_CHARM_DIR: "/no-such-folder",
      ...env,
    };
    const backend = new JujuBackend(
      readJujuContext(new Map(Object.entries(variables))),
      { runner: this.#runner },
    );
    this.context = new ModelContext({
      backend,
      meta: new CharmMeta({ name: "web", ...charmcraft }),
      log: new JujuLogger(backend, { appId: "model-uuid-web/0" }),
    });
  }

  /** The commands run so far, without those that log. */
  get commands(): readonly RecordedCommand[] {
    return this.#runner.commands.filter(({ argv }) => argv[0] !== "juju-log");
  }

  /** The commands run so far, as text. */
  get argvs(): string[] {
    return this.commands.map(({ argv }) => argv.join(" "));
  }

  /** Level and text of what was logged so far. */
  get logged(): string[] {
    this.context.log.flush();
    return this.#runner.commands.filter(({ argv }) => argv[0] === "juju-log")
      .map(({ argv }) => `${argv[2]} ${argv[4]}`);
  }
}
