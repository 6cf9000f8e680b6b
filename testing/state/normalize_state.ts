import { typedOptions, untyped } from "./_untyped.ts";
import { Model } from "./model.ts";
import type { CheckInfo } from "./check_info.ts";
import type { Container } from "./container.ts";
import type { Notice } from "./notice.ts";
import type { Secret } from "./secret.ts";
import type { State } from "./state.ts";
import type { StateOptions } from "./state_options.ts";
import type { StateNames } from "./state_names.ts";

/**
 * A state with what differs from one run of the tests to the next made the same:
 * ids of relations, secrets, storages, notices and changes, times of notices,
 * and name and UUID of the model. For comparing a state with a stored snapshot.
 *
 * Ids become numbers in the order of the parts. They are followed into databags,
 * configuration, stored states and deferred events.
 *
 * @example Usage
 * ```ts
 * import { normalizeState, Relation, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const makeState = () => new State({ relations: [new Relation("db")] });
 *
 * assertEquals(normalizeState(makeState()), normalizeState(makeState()));
 * assertEquals(normalizeState(makeState()).relations[0]?.id, 1);
 * ```
 */
export function normalizeState<N extends StateNames>(
  state: State<N>,
): State<N> {
  const ids = new NewIds(untyped(state));
  const given = untyped(state);
  const changes: StateOptions = {
    config: ids.inTexts(given.config),
    model: new Model({
      ...ids.inTexts({ ...given.model }),
      name: "model",
      uuid: UUID,
    }),
    relations: given.relations.map((relation) =>
      relation.with(ids.inTexts({
        ...relation,
        id: ids.relations.get(relation.id)!,
      }))
    ),
    secrets: given.secrets.map((secret) => ids.secret(secret)),
    storages: given.storages.map((storage) =>
      storage.with({ index: ids.storages.get(storage.fullId)! })
    ),
    containers: given.containers.map((container) => ids.container(container)),
    storedStates: given.storedStates.map((stored) =>
      stored.with({ content: ids.inTexts(stored.content) })
    ),
    deferred: given.deferred.map((event, index) =>
      event.with({
        handlePath: event.handlePath.replace(/\[[^[]*\]$/, `[${index + 1}]`),
        snapshotData: ids.inTexts(ids.inEvent(event.snapshotData)),
      })
    ),
  };
  return state.with(typedOptions<N>(changes));
}

const UUID = "00000000-0000-4000-8000-000000000000";

type EventData = State["deferred"][number]["snapshotData"];

/** Old id to new one. */
class NewIds {
  readonly relations: Map<number, number> = new Map();
  readonly storages: Map<string, number> = new Map();
  readonly #notices: Map<string, string> = new Map();
  readonly #texts: Map<string, string> = new Map();
  readonly #anyText: RegExp;
  #changes = 0;

  constructor(state: State) {
    for (const { id } of state.relations) {
      this.relations.set(id, this.relations.size + 1);
    }
    for (const { fullId } of state.storages) {
      this.storages.set(fullId, this.storages.size);
    }
    for (const { notices } of state.containers) {
      for (const { id } of notices) {
        this.#notices.set(id, String(this.#notices.size + 1));
      }
    }
    for (const { id } of state.secrets) {
      const number = String(this.#texts.size + 1).padStart(20, "0");
      this.#texts.set(bare(id), number);
    }
    this.#texts.set(state.model.uuid, UUID);
    this.#anyText = new RegExp(
      [...this.#texts.keys()].map((text) => text.replace(/[^\w]/g, "\\$&"))
        .join("|"),
      "g",
    );
  }

  /** A copy of plain data whose texts have the new ids in them. */
  inTexts<T>(value: T): T {
    return this.#inTexts(value) as T;
  }

  secret(secret: Secret): Secret {
    return secret.with({
      id: `secret:${this.#texts.get(bare(secret.id))!}`,
      remoteGrants: Object.fromEntries(
        Object.entries(secret.remoteGrants).map(([id, names]) => [
          this.relations.get(Number(id)) ?? id,
          names,
        ]),
      ),
    });
  }

  container(container: Container): Container {
    return container.with({
      notices: container.notices.map((notice) => this.#notice(notice)),
      checkInfos: container.checkInfos.map((info) => this.#check(info)),
    });
  }

  inEvent(data: EventData): EventData {
    const { relation_id, storage_name, storage_index, notice_id } = data;
    const storage = this.storages.get(`${storage_name}/${storage_index}`);
    const relation = typeof relation_id === "number"
      ? this.relations.get(relation_id)
      : undefined;
    const notice = typeof notice_id === "string"
      ? this.#notices.get(notice_id)
      : undefined;
    return {
      ...data,
      ...storage === undefined ? {} : { storage_index: storage },
      ...relation === undefined ? {} : { relation_id: relation },
      ...notice === undefined ? {} : { notice_id: notice },
    };
  }

  #notice(notice: Notice): Notice {
    const epoch = new Date(0);
    return notice.with({
      id: this.#notices.get(notice.id)!,
      firstOccurred: epoch,
      lastOccurred: epoch,
      lastRepeated: epoch,
    });
  }

  #check(info: CheckInfo): CheckInfo {
    if (info.changeId === "") return info;
    this.#changes += 1;
    return info.with({ changeId: String(this.#changes) });
  }

  #inTexts(value: unknown): unknown {
    if (typeof value === "string") {
      return value.replace(this.#anyText, (text) => this.#texts.get(text)!);
    }
    if (Array.isArray(value)) return value.map((item) => this.#inTexts(item));
    if (value instanceof Set) {
      return new Set([...value].map((item) => this.#inTexts(item)));
    }
    if (value instanceof Map) {
      return new Map(
        [...value].map(([key, item]) => [
          this.#inTexts(key),
          this.#inTexts(item),
        ]),
      );
    }
    if (
      typeof value !== "object" || value === null ||
      Object.getPrototypeOf(value) !== Object.prototype
    ) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#inTexts(item)]),
    );
  }
}

function bare(secretId: string): string {
  return secretId.replace(/^secret:/, "");
}
