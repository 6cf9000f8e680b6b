import { assertEquals } from "@std/assert";
import {
  isAppName,
  isSecretKey,
  isStorageId,
  isStorageName,
  isUnitName,
} from "./juju_names.ts";

const NAMES: readonly (readonly [name: string, isName: boolean])[] = [
  ["a", true],
  ["my-app2", true],
  ["k8s-2x-b", true],
  ["", false],
  ["2a", false],
  ["a-2", false],
  ["a--b", false],
  ["a-", false],
  ["A", false],
  ["a_b", false],
  ["a\n", false],
];

for (const [name, isName] of NAMES) {
  Deno.test(`isAppName() says ${isName} of ${JSON.stringify(name)}`, () => {
    assertEquals(isAppName(name), isName);
    assertEquals(isStorageName(name), isName);
    assertEquals(isUnitName(`${name}/0`), isName);
  });
}

Deno.test("isUnitName() and isStorageId() want a number", () => {
  const ends = ["", "/", "/0", "/10", "/01", "/x", "/0/1"];

  const names = (is: (text: string) => boolean) =>
    ends.filter((end) => is(`a${end}`));
  assertEquals(names(isUnitName), ["/0", "/10"]);
  assertEquals(names(isStorageId), ["/0", "/10", "/01"]);
});

Deno.test("isSecretKey() counts letters and digits, not hyphens", () => {
  const keys = [
    "key",
    "a-b-c",
    "k8s",
    "a-b",
    "ab",
    "Key",
    "key-",
    "a--bc",
    "1ab",
  ];

  assertEquals(keys.filter(isSecretKey), ["key", "a-b-c", "k8s"]);
});
