import type { CompileTarget } from "./platforms.ts";

/** The machine of each target, as the header of an ELF file has it. */
export const ELF_MACHINES: Readonly<Record<CompileTarget, number>> = {
  "x86_64-unknown-linux-gnu": 62,
  "aarch64-unknown-linux-gnu": 183,
};

/** Reads the machine in the header of an ELF file; null: it is none. */
export function elfMachine(bytes: Uint8Array<ArrayBuffer>): number | null {
  const isElf = new TextDecoder("latin1").decode(bytes.subarray(0, 4)) ===
    "\x7fELF";
  if (!isElf || bytes.length < 20) return null;
  return new DataView(bytes.buffer).getUint16(18, true);
}
