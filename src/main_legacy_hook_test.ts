import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  logOf,
  onStart,
  type Outcome,
  Rig,
  STATE,
} from "./testdata/charm_rig.ts";

function textOf(outcome: Outcome): string {
  return logOf(outcome).map(([level, text]) =>
    text.split("\n").map((line) => `${level} ${line}`).join("\n")
  ).join("\n");
}

Deno.test("main() runs a legacy hook before the charm, as a charm that is in a dispatch (DSP-08, DSP-11)", async () => {
  using rig = new Rig(onStart(
    'this.log.info(Deno.readTextFileSync("noted"));',
  ));
  rig.writeHook(
    "hooks/start",
    'echo "hook $OPERATOR_DISPATCH $JUJU_HOOK_NAME" > noted; config-get port > /dev/null',
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  const text = textOf(outcome);
  assertStringIncludes(text, "INFO Running legacy hooks/start.");
  assertStringIncludes(text, "DEBUG Legacy hooks/start exited with status 0.");
  assertStringIncludes(text, "INFO hook 1 start");
  // The log is sent before the hook runs, so that lines are in order.
  assertEquals(
    outcome.calls.map(([command]) => command).slice(0, 3),
    ["juju-log", "juju-log", "config-get"],
  );
  assertEquals(rig.state(STATE), { runs: 1 });
});

Deno.test("main() runs a legacy hook of an action too (DSP-08)", async () => {
  using rig = new Rig(onStart(""));
  rig.writeHook("actions/do-it", "echo did > noted");

  const outcome = await rig.dispatch("actions/do-it");

  assertEquals(outcome.code, 0);
  assertEquals(Deno.readTextFileSync(`${rig.charmDir}/noted`), "did\n");
});

Deno.test("main() ends with the code of a legacy hook that fails, without the charm (DSP-12, DSP-30)", async () => {
  using rig = new Rig(onStart('throw new Error("not reached");'));
  rig.writeHook("hooks/start", "exit 7");

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [7, ""]);
  const text = textOf(outcome);
  assertStringIncludes(
    text,
    "WARNING Legacy hooks/start exited with status 7.",
  );
  assertEquals(text.includes("ERROR"), false);
  assertEquals([...Deno.readDirSync(rig.charmDir)].length, 2);
});

Deno.test("main() warns of a legacy hook that is not executable, and goes on (DSP-09)", async () => {
  using rig = new Rig(onStart('this.log.info("reached");'));
  rig.writeHook("hooks/start", "exit 7", 0o644);

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0);
  const text = textOf(outcome);
  assertStringIncludes(
    text,
    "WARNING Legacy hooks/start exists but is not executable.",
  );
  assertStringIncludes(text, "INFO reached");
});

Deno.test("main() does not run a legacy hook that is the charm itself (DSP-10)", async () => {
  using rig = new Rig(onStart('this.log.info("reached");'));
  rig.writeHook("dispatch", "exit 7");
  Deno.mkdirSync(`${rig.charmDir}/hooks`);
  Deno.symlinkSync("../dispatch", `${rig.charmDir}/hooks/start`);

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  const text = textOf(outcome);
  assertStringIncludes(
    text,
    "DEBUG Legacy hooks/start is just a link to ourselves.",
  );
  assertStringIncludes(text, "INFO reached");
});

Deno.test("main() ends with code 1 when a legacy hook cannot be started (DSP-12)", async () => {
  using rig = new Rig(onStart('throw new Error("not reached");'));
  rig.writeHook("hooks/start", "");
  Deno.writeTextFileSync(
    `${rig.charmDir}/hooks/start`,
    "#!/no/such/interpreter\n",
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 1);
  assertStringIncludes(
    textOf(outcome),
    "WARNING Unable to execute legacy hooks/start:",
  );
});

for (const folder of ["hooks", "hooks/start"]) {
  Deno.test(`main() takes no notice of an empty folder ${folder} (DSP-08)`, async () => {
    using rig = new Rig(onStart(""));
    Deno.mkdirSync(`${rig.charmDir}/${folder}`, { recursive: true });

    const outcome = await rig.dispatch("hooks/start");

    assertEquals([outcome.code, outcome.stderr], [0, ""]);
    assertEquals(textOf(outcome).includes("egacy"), false);
  });
}
