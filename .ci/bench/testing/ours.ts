// Times the testing module: prints the milliseconds of a run of each case, in
// the median.
import { cases } from "./cases.ts";

const [count = "1000"] = Deno.args;
const times: Record<string, number> = {};
for (const [name, run] of Object.entries(cases())) {
  const samples: number[] = [];
  // The compiler has seen enough of it after the first half.
  for (let round = 0; round < 2 * Number(count); round++) {
    const start = performance.now();
    await run();
    samples.push(performance.now() - start);
  }
  const late = samples.slice(Number(count)).sort((a, b) => a - b);
  times[name] = late[late.length >> 1]!;
}
console.log(JSON.stringify(times));
