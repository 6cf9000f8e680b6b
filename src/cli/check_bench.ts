import { fromFileUrl } from "@std/path";
import { makeFolder, TINY_CHARM } from "./_testing.ts";
import { checkCharm } from "./check.ts";

const MAIN = fromFileUrl(new URL("./main.ts", import.meta.url));

const folder = await makeFolder({
  "charmcraft.yaml": TINY_CHARM,
  "src/charm.ts": `import * as ops from "@charmkit/ops";
export class TinyCharm extends ops.CharmBase {
  #port = this.config.get("port");
  #web = this.getContainer("web");
}
`,
});
addEventListener("unload", () => {
  Deno.removeSync(folder.path, { recursive: true });
});

// With the start of the process, which is what an author waits for.
Deno.bench("charmkit check of a small charm", async () => {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "check", folder.path],
    stdin: "null",
    stdout: "null",
  }).output();
  if (!success) throw new Error("charmkit check found something");
});

const many = await makeFolder({
  "charmcraft.yaml": TINY_CHARM.replace(
    "actions:",
    Array.from(
      { length: 20_000 },
      (_, index) =>
        `    option-${index}:\n      type: int\n      default: ${index}\n`,
    )
      .join("") + "actions:",
  ),
  "src/charm.ts": "",
});
addEventListener("unload", () => {
  Deno.removeSync(many.path, { recursive: true });
});

// What is looked up in a list for each option shows here.
Deno.bench("checkCharm() of a charm with 20000 options", async () => {
  const { errors } = await checkCharm({ dir: many.path });
  if (errors > 0) throw new Error("checkCharm() found something");
});
