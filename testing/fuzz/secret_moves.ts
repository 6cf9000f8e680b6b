import { revisionsOf, type Secret, withRevisions } from "../state/secret.ts";
import type { FuzzChoice } from "./fuzz_choice.ts";
import type { FuzzMoves, FuzzUnit } from "./fuzz_move.ts";

/** What a choice about a secret comes to. */
type SecretChoice = Extract<FuzzChoice, { readonly text: string }>;

/** What Juju runs for a choice about a secret; nothing if it cannot be now. */
export function* secretMoves(unit: FuzzUnit, choice: SecretChoice): FuzzMoves {
  const { on, state } = unit;
  const { kind, slot } = choice;
  const fitting = state.secrets.filter((secret) => canHave(unit, secret, kind));
  const secret = fitting[slot % fitting.length];
  if (secret === undefined) return;
  const index = state.secrets.indexOf(secret);
  const { tracked, latest } = revisionsOf(secret);
  const line = `${kind} (secret ${index + 1}${
    secret.label === null ? "" : `, "${secret.label}"`
  })`;
  if (kind === "secret-changed") {
    const changed = newRevision(secret, choice.text);
    const secrets = state.secrets.with(index, changed);
    const event = on.secretChanged(changed);
    yield { text: line, before: state.with({ secrets }), event };
  } else if (kind === "secret-remove") {
    unit.unused.add(unusedName(secret, tracked));
    const event = on.secretRemove(secret, { revision: tracked });
    yield { text: `${line}, revision ${tracked}`, before: state, event };
  } else {
    const event = kind === "secret-rotate"
      ? on.secretRotate(secret)
      : on.secretExpired(secret, { revision: latest });
    yield { text: line, before: state, event };
  }
}

function newRevision(secret: Secret, text: string): Secret {
  const { tracked, latest } = revisionsOf(secret);
  const latestContent = Object.fromEntries(
    Object.keys(secret.latestContent).map((key) => [key, text]),
  );
  return withRevisions(secret.with({ latestContent }), {
    tracked,
    latest: latest + 1,
  });
}

/**
 * Who owns a secret is told that it is due, or that nobody reads a revision any
 * more, once: the unit, or who leads. Who only reads it is told of a new one.
 */
function canHave(
  { state: { leader }, unused }: FuzzUnit,
  secret: Secret,
  kind: SecretChoice["kind"],
): boolean {
  const { owner, rotate, expire } = secret;
  const isOwn = owner === "unit" || owner === "app" && leader;
  switch (kind) {
    case "secret-changed":
      return !isOwn;
    case "secret-rotate":
      return isOwn && rotate !== null && rotate !== "never";
    case "secret-expired":
      return isOwn && expire !== null;
    case "secret-remove": {
      const { tracked, latest } = revisionsOf(secret);
      return isOwn && tracked < latest &&
        !unused.has(unusedName(secret, tracked));
    }
  }
}

function unusedName({ id }: Secret, revision: number): string {
  return `${id}/${revision}`;
}
