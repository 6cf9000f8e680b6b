// Carries over the state file of a Python charm and commits, in a process that
// is killed right before the given one of its steps in the file system.
import { JujuLogger } from "../../backend/logger.ts";
import { openStateFile } from "../state_file.ts";

const [path, killAt] = Deno.args;
let steps = 0;
for (
  const name of [
    "copyFileSync",
    "linkSync",
    "openSync",
    "removeSync",
    "renameSync",
  ] as const
) {
  const original = Deno[name] as (...args: unknown[]) => unknown;
  Reflect.set(Deno, name, (...args: unknown[]) => {
    steps++;
    if (String(steps) === killAt) Deno.kill(Deno.pid, "SIGKILL");
    return original(...args);
  });
}
const storage = await openStateFile(path!, {
  log: new JujuLogger({ jujuLog() {} }, { appId: "" }),
  charmKind: "PeerCharm",
});
await storage.commit();
storage.close();
console.log(steps);
