import { testScenarios } from "./differential.ts";
import { STATUS } from "./scenarios/status.ts";

testScenarios(STATUS);
