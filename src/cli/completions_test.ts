import { assertEquals, assertStringIncludes } from "@std/assert";
import { Argument, Command, Option } from "commander";
import { completionScript } from "./completions.ts";

function makeProgram(): Command {
  const program = new Command("charmkit");
  program.command("pack").summary("it's for packing").argument("[dir]")
    .option("-o, --output <file>", "where to")
    .addOption(
      new Option("--target <target>", "for [what]").choices(["a", "b"]),
    )
    .option("--json", "as JSON");
  program.command("schema").summary("print")
    .addArgument(new Argument("[file]").choices(["config", "actions"]));
  return program;
}

/** What bash offers for words, of which the last is being typed. */
async function bash(...words: string[]): Promise<string[]> {
  const script = `${completionScript(makeProgram(), "bash")}
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_charmkit
printf '%s\\n' "\${COMPREPLY[@]}"
`;
  const cwd = await Deno.makeTempDir();
  try {
    for (const name of ["some-file", "my charm", "a*b", "a b"]) {
      await Deno.writeTextFile(`${cwd}/${name}`, "");
    }
    const { stdout } = await new Deno.Command("bash", {
      args: ["-c", script, "bash", "charmkit", ...words],
      cwd,
    }).output();
    return new TextDecoder().decode(stdout).split("\n").filter(Boolean);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("completionScript() completes commands, options, values and paths in bash", async () => {
  assertEquals(await bash(""), ["pack", "schema", "--help", "--version"]);
  assertEquals(await bash("p"), ["pack"]);
  assertEquals(await bash("pack", "--"), [
    "--output",
    "--target",
    "--json",
    "--help",
  ]);
  assertEquals(await bash("pack", "--target", ""), ["a", "b"]);
  assertEquals(await bash("pack", "-o", "so"), ["some-file"]);
  assertEquals(await bash("pack", "some"), ["some-file"]);
  assertEquals(await bash("schema", "c"), ["config"]);
  assertEquals(await bash("help", "s"), ["schema"]);
});

Deno.test("completionScript() keeps names of files whole in bash", async () => {
  assertEquals(await bash("pack", "my"), ["my charm"]);
  assertEquals((await bash("pack", "a")).toSorted(), ["a b", "a*b"]);
});

Deno.test("completionScript() quotes what fish and zsh would read otherwise", () => {
  const fish = completionScript(makeProgram(), "fish");
  const zsh = completionScript(makeProgram(), "zsh");

  assertStringIncludes(fish, "-a pack -d 'it\\'s for packing'");
  assertStringIncludes(fish, "-s o -l output -r -d 'where to'");
  assertStringIncludes(fish, "-l target -x -a 'a b'");
  assertStringIncludes(zsh, "'pack:it'\\''s for packing'");
  assertStringIncludes(zsh, "'*--target[for \\[what\\]]:value:(a b)'");
  assertStringIncludes(zsh, "'*:value:(config actions)'");
  assertEquals(zsh.startsWith("#compdef charmkit\n"), true);
});
