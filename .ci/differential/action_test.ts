import { testScenarios } from "./differential.ts";
import { ACTION } from "./scenarios/action.ts";

testScenarios(ACTION);
