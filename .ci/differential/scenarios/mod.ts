import type { Scenario } from "../scenario.ts";
import { ACTION } from "./action.ts";
import { DATABAG } from "./databag.ts";
import { DEFER } from "./defer.ts";
import { ENVIRONMENT } from "./environment.ts";
import { ERRORS } from "./errors.ts";
import { FRAMEWORK } from "./framework.ts";
import { LIFECYCLE } from "./lifecycle.ts";
import { MODEL } from "./model.ts";
import { RELATION } from "./relation.ts";
import { SECRET } from "./secret.ts";
import { STATUS } from "./status.ts";

/** Every scenario. Each family has a test file, so that they run in parallel. */
export const SCENARIOS: readonly Scenario[] = [
  ...ACTION,
  ...DATABAG,
  ...DEFER,
  ...ENVIRONMENT,
  ...ERRORS,
  ...FRAMEWORK,
  ...LIFECYCLE,
  ...MODEL,
  ...RELATION,
  ...SECRET,
  ...STATUS,
];
