import { adviseActions, checkActions } from "./rules/action_rules.ts";
import { adviseOptions, adviseStorages } from "./rules/advice_rules.ts";
import { checkContainers } from "./rules/container_rules.ts";
import { checkBindings, checkEndpoints } from "./rules/endpoint_rules.ts";
import {
  checkAssumes,
  checkFormat,
  checkPayloads,
  checkTerms,
} from "./rules/format_rules.ts";
import { checkOptions } from "./rules/option_rules.ts";
import type { Rule, SectionName, Sections, Verdict } from "./rules/rule.ts";
import {
  checkDevices,
  checkResources,
  checkStorages,
} from "./rules/storage_rules.ts";

const RULES: readonly [SectionName, Verdict["severity"], Rule][] = [
  ["metadata", "error", checkFormat],
  ["metadata", "error", checkEndpoints],
  ["metadata", "error", checkBindings],
  ["metadata", "error", checkContainers],
  ["metadata", "error", checkStorages],
  ["metadata", "error", checkResources],
  ["metadata", "error", checkDevices],
  ["metadata", "error", checkAssumes],
  ["metadata", "error", checkTerms],
  ["metadata", "error", checkPayloads],
  ["config", "error", checkOptions],
  ["actions", "error", checkActions],
  ["metadata", "warning", adviseStorages],
  ["config", "warning", adviseOptions],
  ["actions", "warning", adviseActions],
];

/**
 * Checks what the shape of the metadata can't say: names that refer to each
 * other, reserved names, defaults that do not fit their type.
 *
 * Source: `ReadMeta`, `Meta.Check`, `ReadConfig` and `ReadActionsYaml` of
 * `github.com/juju/charm/v12`.
 *
 * @param sections What goes into the charm.
 * @returns What Juju would refuse, and what is seldom meant.
 */
export function jujuVerdicts(sections: Sections): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const [section, severity, rule] of RULES) {
    rule(sections, (path, message) => {
      verdicts.push({ severity, section, path, message });
    });
  }
  return verdicts;
}
