import { RelationNotFoundError } from "../../src/model/errors.ts";
import type { RelationState } from "../../src/simulator/relation_state.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";

/**
 * A relation by its number.
 *
 * @throws {RelationNotFoundError} If there is none.
 */
export function relationOf(
  { state }: AnyHarnessUnit,
  id: number,
): RelationState {
  const relation = state.relations.get(id);
  if (relation !== undefined) return relation;
  const ids = [...state.relations.keys()].join(", ");
  throw new RelationNotFoundError(
    `Cannot find relation ${id}: there is ${
      ids === "" ? "none" : `only ${ids}`
    }; "addRelation" makes one and gives its number`,
  );
}
