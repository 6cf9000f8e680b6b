import { fail } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";
import { readInput } from "./input.ts";

/** Commands of charms that ran without a unit agent of their own (JHT-40). */
export const SPEC_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "k8s-raw-get": getter("k8s-raw"),
  "k8s-raw-set": setter("k8s-raw", "k8s raw spec"),
  "k8s-spec-get": getter("k8s-spec"),
  "k8s-spec-set": setter("k8s-spec", "k8s spec"),
  "pod-spec-get": getter("k8s-spec"),
  "pod-spec-set": setter("k8s-spec", "k8s spec"),
};

function getter(kind: string): HookToolSpec {
  return {
    usage: "",
    run({ context, positional }) {
      refuseExtra(positional, 0);
      return context.specs.get(kind) ?? context.state.specs.get(kind) ?? "";
    },
  };
}

function setter(kind: string, words: string): HookToolSpec {
  return {
    usage: `--file <${words} file>`,
    flags: [{ names: ["file"] }],
    run({ context, call, positional, flag }) {
      refuseExtra(positional, 0);
      const spec = readInput(call, flag("file") ?? "-");
      if (spec === "") {
        fail(
          `no ${words} specified: pipe ${words} to command, or specify a file with --file`,
        );
      }
      context.requireLeader();
      context.specs.set(kind, spec);
    },
  };
}
