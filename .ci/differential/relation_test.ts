import { testScenarios } from "./differential.ts";
import { RELATION } from "./scenarios/relation.ts";

testScenarios(RELATION);
