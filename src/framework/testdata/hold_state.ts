// Opens a state file, changes much of it without a commit, tells that it has,
// and stays until it is killed.
import { SqliteStorage } from "../sqlite_storage.ts";

const storage = new SqliteStorage(Deno.args[0]!);
storage.saveSnapshot("kept", "changed");
storage.dropNotice({
  eventPath: "A/on/start[1]",
  observerPath: "A",
  methodName: "first",
});
// More than SQLite keeps in memory, so that pages get into the file.
for (let index = 0; index < 400; index++) {
  storage.saveSnapshot(`big[${index}]`, "x".repeat(20_000));
}
console.log("held");
await Deno.stdin.read(new Uint8Array(1));
storage.close();
