// Runs the real tinyproxy, and an apt-get that only pretends: no test installs
// anything.
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { freePort, RealProxy, statusThrough } from "./_real_proxy.ts";
import { ProxyStartError } from "./tinyproxy.ts";

const ALLOW = ["127.0.0.1"];

Deno.test("Tinyproxy serves from start to stop", async () => {
  await using proxy = await RealProxy.make();
  const port = freePort();
  await proxy.configure({ port, allow: ALLOW });
  assertEquals(await proxy.isRunning(), false);
  assertEquals(await statusThrough(port), null);

  await proxy.start();
  assertEquals(await proxy.isRunning(), true);
  assertEquals(await statusThrough(port), 204);

  await proxy.stop();
  assertEquals(await proxy.isRunning(), false);
  assertEquals(await statusThrough(port), null);
});

Deno.test("Tinyproxy serves only those that are allowed", async () => {
  await using proxy = await RealProxy.make();
  const port = freePort();
  await proxy.configure({ port, allow: ["10.0.0.0/8", "192.168.1.7"] });

  await proxy.start();

  assertEquals(await statusThrough(port), 403);
});

Deno.test("Tinyproxy writes its configuration, and stops, only if it differs", async () => {
  await using proxy = await RealProxy.make();
  const port = freePort();
  assertEquals(await proxy.configure({ port, allow: ALLOW }), true);
  await proxy.start();
  const pid = await proxy.pid();

  assertEquals(await proxy.configure({ port, allow: ALLOW }), false);
  assertEquals(await proxy.pid(), pid);

  const allow = [...ALLOW, "10.0.0.0/8"];
  assertEquals(await proxy.configure({ port, allow }), true);
  assertEquals(await proxy.isRunning(), false);
});

Deno.test("Tinyproxy says that it could not listen", async () => {
  await using proxy = await RealProxy.make();
  using other = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  await proxy.configure({ port: other.addr.port, allow: ALLOW });

  await assertRejects(
    () => proxy.start(),
    ProxyStartError,
    "Cannot start tinyproxy: Could not create listening sockets",
  );
  assertEquals(await proxy.isRunning(), false);
});

Deno.test("Tinyproxy is not taken for another process that has its id", async () => {
  await using proxy = await RealProxy.make();
  await Deno.writeTextFile(`${proxy.folder}/tinyproxy.pid`, `${Deno.pid}\n`);

  assertEquals(await proxy.isRunning(), false);
  await proxy.stop();
});

Deno.test("Tinyproxy starts over what it left when it was killed", async () => {
  await using proxy = await RealProxy.make();
  const port = freePort();
  await proxy.configure({ port, allow: ALLOW });
  await proxy.start();

  await proxy.kill();
  await proxy.start();

  assertEquals(await statusThrough(port), 204);
});

Deno.test("Tinyproxy is stopped and cleared twice without harm", async () => {
  await using proxy = await RealProxy.make();

  for (const _ of [1, 2]) {
    await proxy.stop();
    await proxy.clear();
  }
});

/** An apt-get that puts a tinyproxy beside itself, or removes it. */
const APT_GET = `#!/bin/sh
bin=$(/usr/bin/dirname "$0")
echo "apt-get $*" >>"$bin/calls"
case "$*" in
*" install "*) printf '#!/bin/sh\\necho tinyproxy 9.8.7\\n' >"$bin/tinyproxy" &&
  /bin/chmod 755 "$bin/tinyproxy" ;;
*" remove "*) /bin/rm "$bin/tinyproxy" ;;
esac
`;
const NO_ARCHIVE = `#!/bin/sh
echo "E: Failed to fetch http://archive.example/" >&2
exit 100
`;

/** Runs code with only some programs on PATH; `proxy` is a {@linkcode Tinyproxy}. */
async function runWith(
  aptGet: string,
  code: string,
): Promise<{ readonly output: string; readonly calls: string[] }> {
  const bin = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${bin}/apt-get`, aptGet, { mode: 0o755 });
    const module = JSON.stringify(import.meta.resolve("./tinyproxy.ts"));
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        "--no-config",
        "--no-check",
        `import { Tinyproxy } from ${module};
         const proxy = new Tinyproxy("/nowhere");
         ${code}`,
      ],
      env: { PATH: bin, NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    const calls = await Deno.readTextFile(`${bin}/calls`).catch(() => "");
    return {
      output: decoder.decode(stdout) + decoder.decode(stderr),
      calls: calls.trimEnd().split("\n"),
    };
  } finally {
    await Deno.remove(bin, { recursive: true });
  }
}

Deno.test("Tinyproxy is installed and uninstalled by apt-get", async () => {
  const { output, calls } = await runWith(
    APT_GET,
    `const versions = [await proxy.version()];
     await proxy.install();
     versions.push(await proxy.version());
     await proxy.uninstall();
     versions.push(await proxy.version());
     console.log(JSON.stringify(versions));`,
  );

  assertEquals(output, '[null,"9.8.7",null]\n');
  const options = "--quiet --yes --option=DPkg::Lock::Timeout=300";
  assertEquals(calls, [
    `apt-get ${options} update`,
    `apt-get ${options} install --no-install-recommends tinyproxy-bin`,
    `apt-get ${options} remove tinyproxy-bin`,
  ]);
});

Deno.test("Tinyproxy says why apt-get did not install it", async () => {
  const { output } = await runWith(NO_ARCHIVE, "await proxy.install();");

  assertMatch(
    output,
    /Cannot update packages: E: Failed to fetch http:\/\/archive\.example\//,
  );
});
