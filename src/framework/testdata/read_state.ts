// Opens a state file, waiting for it if need be, and tells what is in it.
import { SqliteStorage } from "../sqlite_storage.ts";

console.log("opening");
const storage = new SqliteStorage(Deno.args[0]!);
console.log(JSON.stringify({
  kept: storage.loadSnapshot("kept"),
  paths: storage.snapshotPaths(),
  notices: storage.notices().map(({ methodName }) => methodName),
}));
storage.close();
