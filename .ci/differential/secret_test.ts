import { testScenarios } from "./differential.ts";
import { SECRET } from "./scenarios/secret.ts";

testScenarios(SECRET);
