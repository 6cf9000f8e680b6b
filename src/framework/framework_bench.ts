import { Keeper, megabyte, open, Part } from "./testdata/deferring.ts";

const FOLDER = Deno.makeTempDirSync();
globalThis.addEventListener(
  "unload",
  () => Deno.removeSync(FOLDER, { recursive: true }),
);

for (const count of [1000, 2000, 4000, 10_000]) {
  Deno.bench({
    name: `Framework.emit() of ${count} events that are all deferred`,
    group: "emit",
    n: 3,
    warmup: 0,
    async fn(bench) {
      const file = `${FOLDER}/${crypto.randomUUID()}.db`;
      const framework = open(file);
      const part = new Part(framework);
      bench.start();
      for (let n = 0; n < count; n++) await part.on.changed.emit({ n });
      await framework.commit();
      bench.end();
      framework.storage.close();
    },
  });
}

for (const count of [1000, 2000, 4000, 10_000]) {
  const file = `${FOLDER}/deferred_${count}.db`;
  let isMade = false;
  Deno.bench({
    name: `Framework.reemit() of ${count} deferred events, all deferred again`,
    group: "reemit",
    n: 5,
    warmup: 1,
    async fn(bench) {
      if (!isMade) {
        const framework = open(file);
        const part = new Part(framework);
        for (let n = 0; n < count; n++) await part.on.changed.emit({ n });
        await framework.commit();
        framework.storage.close();
        isMade = true;
      }
      bench.start();
      const framework = open(file);
      new Part(framework);
      await framework.reemit();
      await framework.commit();
      framework.storage.close();
      bench.end();
    },
  });
}

let keptFile: string | null = null;

Deno.bench({
  name: "storedState() of 1 MB: load, change one value, commit",
  n: 10,
  warmup: 1,
  async fn(bench) {
    if (keptFile === null) {
      keptFile = `${FOLDER}/kept.db`;
      const framework = open(keptFile);
      Object.assign(new Keeper(framework).state, megabyte());
      await framework.commit();
      framework.storage.close();
    }
    bench.start();
    const framework = open(keptFile);
    const { state } = new Keeper(framework);
    state.round = Number(state.round ?? 0) + 1;
    await framework.commit();
    framework.storage.close();
    bench.end();
  },
});
