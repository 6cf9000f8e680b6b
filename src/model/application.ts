import type { ModelContext } from "./model_context.ts";
import { ModelError } from "./errors.ts";
import { settableName, StatusBase, UnknownStatus } from "./status.ts";
import { translateErrors } from "./_translate_errors.ts";
import type { Secret } from "./secret.ts";
import type { SecretOptions } from "./secret_info.ts";
import { addSecret } from "./secrets.ts";

/**
 * An application of the model: this unit's own one, or one it is related to.
 *
 * A model has one object for each name, so two of them can be compared with `===`.
 */
export class Application {
  /** Name of the application. */
  readonly name: string;
  readonly #context: ModelContext;
  #status: StatusBase | null = null;
  #sent: StatusBase | null = null;

  /** Takes the name; nothing is asked of Juju. */
  constructor(name: string, context: ModelContext) {
    this.name = name;
    this.#context = context;
  }

  /** Whether this is the application of this charm. */
  get isOwn(): boolean {
    return this.name === this.#context.appName;
  }

  /**
   * The application's status, which only its leader can read and set.
   *
   * Of another application it is always {@linkcode UnknownStatus}. Setting takes
   * effect at once, and stays even if the hook fails later. A status equal to
   * the last one that this dispatch set is not sent again.
   *
   * @throws {ModelError} If this unit does not lead, or Juju refuses.
   * @throws {InvalidStatusError} If the value is not a status that a charm can set.
   */
  get status(): StatusBase {
    if (!this.isOwn) return new UnknownStatus();
    this.#assertLeader("read", "status-get");
    return this.#status ??= translateErrors(
      this.#context,
      "Cannot read the status of the application",
      () => {
        const { status, message } = this.#context.backend.appStatusGet();
        return StatusBase.fromName(status, message);
      },
    );
  }

  set status(status: StatusBase) {
    const name = settableName(status);
    if (!this.isOwn) {
      throw new ModelError(
        `Cannot set the status of application "${this.name}": it is not this charm's`,
      );
    }
    this.#assertLeader("set", "status-set");
    if (this.#sent?.equals(status)) return;
    translateErrors(
      this.#context,
      "Cannot set the status of the application",
      () =>
        this.#context.backend.statusSet(name, status.message, { app: true }),
    );
    this.#status = this.#sent = status;
  }

  /**
   * How many units the application is to have, this one included. Asked anew
   * each time; units that are going away do not count. Source: `goal-state`.
   *
   * @throws {ModelError} If it is another application, or Juju does not tell.
   */
  plannedUnits(): number {
    if (!this.isOwn) {
      throw new ModelError(
        `Cannot count the planned units of "${this.name}": only those of this charm's application are known`,
      );
    }
    const { units } = translateErrors(
      this.#context,
      "Cannot count the planned units",
      () => this.#context.backend.goalState(),
    );
    return Object.values(units).filter(({ status }) => status !== "dying")
      .length;
  }

  /**
   * Creates a secret that belongs to the application; only its leader can.
   *
   * @param content Keys of three or more lower-case letters, digits and single
   * hyphens, to values.
   * @param options Label, description, expiry and rotation.
   */
  addSecret(
    content: Readonly<Record<string, string>>,
    options: SecretOptions = {},
  ): Secret {
    return addSecret(this.#context, "application", content, options);
  }

  /**
   * Forgets what was read and set, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#status = this.#sent = null;
  }

  /** Shows the name, as in `Application("web")`. */
  toString(): string {
    return `Application("${this.name}")`;
  }

  #assertLeader(verb: "read" | "set", command: string): void {
    const { leadership, log } = this.#context;
    const leads = translateErrors(
      this.#context,
      `Cannot ${verb} the status of the application`,
      () => leadership.isLeader(),
    );
    if (leads) return;
    log.security({
      level: "CRITICAL",
      event: `authz_fail:${command}`,
      description:
        `Unit ${this.#context.unitName} tried to ${verb} the application status without being the leader.`,
    });
    throw new ModelError(
      `Cannot ${verb} the status of the application: this unit is not the leader`,
    );
  }
}
