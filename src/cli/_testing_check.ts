import { assertEquals } from "@std/assert";
import { makeFolder, TINY_CHARM } from "./_testing.ts";
import { checkCharm, type CheckOptions } from "./check.ts";
import { mistakeText } from "./mistakes.ts";

type Files = Readonly<Record<string, string>>;

/** The files of a charm in which nothing is wrong. */
export const CHARM: Files = {
  "charmcraft.yaml": TINY_CHARM,
  "src/charm.ts": "",
};

/** What is found in a charm of these files, one line each. */
export async function found(
  files: Files,
  options: Omit<CheckOptions, "dir"> = {},
): Promise<string[]> {
  await using folder = await makeFolder(files);
  const { findings, errors, warnings } = await checkCharm({
    ...options,
    dir: folder.path,
  });
  assertEquals(errors + warnings, findings.length);
  return findings.map((finding) =>
    `${finding.severity} ${mistakeText(finding)}`
  );
}
