import { assertEquals, assertThrows } from "@std/assert";
import { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { actionRequest } from "./action_request.ts";

const state = new ModelState({
  charmcraft: {
    name: "web",
    actions: {
      backup: {
        params: {
          level: { type: "integer", maximum: 9, default: 3 },
          url: { type: "string", pattern: "^s3://" },
          tags: { items: { enum: ["a", "b"] } },
        },
        required: ["url"],
      },
    },
  },
});

Deno.test("actionRequest() fills in defaults of what Juju takes (JDP-12)", () => {
  const given = { url: "s3://x", tags: ["a"] };

  assertEquals(actionRequest(state, "backup", given), {
    params: { url: "s3://x", tags: ["a"], level: 3 },
  });
});

Deno.test("actionRequest() tells all that Juju refuses (JDP-12)", () => {
  const given = { level: 99, url: "http://x", tags: ["a", "c"] };

  assertEquals(actionRequest(state, "backup", given), {
    action: "backup",
    status: "error",
    message: "validation failed: " +
      '(root).level : must be lower than 9, given "99"; ' +
      "(root).url : does not match pattern '^s3://', given \"http://x\"; " +
      '(root).tags.1 : must match one of the enum values ["a","b"], given "c"',
    results: {},
    log: [],
  });
});

Deno.test("actionRequest() throws for an action that the charm has not", () => {
  assertThrows(
    () => actionRequest(state, "restore", {}),
    CliError,
    'Cannot run action "restore": the charm has none',
  );
});
