import { testScenarios } from "./differential.ts";
import { LIFECYCLE } from "./scenarios/lifecycle.ts";

testScenarios(LIFECYCLE);
