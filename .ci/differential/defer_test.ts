import { testScenarios } from "./differential.ts";
import { DEFER } from "./scenarios/defer.ts";

testScenarios(DEFER);
