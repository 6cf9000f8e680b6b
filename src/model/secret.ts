import { type LoadResult, valueOf } from "../schema/load_result.ts";
import type {
  SchemaOutput,
  StandardSchema,
} from "../schema/standard_schema.ts";
import type { ModelContext } from "./model_context.ts";
import type { Relation } from "./relation.ts";
import {
  completeUpdate,
  normalSecretId,
  readSecretInfo,
  secretAttributes,
  type SecretInfo,
  type SecretOptions,
  type SecretUpdate,
} from "./secret_info.ts";
import {
  assertSecretContent,
  isSameContent,
  type SecretContent,
} from "./_secret_content.ts";
import { loadSecretContent } from "./secret_load.ts";
import { translateErrors } from "./_translate_errors.ts";
import type { Unit } from "./unit.ts";

/** What names a secret: its id, a label that this side gave it, or both. */
export interface SecretReference {
  /** Id of the secret, with `secret:` or without. */
  readonly id?: string;
  /** The owner's label or, of a reader, the one that it gave. */
  readonly label?: string;
}

/**
 * A secret that this unit or its application owns, or that was granted to them.
 *
 * Its text form and its inspection show id and label, never the content.
 *
 * @example In a handler of a charm
 * ```ts ignore
 * const secret = this.app.addSecret({ password: crypto.randomUUID() });
 * secret.grant(event.relation);
 * ```
 */
export class Secret {
  readonly #context: ModelContext;
  readonly #label: string | null;
  #id: string | null;
  #content: SecretContent | null;
  /** Content of the newest revision, as far as this dispatch knows. */
  #newest: SecretContent | null;

  /**
   * Takes what names the secret; nothing is asked of Juju yet.
   *
   * @param context The model's shared parts.
   * @param reference Id, label, or both.
   * @param content Its content, if that is known already.
   * @throws {TypeError} If neither id nor label is given.
   */
  constructor(
    context: ModelContext,
    reference: SecretReference,
    content: { readonly tracked?: SecretContent; readonly newest?: boolean } =
      {},
  ) {
    const { id, label } = reference;
    if (!id && !label) {
      throw new TypeError("Cannot get a secret: neither id nor label given");
    }
    const { modelUuid } = context.backend.context;
    this.#context = context;
    this.#id = id ? normalSecretId(id, modelUuid) : null;
    this.#label = label || null;
    this.#content = content.tracked ?? null;
    this.#newest = content.newest ? this.#content : null;
  }

  /** The id, with `secret:`; null while only the label is known. */
  get id(): string | null {
    return this.#id;
  }

  /** The label by which the secret was got or made; null when it was the id alone. */
  get label(): string | null {
    return this.#label;
  }

  /** The part of the id that no other secret has; null while the id is not known. */
  get uniqueIdentifier(): string | null {
    return this.#id?.replace(/^secret:/, "").split("/").at(-1) ?? null;
  }

  /**
   * The content of the revision that this unit tracks. Read at first use and
   * kept. Source: `secret-get`.
   *
   * @param options With `refresh`, the newest revision is read, and tracked
   * from now on.
   * @returns A copy: key to value.
   * @throws {SecretNotFoundError} If Juju knows no such secret.
   * @throws {ModelError} If this unit may not read it.
   */
  getContent(
    options: { readonly refresh?: boolean } = {},
  ): Record<string, string> {
    const { refresh = false } = options;
    if (refresh || this.#content === null) {
      this.#content = this.#read(refresh ? { refresh } : {});
      if (refresh) this.#newest = this.#content;
    }
    return { ...this.#content };
  }

  /**
   * The content of the newest revision, asked anew each time; what this unit
   * tracks stays as it is. Source: `secret-get --peek`.
   *
   * @returns Key to value.
   * @throws {SecretNotFoundError} If Juju knows no such secret.
   * @throws {ModelError} If this unit may not read it.
   */
  peekContent(): Record<string, string> {
    this.#newest = this.#read({ peek: true });
    return { ...this.#newest };
  }

  /**
   * The content as a schema gives it; as {@linkcode Secret.getContent} reads it.
   *
   * @example In a handler of a charm
   * ```ts ignore
   * const Login = z.object({ username: z.string(), password: z.string() });
   *
   * const { username, password } = this.model.getSecret({ id }).load(Login);
   * ```
   *
   * @param schema Checks the content: of zod, valibot, arktype or your own.
   * @param options With `refresh`, the newest revision is read, and tracked
   * from now on.
   * @throws {InvalidDataError} If the content is not as the schema wants it; it
   * names keys, and nothing of their values.
   * @throws {SecretNotFoundError} If Juju knows no such secret.
   * @throws {ModelError} If this unit may not read it.
   * @throws {TypeError} If the schema is asynchronous, or throws.
   */
  load<S extends StandardSchema>(
    schema: S,
    options: { readonly refresh?: boolean } = {},
  ): SchemaOutput<S> {
    return valueOf(this.tryLoad(schema, options));
  }

  /**
   * As {@linkcode Secret.load}, but content that is not as the schema wants it
   * is a result to look at. All other errors are thrown.
   */
  tryLoad<S extends StandardSchema>(
    schema: S,
    options: { readonly refresh?: boolean } = {},
  ): LoadResult<SchemaOutput<S>> {
    return loadSecretContent(schema, this.getContent(options), `${this}`);
  }

  /**
   * Metadata of an own secret, asked anew each time. Source: `secret-info-get`.
   *
   * @throws {SecretNotFoundError} If this unit owns no such secret.
   */
  getInfo(): SecretInfo {
    const { backend } = this.#context;
    const reference = this.#id !== null
      ? { id: this.#id }
      : { label: this.#label ?? "" };
    const info = this.#try(
      "read the metadata of",
      () => backend.secretInfoGet(reference),
    );
    return readSecretInfo(info, backend.context.modelUuid);
  }

  /**
   * Replaces the whole content of an own secret. Those who read it see the new
   * revision when they refresh, once this hook has succeeded; so does this
   * object. Content that the newest revision is known to have is not written
   * again. Source: `secret-set`.
   *
   * @param content Keys of three or more lower-case letters, digits and single
   * hyphens, to values.
   * @throws {TypeError} If keys or values are not as Juju takes them.
   * @throws {ModelError} If the application owns the secret and this unit does
   * not lead.
   */
  setContent(content: SecretContent): void {
    assertSecretContent(content);
    if (isSameContent(content, this.#newest)) return;
    const copy = { ...content };
    this.#write({ content: copy });
    this.#newest = copy;
  }

  /**
   * Changes attributes of an own secret; what is not given stays as it is, and
   * nothing can be taken away. The label of this object stays, too. Source:
   * `secret-set`.
   *
   * @throws {TypeError} If nothing is given, or an expiry is no valid time.
   * @throws {ModelError} If the application owns the secret and this unit does
   * not lead.
   */
  setInfo(options: SecretOptions): void {
    const attributes = secretAttributes(options);
    if (Object.keys(attributes).length === 0) {
      throw new TypeError(`Cannot change ${this}: no attribute given`);
    }
    this.#write(attributes);
  }

  /**
   * Lets the remote application of a relation read an own secret, for as long
   * as they are related. Source: `secret-grant`.
   *
   * @param relation The relation.
   * @param options With `unit`, only that remote unit.
   * @throws {SecretNotFoundError} If it is not an own secret.
   * @throws {ModelError} If the application owns the secret and this unit does
   * not lead.
   */
  grant(relation: Relation, options: { readonly unit?: Unit } = {}): void {
    const id = this.#requireId();
    this.#try(
      "grant",
      () =>
        this.#context.backend.secretGrant(id, relation.id, unitName(options)),
    );
  }

  /**
   * Takes back what {@linkcode Secret.grant} gave. Source: `secret-revoke`.
   *
   * @param relation The relation.
   * @param options With `unit`, only from that remote unit.
   * @throws {ModelError} If the application owns the secret and this unit does
   * not lead.
   */
  revoke(relation: Relation, options: { readonly unit?: Unit } = {}): void {
    const id = this.#requireId();
    this.#try("revoke", () =>
      this.#context.backend.secretRevoke(id, {
        relationId: relation.id,
        ...unitName(options),
      }));
  }

  /**
   * Removes a revision of an own secret that nobody uses any more, as a
   * secret-remove event tells. Source: `secret-remove`.
   *
   * @throws {ModelError} If the application owns the secret and this unit does
   * not lead.
   */
  removeRevision(revision: number): void {
    const id = this.#requireId();
    this.#newest = null;
    this.#try(
      `remove revision ${revision} of`,
      () => this.#context.backend.secretRemove(id, { revision }),
    );
  }

  /**
   * Removes an own secret with all its revisions, also if it is in use. Source:
   * `secret-remove`.
   *
   * @throws {ModelError} If the application owns the secret and this unit does
   * not lead.
   */
  removeAllRevisions(): void {
    const id = this.#requireId();
    this.#newest = null;
    this.#try("remove", () => this.#context.backend.secretRemove(id));
  }

  /** Shows id and label, never the content, as in `Secret("secret:d1…", label "tls")`. */
  toString(): string {
    const id = this.#id === null ? [] : [`"${this.#id}"`];
    const label = this.#label === null ? [] : [`label "${this.#label}"`];
    return `Secret(${[...id, ...label].join(", ")})`;
  }

  #read(
    options: { readonly refresh?: boolean; readonly peek?: boolean },
  ): SecretContent {
    return this.#try("read", () =>
      this.#context.backend.secretGet({
        ...(this.#id === null ? {} : { id: this.#id }),
        ...(this.#label === null ? {} : { label: this.#label }),
        ...options,
      }));
  }

  #write(update: SecretUpdate): void {
    const { backend } = this.#context;
    const id = this.#requireId();
    const isOld = backend.context.version.compare("3.6") < 0;
    this.#try("change", () => {
      backend.secretSet(
        id,
        isOld ? completeUpdate(backend, id, update) : update,
      );
    });
  }

  #requireId(): string {
    return this.#id ??= this.getInfo().id;
  }

  #try<T>(verb: string, run: () => T): T {
    return translateErrors(this.#context, `Cannot ${verb} ${this}`, run);
  }
}

function unitName(
  { unit }: { readonly unit?: Unit },
): { readonly unit?: string } {
  return unit === undefined ? {} : { unit: unit.name };
}
