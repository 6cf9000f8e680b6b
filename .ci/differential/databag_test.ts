import { testScenarios } from "./differential.ts";
import { DATABAG } from "./scenarios/databag.ts";

testScenarios(DATABAG);
