/** Names of Linux's signals by number, as Pebble takes them. */
const NAMES: readonly (string | undefined)[] = [
  undefined,
  ...("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM " +
    "STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO " +
    "PWR SYS").split(" ").map((name) => `SIG${name}`),
];
const REAL_TIME = new Map([[34, "SIGRTMIN"], [64, "SIGRTMAX"]]);

/**
 * Name of a signal; a name stays as it is.
 *
 * @throws {TypeError} If there is no signal of that number.
 */
export function signalName(signal: string | number): string {
  if (typeof signal === "string") return signal;
  const name = NAMES[signal] ?? REAL_TIME.get(signal);
  if (name === undefined) {
    throw new TypeError(`${signal} is not a valid Signals`);
  }
  return name;
}

/** Whether Pebble knows a signal by this name. */
export function isSignalName(name: string): boolean {
  return NAMES.includes(name);
}

/** Number of a signal on Linux, or `null` if Pebble knows none of this name. */
export function signalNumber(name: string): number | null {
  const number = NAMES.indexOf(name);
  return number < 0 ? null : number;
}
