/**
 * Gives a folder beside where a result goes, so that the result can be made
 * there and moved in one step, and removes it whatever happens.
 *
 * @param parent The folder where the result goes; must exist.
 * @param use Makes the result in the folder, and moves it.
 */
export async function withStagingFolder<T>(
  parent: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ dir: parent, prefix: ".charmkit-" });
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
