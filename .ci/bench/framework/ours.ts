// The tasks of compare.ts in this framework. Arguments: a task, a count and a
// state file; prints the milliseconds of process time that it took.
import {
  Keeper,
  megabyte,
  open,
  Part,
} from "../../../src/framework/testdata/deferring.ts";

const [task, count, file] = Deno.args;

const TASKS: Readonly<Record<string, () => Promise<void>>> = {
  async emit() {
    const framework = open(file!);
    const part = new Part(framework);
    for (let n = 0; n < Number(count); n++) await part.on.changed.emit({ n });
    await framework.commit();
    framework.storage.close();
  },
  async reemit() {
    const framework = open(file!);
    new Part(framework);
    await framework.reemit();
    await framework.commit();
    framework.storage.close();
  },
  async fill() {
    const framework = open(file!);
    Object.assign(new Keeper(framework).state, megabyte());
    await framework.commit();
    framework.storage.close();
  },
  async change() {
    const framework = open(file!);
    const { state } = new Keeper(framework);
    state.round = Number(state.round ?? 0) + 1;
    await framework.commit();
    framework.storage.close();
  },
};

const start = performance.now();
await TASKS[task!]!();
console.log(performance.now() - start);
