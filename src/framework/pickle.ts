import { Machine, type Step } from "./pickle_machine.ts";
import {
  decodeText,
  littleEndian,
  type Pickled,
  readFloat,
  readInteger,
  unescapeText,
} from "./pickle_values.ts";

/**
 * Reads what Python's `pickle.dumps` makes of plain data, in protocols 0 to 5.
 *
 * A pickle is a program for a small machine, which could call anything. This
 * machine has only the instructions that make data. What older protocols write
 * as a call (sets, bytes) is known by its name, and nothing is called.
 *
 * Source: the opcodes that Python's `pickletools` documents.
 *
 * @throws {FrameworkError} If there is anything but plain data, or the bytes are
 * no pickle; the message does not show data.
 */
export function readPickle(bytes: Uint8Array): Pickled {
  return new Machine(bytes).run(STEPS);
}

/** The instructions for plain data, by their byte. */
const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
  // The protocol's version, and how long the next part is.
  [0x80, (m) => m.take(1)],
  [0x95, (m) => m.take(8)],
  // The stack.
  [0x28, (m) => m.mark()],
  [0x30, (m) => m.drop()],
  [0x31, (m) => m.popMark()],
  [0x32, (m) => m.push(m.top())],
  // None, False and True.
  [0x4e, (m) => m.push(null)],
  [0x88, (m) => m.push(true)],
  [0x89, (m) => m.push(false)],
  // Numbers.
  [0x49, (m) => {
    const text = m.line();
    // Older protocols have no other form for these two.
    if (text === "00" || text === "01") return m.push(text === "01");
    m.push(readInteger(text));
  }],
  [0x4c, (m) => m.push(readInteger(m.line().replace(/L$/, "")))],
  [0x4a, (m) => m.push(m.int32())],
  [0x4b, (m) => m.push(m.uint(1))],
  [0x4d, (m) => m.push(m.uint(2))],
  [0x8a, (m) => m.push(littleEndian(m.take(m.uint(1))))],
  [0x8b, (m) => m.push(littleEndian(m.take(m.uint(4))))],
  [0x46, (m) => m.push(readFloat(m.line()))],
  [0x47, (m) => m.push(m.double())],
  // Text.
  [0x56, (m) => m.push(unescapeText(m.line()))],
  [0x8c, (m) => m.push(decodeText(m.take(m.uint(1))))],
  [0x58, (m) => m.push(decodeText(m.take(m.uint(4))))],
  [0x8d, (m) => m.push(decodeText(m.take(m.uint(8))))],
  // Bytes; copied, as the others are views into the pickle.
  [0x43, (m) => m.push(m.take(m.uint(1)).slice())],
  [0x42, (m) => m.push(m.take(m.uint(4)).slice())],
  [0x8e, (m) => m.push(m.take(m.uint(8)).slice())],
  [0x96, (m) => m.push(m.take(m.uint(8)).slice())],
  // Lists and tuples.
  [0x5d, (m) => m.push([])],
  [0x6c, (m) => m.push(m.popMark())],
  [0x61, (m) => m.append(m.popMany(1))],
  [0x65, (m) => m.append(m.popMark())],
  [0x29, (m) => m.push([])],
  [0x74, (m) => m.push(m.popMark())],
  [0x85, (m) => m.push(m.popMany(1))],
  [0x86, (m) => m.push(m.popMany(2))],
  [0x87, (m) => m.push(m.popMany(3))],
  // Dicts.
  [0x7d, (m) => m.push(new Map())],
  [0x64, (m) => {
    const items = m.popMark();
    m.push(new Map());
    m.setItems(items);
  }],
  [0x73, (m) => m.setItems(m.popMany(2))],
  [0x75, (m) => m.setItems(m.popMark())],
  // Sets.
  [0x8f, (m) => m.push(new Set())],
  [0x90, (m) => m.addAll(m.popMark())],
  [0x91, (m) => m.push(new Set(m.popMark()))],
  // Values that are had twice.
  [0x70, (m) => m.memoize(m.lineNumber(/^\d{1,9}$/))],
  [0x71, (m) => m.memoize(m.uint(1))],
  [0x72, (m) => m.memoize(m.uint(4))],
  [0x94, (m) => m.memoize()],
  [0x67, (m) => m.recall(m.lineNumber(/^\d{1,9}$/))],
  [0x68, (m) => m.recall(m.uint(1))],
  [0x6a, (m) => m.recall(m.uint(4))],
  // Sets and bytes of older protocols.
  [0x63, (m) => m.constructorOf(m.line(), m.line())],
  [0x93, (m) => {
    const name = m.pop();
    m.constructorOf(m.pop(), name);
  }],
  [0x52, (m) => m.construct()],
]);
