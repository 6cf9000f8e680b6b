import { testScenarios } from "./differential.ts";
import { MODEL } from "./scenarios/model.ts";

testScenarios(MODEL);
