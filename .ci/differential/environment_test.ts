import { testScenarios } from "./differential.ts";
import { ENVIRONMENT } from "./scenarios/environment.ts";

testScenarios(ENVIRONMENT);
