import type { OwnerOptions } from "../../pebble/pebble_client.ts";
import { q } from "./refuse.ts";

/** A user of a simulated container. */
export interface SimulatedUser {
  /** User name. */
  readonly name: string;
  /** User id. */
  readonly uid: number;
  /** Name of the primary group. */
  readonly group: string;
  /** Id of the primary group. */
  readonly gid: number;
}

/** Who something belongs to. */
export interface Owner {
  /** User id. */
  readonly uid: number;
  /** Group id. */
  readonly gid: number;
}

const ROOT: SimulatedUser = { name: "root", uid: 0, group: "root", gid: 0 };
/** The first id that a system gives to a new user. */
const FIRST_UID = 1000;

/** The user database of a simulated container; it has `root` to begin with. */
export class SimulatedUsers {
  readonly #invent: boolean;
  readonly #users: SimulatedUser[];

  /** Takes further users, and whether unknown ones are made up when named. */
  constructor(seed: readonly SimulatedUser[] = [], invent = false) {
    this.#users = [ROOT, ...seed];
    this.#invent = invent;
  }

  /** The users besides root. */
  data(): SimulatedUser[] {
    return this.#users.slice(1);
  }

  /** Adds a user and its group. */
  add(user: SimulatedUser): void {
    this.#users.push(user);
  }

  /** Name of a user, or `null` if the id has none. */
  userName(uid: number): string | null {
    return this.#users.find((user) => user.uid === uid)?.name ?? null;
  }

  /** Name of a group, or `null` if the id has none. */
  groupName(gid: number): string | null {
    return this.#users.find((user) => user.gid === gid)?.group ?? null;
  }

  /**
   * Ids of a user and group; `null` if none is given.
   *
   * Source: `NormalizeUidGid` in `internals/osutil/user.go` of Pebble.
   *
   * @throws {Error} With Pebble's text, if they are unknown or don't match.
   */
  look(
    { userId, user, groupId, group }: Omit<OwnerOptions, "permissions">,
  ): Owner | null {
    if (userId === undefined && !user) {
      if (groupId === undefined && !group) return null;
      throw new Error("must specify user, not just group");
    }
    if (this.#invent) this.#makeUp(user, group);
    let uid = userId;
    let gid = groupId;
    if (user) {
      const known = this.#users.find(({ name }) => name === user);
      if (known === undefined) throw new Error(`user: unknown user ${user}`);
      if (uid !== undefined && uid !== known.uid) {
        throw new Error(
          `user ${q(user)} UID (${known.uid}) does not match user-id (${uid})`,
        );
      }
      uid = known.uid;
    }
    if (group) {
      const known = this.#users.find((user) => user.group === group);
      if (known === undefined) throw new Error(`group: unknown group ${group}`);
      if (gid !== undefined && gid !== known.gid) {
        throw new Error(
          `group ${
            q(group)
          } GID (${known.gid}) does not match group-id (${gid})`,
        );
      }
      gid = known.gid;
    }
    if (gid === undefined) {
      const known = this.#users.find((user) => user.uid === uid);
      if (known === undefined) throw new Error(`user: unknown userid ${uid}`);
      gid = known.gid;
    }
    return { uid: uid ?? 0, gid };
  }

  #makeUp(user = "", group = user): void {
    const last = Math.max(FIRST_UID - 1, ...this.#users.map(({ uid }) => uid));
    const unknown = !this.#users.some(({ name }) => name === user) ||
      !this.#users.some((known) => known.group === group);
    if (user === "" || !unknown) return;
    this.#users.push({ name: user, uid: last + 1, group, gid: last + 1 });
  }
}
