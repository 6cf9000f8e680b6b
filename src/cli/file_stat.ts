/** What a path leads to; null if to nothing. */
export async function statOf(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    const isNothing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isNothing) return null;
    throw error;
  }
}

/** Whether a path leads to anything. */
export async function exists(path: string): Promise<boolean> {
  return await statOf(path) !== null;
}

/** Whether a path leads to a file. */
export async function isFile(path: string): Promise<boolean> {
  return (await statOf(path))?.isFile ?? false;
}
