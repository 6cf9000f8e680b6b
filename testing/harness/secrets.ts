import { assertSecretContent } from "../../src/model/_secret_content.ts";
import type { RelationState } from "../../src/simulator/relation_state.ts";
import {
  encodeSecretValue,
  newSecretId,
  type SecretContent,
  SecretState,
} from "../../src/simulator/secret_state.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { HarnessError } from "./harness_error.ts";

/** What Juju knows of a secret that is not this unit's. */
export interface ForeignSecret {
  /** The unit or application that has it; null: the user has. */
  readonly owner: string | null;
  /** Who may read it, by relation; those of a user's are under null. */
  readonly grants: Map<number | null, Set<string>>;
}

/** Adds a secret of a unit or application (HRN-50). */
export function addModelSecret(
  unit: AnyHarnessUnit,
  owner: string,
  content: Readonly<Record<string, string>>,
): string {
  const { state } = unit;
  const own = owner === state.app
    ? "application"
    : owner === state.unit
    ? "unit"
    : null;
  const id = addSecret(unit, own, content);
  if (own === null) unit.foreignSecrets.set(id, { owner, grants: new Map() });
  return `secret:${id}`;
}

/** Adds a secret of the user (HRN-50). */
export function addUserSecret(
  unit: AnyHarnessUnit,
  content: Readonly<Record<string, string>>,
): string {
  const id = addSecret(unit, null, content);
  unit.foreignSecrets.set(id, { owner: null, grants: new Map() });
  return `secret:${id}`;
}

/** Lets a unit or application read a secret (HRN-51). */
export function grantSecret(
  unit: AnyHarnessUnit,
  id: string,
  observer: string,
): void {
  const foreign = foreignOf(unit, id, "grant");
  const over = relationTo(unit, foreign, id);
  const observers = foreign.grants.get(over) ?? new Set();
  foreign.grants.set(over, observers.add(observer));
  noteAccess(unit, secretOf(unit, id));
}

/** Takes back what `grantSecret` gave (HRN-51). */
export function revokeSecret(
  unit: AnyHarnessUnit,
  id: string,
  observer: string,
): void {
  const foreign = foreignOf(unit, id, "revoke");
  foreign.grants.get(relationTo(unit, foreign, id))?.delete(observer);
  noteAccess(unit, secretOf(unit, id));
}

/** Gives a secret of others a new revision (HRN-52). */
export async function setSecretContent(
  unit: AnyHarnessUnit,
  id: string,
  content: Readonly<Record<string, string>>,
): Promise<void> {
  unit.requireIdle("set the content of a secret");
  unit.requireBegun("set the content of a secret");
  foreignOf(unit, id, "set the content of");
  const secret = secretOf(unit, id);
  assertSecretContent(content);
  secret.revisions.set(secret.latest + 1, encoded(content));
  await unit.run({
    kind: "secret-changed",
    secretId: secret.id,
    label: secret.consumerLabel,
  });
}

/** Who may read a secret over a relation (HRN-53). */
export function getSecretGrants(
  unit: AnyHarnessUnit,
  id: string,
  relationId: number,
): Set<string> {
  const { id: bare, grants } = secretOf(unit, id);
  const foreign = unit.foreignSecrets.get(bare);
  if (foreign !== undefined) return new Set(foreign.grants.get(relationId));
  const remoteApp = unit.state.relations.get(relationId)?.remoteApp;
  return new Set(
    grants.filter((grant) => grant.relationId === relationId)
      .map((grant) => grant.unit ?? remoteApp)
      .filter((name) => name !== undefined),
  );
}

/** Numbers of the revisions, oldest first (HRN-53). */
export function getSecretRevisions(
  unit: AnyHarnessUnit,
  id: string,
): number[] {
  return [...secretOf(unit, id).revisions.keys()].sort((a, b) => a - b);
}

/** Has an event of an own secret come (HRN-54). */
export async function triggerSecret(
  unit: AnyHarnessUnit,
  id: string,
  trigger:
    & { readonly label?: string | undefined }
    & (
      | { readonly kind: "secret-rotate" }
      | {
        readonly kind: "secret-remove" | "secret-expired";
        readonly revision: number;
      }
    ),
): Promise<void> {
  unit.requireIdle(`trigger "${trigger.kind}"`);
  unit.requireBegun(`trigger "${trigger.kind}"`);
  const secret = secretOf(unit, id);
  const foreign = unit.foreignSecrets.get(secret.id);
  if (foreign?.owner === null && trigger.kind !== "secret-remove") {
    throw new HarnessError(
      `Cannot trigger "${trigger.kind}" of secret "${id}": it is the user's, and Juju tells of that only its owner`,
    );
  }
  const { label = secret.label || secret.consumerLabel } = trigger;
  await unit.run({ ...trigger, secretId: secret.id, label });
}

/** What was granted over a relation that is gone is granted no more (HRN-19). */
export function revokeOver(unit: AnyHarnessUnit, { id }: RelationState): void {
  for (const secret of unit.state.secrets.values()) {
    unit.foreignSecrets.get(secret.id)?.grants.delete(id);
    secret.grants = secret.grants.filter(({ relationId }) => relationId !== id);
    noteAccess(unit, secret);
  }
}

function addSecret(
  unit: AnyHarnessUnit,
  owner: SecretState["owner"],
  content: Readonly<Record<string, string>>,
): string {
  assertSecretContent(content);
  const id = newSecretId();
  const revisions = new Map([[1, encoded(content)]]);
  const granted = owner !== null;
  unit.state.secrets.set(
    id,
    new SecretState({ id, owner, revisions, granted }),
  );
  unit.refresh();
  return id;
}

function encoded(content: Readonly<Record<string, string>>): SecretContent {
  return Object.fromEntries(
    Object.entries(content)
      .map(([key, value]) => [key, encodeSecretValue(value)]),
  );
}

/** A secret by any form of its id. */
function secretOf({ state }: AnyHarnessUnit, id: string): SecretState {
  const bare = id.replace(/^secret:/, "").split("/").at(-1)!;
  const secret = state.secrets.get(bare);
  if (secret !== undefined) return secret;
  throw new HarnessError(
    `Cannot find secret "${id}": "addModelSecret" and "addUserSecret" make one and give its id`,
  );
}

function foreignOf(
  unit: AnyHarnessUnit,
  id: string,
  verb: string,
): ForeignSecret {
  const foreign = unit.foreignSecrets.get(secretOf(unit, id).id);
  if (foreign !== undefined) return foreign;
  throw new HarnessError(
    `Cannot ${verb} secret "${id}": the charm under test owns it, and does so itself`,
  );
}

/** The relation over which an owner grants; null for a user, who needs none. */
function relationTo(
  { state }: AnyHarnessUnit,
  { owner }: ForeignSecret,
  id: string,
): number | null {
  if (owner === null) return null;
  const app = owner.split("/", 1)[0];
  for (const relation of state.relations.values()) {
    if (relation.remoteApp === app) return relation.id;
  }
  throw new HarnessError(
    `Cannot grant or revoke secret "${id}": no relation of "${state.app}" with its owner's application "${app}"`,
  );
}

/** Whether this unit may read a secret of others. */
function noteAccess(unit: AnyHarnessUnit, secret: SecretState): void {
  const foreign = unit.foreignSecrets.get(secret.id);
  if (foreign === undefined) return;
  const { app, unit: name } = unit.state;
  secret.granted = [...foreign.grants.values()]
    .some((observers) => observers.has(app) || observers.has(name));
  unit.refresh();
}
