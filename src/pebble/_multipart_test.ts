import { assertEquals, assertRejects } from "@std/assert";
import { parseHeader, parseMultipart } from "./_multipart.ts";
import { ProtocolError } from "./errors.ts";

const encoder = new TextEncoder();

async function* inPieces(text: string, size: number) {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

async function parse(text: string, size: number): Promise<string[]> {
  const parts: string[] = [];
  const decoder = new TextDecoder();
  for await (const event of parseMultipart(inPieces(text, size), "B")) {
    if (event.kind === "part") {
      parts.push(`${event.headers.get("name")}=`);
    } else {
      parts.push(parts.pop() + decoder.decode(event.bytes, { stream: true }));
    }
  }
  return parts;
}

Deno.test("parseMultipart() finds boundaries however the body is cut (PBF-03, PBF-04, PBF-05)", async () => {
  const contents = [
    "",
    "a\r\n",
    "\r",
    "\n",
    "\r\n--",
    "\r\n--A",
    "--B",
    "\r\r\n-",
  ];
  const body =
    contents.map((content) =>
      `--B \t\r\nNAME: x\r\nother:y\r\n\r\n${content}\r\n`
    ).join("") + "--B--\r\n";

  for (let size = 1; size < body.length; size++) {
    assertEquals(
      await parse(body, size),
      contents.map((content) => `x=${content}`),
    );
  }
});

Deno.test("parseMultipart() needs no line end after the last boundary, and drops what follows", async () => {
  const body = "preamble\r\n--B\r\nname: x\r\n\r\ny\r\n--B--";

  assertEquals(await parse(body, 3), ["x=y"]);
  assertEquals(await parse(`${body}\r\nepilogue`, 3), ["x=y"]);
});

Deno.test("parseMultipart() refuses a body that is cut short or malformed (PBF-06)", async () => {
  const body = "--B\r\nname: x\r\n\r\ny\r\n--B--";
  for (let length = 0; length < body.length; length++) {
    await assertRejects(() => parse(body.slice(0, length), 7), ProtocolError);
  }
  for (
    const wrong of ["--B\r\nno colon\r\n\r\n", "--Bx\r\n\r\n", "--B\r\n: x\r\n"]
  ) {
    await assertRejects(() => parse(wrong, 7), ProtocolError, "malformed");
  }
  await assertRejects(
    () => parse(`--B\r\nname: ${"x".repeat(100_000)}`, 1000),
    ProtocolError,
    "too long",
  );
});

Deno.test("parseHeader() undoes what the daemon escapes (PBF-04)", () => {
  const { value, parameters } = parseHeader(
    'Form-Data; name="files"; FileName="/a \\"b\\" \\\\c; é"; x=y',
  );

  assertEquals(value, "form-data");
  assertEquals([...parameters], [
    ["name", "files"],
    ["filename", '/a "b" \\c; é'],
    ["x", "y"],
  ]);
});
