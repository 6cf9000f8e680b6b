// The side of the interface loki_push_api that has logs. Source: the library
// loki_push_api of the charm loki-k8s.
import type * as ops from "@charmkit/ops";
import { z } from "zod";

/** What a unit of Loki says; it may not have said it yet. */
const LokiUnit = z.object({
  endpoint: z.object({ url: z.url({ protocol: /^https?$/ }) }).optional(),
});

/** What the units of Loki say, by their names. */
export interface LokiEndpoints {
  /** Where to push logs. */
  readonly urls: ReadonlyMap<string, string>;
  /** What is wrong with what they say. */
  readonly problems: ReadonlyMap<string, string>;
  /** Those that say nothing yet. */
  readonly silent: readonly string[];
}

/** Reads where the units of Loki take logs. */
export function readLokiEndpoints(
  relations: readonly ops.Relation[],
): LokiEndpoints {
  const urls = new Map<string, string>();
  const problems = new Map<string, string>();
  const silent: string[] = [];
  for (const relation of relations) {
    for (const unit of relation.units) {
      const said = relation.tryLoad(LokiUnit, unit);
      if (!said.ok) problems.set(unit.name, said.error.details);
      else if (said.value.endpoint === undefined) silent.push(unit.name);
      else urls.set(unit.name, said.value.endpoint.url);
    }
  }
  return { urls, problems, silent };
}
