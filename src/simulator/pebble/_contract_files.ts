import { assertEquals } from "@std/assert";
import {
  type ContractCase,
  pathFailure,
  refusal,
  refusalKind,
} from "./_contract.ts";

/** How files are kept. */
export const FILE_CASES: readonly ContractCase[] = [
  {
    name:
      "keeps files byte for byte (PBF-03, PBF-05, PBF-08, PBF-13, PBF-15, PBF-17)",
    async run({ client, folder }) {
      const path = `${folder}/a "b" \\c é.bin`;
      const contents = [
        new Uint8Array(),
        new TextEncoder().encode("\r\n--\r\n"),
        Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256),
      ];
      for (const content of contents) {
        await client.push(path, content);
        using file = await client.pull(path);
        assertEquals(await file.bytes(), content);
        assertEquals(file.sizeBytes, content.length);
      }
      await client.push(path, ["a", "é", new Uint8Array([10])], {
        permissions: 0o600,
      });

      using file = await client.pull(path);
      const [info] = await client.listFiles(path);
      await client.push(path, ReadableStream.from(["x", "y"]));

      assertEquals(await file.text(), "aé\n");
      const streamed = await Array.fromAsync(file.stream());
      assertEquals(await new Blob(streamed).text(), "aé\n");
      assertEquals(
        [info?.type, info?.size, info?.permissions, info?.userId, info?.user],
        ["file", 4, 0o600, 0, "root"],
      );
      assertEquals((await client.listFiles(path))[0]?.permissions, 0o644);
    },
  },
  {
    name: "fails on files with the same words (PBF-09, PBF-15, PBF-18)",
    async run({ client, folder }) {
      await client.push(`${folder}/file`, "x");

      assertEquals(await pathFailure(client.pull(`${folder}/none`)), [
        "not-found",
        `stat ${folder}/none: no such file or directory`,
      ]);
      assertEquals(await pathFailure(client.pull(folder)), [
        "generic-file-error",
        `can only read a regular file: "${folder}"`,
      ]);
      assertEquals(await pathFailure(client.pull("x")), [
        "generic-file-error",
        'paths must be absolute, got "x"',
      ]);
      const [kind] = await pathFailure(client.push(`${folder}/no/x`, ""));
      assertEquals(kind, "not-found");
      const [below] = await pathFailure(client.push(`${folder}/file/x`, ""));
      assertEquals(below, "generic-file-error");
      const [over] = await pathFailure(client.push(folder, ""));
      assertEquals(over, "generic-file-error");
      assertEquals(
        await pathFailure(
          client.push(`${folder}/x`, "", { permissions: 0o4755 }),
        ),
        [
          "generic-file-error",
          'permissions must be a 3-digit octal string, got "4755"',
        ],
      );
      assertEquals(
        await pathFailure(client.push(`${folder}/x`, "", { user: "no-such" })),
        [
          "generic-file-error",
          "cannot look up user and group: user: unknown user no-such",
        ],
      );
      assertEquals(
        await pathFailure(client.push(`${folder}/x`, "", { group: "root" })),
        [
          "generic-file-error",
          "cannot look up user and group: must specify user, not just group",
        ],
      );
    },
  },
  {
    name: "takes any name of a file (PBF-04, PBF-12, PBF-29)",
    async run({ client, folder }) {
      const names = ['a"b', "a\\b", 'a\\"b', "é ☃", "a\nb\r\nc", "a%22b", " "];
      for (const name of names) {
        await client.push(`${folder}/${name}`, name);
      }

      const listed = await client.listFiles(folder);

      assertEquals(listed.map(({ name }) => name).sort(), names.sort());
      for (const name of names) {
        using file = await client.pull(`${folder}/${name}`);
        assertEquals(await file.text(), name);
        await client.removePath(`${folder}/${name}`);
      }
      assertEquals(await client.listFiles(folder), []);
      await client.push(`${folder}/.//y`, "y");
      assertEquals((await client.listFiles(folder))[0]?.name, "y");
    },
  },
  {
    name:
      "gives files to users, by name or id (PBF-18, PBF-19, PBF-20, PBF-22)",
    async run({ client, folder }) {
      const owner = async (path: string) => {
        const [info] = await client.listFiles(path, { itself: true });
        return [info?.userId, info?.user, info?.groupId, info?.group];
      };
      const path = `${folder}/deep/er/x`;
      await client.push(path, "", {
        userId: 54321,
        groupId: 54322,
        makeDirs: true,
      });
      assertEquals(await owner(path), [54321, null, 54322, null]);
      assertEquals(await owner(`${folder}/deep`), [54321, null, 54322, null]);
      await client.push(path, "", { user: "root" });
      assertEquals(await owner(path), [0, "root", 0, "root"]);
      await client.makeDir(`${folder}/d`, { userId: 0, group: "root" });
      assertEquals(await owner(`${folder}/d`), [0, "root", 0, "root"]);
      assertEquals(
        await pathFailure(client.push(path, "", { userId: 54321 })),
        [
          "generic-file-error",
          "cannot look up user and group: user: unknown userid 54321",
        ],
      );
      assertEquals(
        await pathFailure(client.makeDir(`${folder}/e`, {
          user: "root",
          userId: 1,
        })),
        [
          "generic-file-error",
          'cannot look up user and group: user "root" UID (0) does not match ' +
          "user-id (1)",
        ],
      );
    },
  },
  {
    name: "lists folders (PBF-21, PBF-22, PBF-23, PBF-24, PBF-25, PBF-30)",
    async run({ client, folder }) {
      await client.push(`${folder}/b.txt`, "b");
      await client.push(`${folder}/.hidden.txt`, "");
      await client.makeDir(`${folder}/a`, { permissions: 0o700 });
      const names = async (path: string, pattern?: string) =>
        (await client.listFiles(path, { pattern })).map(({ name }) => name);

      const entries = await client.listFiles(folder);
      const [itself] = await client.listFiles(`${folder}/a/`, { itself: true });

      assertEquals(
        entries.map(({ path, name, type, size, permissions }) => [
          path,
          name,
          type,
          size,
          permissions,
        ]),
        [
          [`${folder}/.hidden.txt`, ".hidden.txt", "file", 0, 0o644],
          [`${folder}/a`, "a", "directory", null, 0o700],
          [`${folder}/b.txt`, "b.txt", "file", 1, 0o644],
        ],
      );
      assertEquals([itself?.path, itself?.name], [`${folder}/a`, "a"]);
      assertEquals(
        (await client.listFiles("/", { itself: true }))[0]?.name,
        "/",
      );
      assertEquals(await names(folder, "*.txt"), [".hidden.txt", "b.txt"]);
      assertEquals(await names(folder, "[a-b]*"), ["a", "b.txt"]);
      assertEquals(await names(`${folder}/b.txt`, "c*"), []);
      assertEquals(await names(`${folder}/a`), []);
      assertEquals(await refusal(client.listFiles(`${folder}/none`)), [
        404,
        `stat ${folder}/none: no such file or directory`,
      ]);
      assertEquals(
        await refusalKind(client.listFiles(`${folder}/none`)),
        "not-found",
      );
      assertEquals(await refusal(client.listFiles(`${folder}/b.txt/x`)), [
        400,
        `stat ${folder}/b.txt/x: not a directory`,
      ]);
      assertEquals(await refusal(client.listFiles("x")), [
        400,
        'path must be absolute, got "x"',
      ]);
      assertEquals(
        await refusal(client.listFiles(folder, { pattern: "[" })),
        [400, "syntax error in pattern"],
      );
    },
  },
  {
    name: "makes and removes folders (PBF-19, PBF-26, PBF-27, PBF-28)",
    async run({ client, folder }) {
      const mode = async (path: string) =>
        (await client.listFiles(path, { itself: true }))[0]?.permissions;
      await client.makeDir(`${folder}/a`);
      await client.makeDir(`${folder}/a/b/c`, {
        makeParents: true,
        permissions: 0o711,
      });
      await client.makeDir(`${folder}/a`, { makeParents: true });
      await client.push(`${folder}/x/y`, "", {
        makeDirs: true,
        permissions: 0o600,
      });

      assertEquals(await mode(`${folder}/a`), 0o755);
      assertEquals(await mode(`${folder}/a/b`), 0o711);
      assertEquals(await mode(`${folder}/x`), 0o755);
      assertEquals(await pathFailure(client.makeDir(`${folder}/a`)), [
        "generic-file-error",
        `mkdir ${folder}/a: file exists`,
      ]);
      const [kind] = await pathFailure(client.makeDir(`${folder}/no/x`));
      assertEquals(kind, "not-found");
      assertEquals(
        await pathFailure(
          client.makeDir(`${folder}/x/y/z`, { makeParents: true }),
        ),
        ["generic-file-error", `mkdir ${folder}/x/y: not a directory`],
      );
      assertEquals(await pathFailure(client.removePath(`${folder}/a`)), [
        "generic-file-error",
        `remove ${folder}/a: directory not empty`,
      ]);
      assertEquals(await pathFailure(client.removePath(`${folder}/none`)), [
        "not-found",
        `remove ${folder}/none: no such file or directory`,
      ]);
      await client.removePath(`${folder}/none`, { recursive: true });
      await client.removePath(`${folder}/a`, { recursive: true });
      await client.removePath(`${folder}/x/y`);
      await client.removePath(`${folder}/x`);
      assertEquals(await client.listFiles(folder), []);
    },
  },
];
