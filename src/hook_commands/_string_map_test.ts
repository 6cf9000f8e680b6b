import { assertEquals } from "@std/assert";
import { stringMapText } from "./_string_map.ts";

Deno.test("stringMapText() writes JSON", () => {
  const data = { a: "1", "b c": 'quote " and\nline', "": "", yes: "no" };

  assertEquals(JSON.parse(stringMapText(data)), data);
  assertEquals(stringMapText({}), "{}");
});

Deno.test("stringMapText() escapes what YAML 1.1 reads differently", () => {
  assertEquals(
    stringMapText({
      k: "\x7f\x80\x85\x9f\u2028\u2029\ufeff\ufffe\uffff\xa0ü😀",
    }),
    '{"k": "\\u007f\\u0080\\u0085\\u009f\\u2028\\u2029\\ufeff\\ufffe\\uffff\xa0ü😀"}',
  );
});

Deno.test("stringMapText() replaces half of a surrogate pair, as arguments do", () => {
  assertEquals(stringMapText({ k: "a\ud800b" }), '{"k": "a\ufffdb"}');
});

Deno.test("stringMapText() announces a long key, as YAML demands", () => {
  const key = "k".repeat(301);

  assertEquals(
    stringMapText({ a: "", [key]: "v" }),
    `{"a": "", ? "${key}": "v"}`,
  );
});
