import { run } from "./command.ts";
import { must, NotHere } from "./part.ts";

/** Whether this machine has packages of Debian's kind. */
export async function hasAptGet(): Promise<boolean> {
  return (await run(["apt-get", "--version"])).code === 0;
}

/**
 * Takes packages of Debian's apart, without root and without those that they
 * depend on.
 *
 * @param packages Their names.
 * @param folder Where to; what is in them goes into its folder `unpacked`.
 */
export async function unpackFromDebian(
  packages: readonly string[],
  folder: string,
): Promise<void> {
  if (!await hasAptGet()) throw new NotHere("there is no apt-get");
  // The lists of the machine may be out of date, and are root's.
  for (const name of ["lists/partial", "cache/archives/partial"]) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
  }
  const aptGet = [
    "apt-get",
    `--option=Dir::State::Lists=${folder}/lists`,
    `--option=Dir::Cache=${folder}/cache`,
  ];
  must("reading Debian's lists", await run([...aptGet, "update"]));
  const names = packages.join(", ");
  must(
    `fetching ${names} from Debian`,
    await run([...aptGet, "download", ...packages], { cwd: folder }),
  );
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".deb")) continue;
    must(
      `unpacking ${name}`,
      await run(["dpkg-deb", "-x", name, "unpacked"], { cwd: folder }),
    );
  }
}
