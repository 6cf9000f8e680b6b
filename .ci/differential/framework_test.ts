import { testScenarios } from "./differential.ts";
import { FRAMEWORK } from "./scenarios/framework.ts";

testScenarios(FRAMEWORK);
