import { testScenarios } from "./differential.ts";
import { ERRORS } from "./scenarios/errors.ts";

testScenarios(ERRORS);
