import type { ProjectChoices } from "./mod.ts";

/** The test that deploys the packed charm by the juju command. */
export function integrationTest({ names, profile }: ProjectChoices): string {
  const { charm, workload } = names;
  const image = `docker.io/library/ubuntu:24.04`;
  const resource = profile === "kubernetes"
    ? `"--resource", "${workload}-image=${image}",`
    : "";
  return `// Deploys the packed charm to the controller that the juju command uses.
import { assertEquals } from "@std/assert";

Deno.test("${charm} becomes active when it is deployed", async () => {
  const model = \`test-\${crypto.randomUUID().slice(0, 8)}\`;
  await juju("add-model", "--no-switch", model);
  try {
    const charm = await packedCharm();
    await juju("deploy", "-m", model, charm, "${charm}", ${resource});

    await juju("wait-for", "application", "-m", model, "${charm}",
      "--query", 'status=="active"', "--timeout", "10m");

    const status = JSON.parse(await juju("status", "-m", model, "--format", "json"));
    const application = status.applications["${charm}"];
    assertEquals(application["application-status"].current, "active");
  } finally {
    await juju("destroy-model", "--no-prompt", "--destroy-storage", "--force", model);
  }
});

/** Runs the juju command, and gives what it prints. */
async function juju(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("juju", { args })
    .output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(\`juju \${args.join(" ")}: \${decoder.decode(stderr)}\`);
}

/** The charm that \`deno task pack\` made for this machine. */
async function packedCharm(): Promise<string> {
  const machine = Deno.build.arch === "aarch64" ? "arm64" : "amd64";
  const name = \`${charm}_\${machine}.charm\`;
  const path = \`\${import.meta.dirname}/../../dist/\${name}\`;
  if ((await Deno.stat(path).catch(() => null))?.isFile) return path;
  throw new Error(\`Cannot find dist/\${name}: run "deno task pack" first\`);
}
`;
}
