/** Longer than a signal takes. */
const DELIVERY_MS = 1000;

/**
 * Ends this process by SIGTERM, after a listener has had its say: it must have
 * been removed.
 *
 * Juju runs a hook again that a signal has ended, as the signals of a pod that
 * shuts down do. By an exit code it would have failed, and the unit be in error
 * (JDP-07). Deno 2.6 does not let a process without the permission to run all
 * programs send itself a signal: there it is code 143, as of a shell.
 */
export function endBySigterm(): never {
  try {
    Deno.kill(Deno.pid, "SIGTERM");
    // Another thread takes it; nothing may go on here meanwhile.
    const never = new Int32Array(new SharedArrayBuffer(4));
    Atomics.wait(never, 0, 0, DELIVERY_MS);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
  }
  Deno.exit(143);
}
