// Runs a charm many times in one process, and looks whether the heap grows and
// whether folders stay behind.
//
// Usage: endurance.ts <runs>, with --v8-flags=--expose-gc and a TMPDIR of its own
import { freshRun } from "./cases.ts";

const [runs = "10000"] = Deno.args;
const gc: unknown = Reflect.get(globalThis, "gc");
if (typeof gc !== "function") throw new Error("Run with --expose-gc");

async function heapAfter(count: number): Promise<number> {
  for (let run = 0; run < count; run++) await freshRun();
  // Timers and streams let go of what they hold in a later turn.
  await new Promise((done) => setTimeout(done, 50));
  (gc as () => void)();
  return Deno.memoryUsage().heapUsed;
}

await heapAfter(1000);
const before = await heapAfter(1000);
const after = await heapAfter(Number(runs));
const folders = [...Deno.readDirSync(Deno.env.get("TMPDIR")!)].length;
console.log(JSON.stringify({ grownBytes: after - before, folders }));
