import { join } from "@std/path";
import { HOOK_TOOL_NAMES } from "./hook_tool.ts";

/**
 * The program behind every hook command of a served charm: it sends its name,
 * its arguments and its working directory to the server, and prints the answer.
 *
 * It is bash because nothing that can open a socket starts faster and is
 * everywhere, and it uses builtins only, as each fork costs more than the rest.
 * In the C locale a character is a byte, so all bytes but NUL pass unharmed;
 * `read -N` takes them in large pieces, where a plain `read` takes one by one.
 *
 * What it sends: the number of arguments, context id, working directory, name,
 * arguments, each with a NUL after it. What it gets: a line `CODE OUT ERR` with
 * the sizes in bytes, then that many bytes; or the line `stdin`, upon which it
 * sends stdin in pieces, each after its size and a NUL, and an empty one last.
 */
const CLIENT = `
LC_ALL=C
if [[ -z $JUJU_CONTEXT_ID ]]; then
  printf 'ERROR JUJU_CONTEXT_ID not set\\n' >&2; exit 1
fi
if [[ -z $JUJU_AGENT_SOCKET_ADDRESS ]]; then
  printf 'ERROR JUJU_AGENT_SOCKET_ADDRESS not set\\n' >&2; exit 1
fi
if [[ -z $JUJU_AGENT_SOCKET_NETWORK ]]; then
  printf 'ERROR JUJU_AGENT_SOCKET_NETWORK not set\\n' >&2; exit 1
fi
a=$JUJU_AGENT_SOCKET_ADDRESS
{ exec 9<>"/dev/tcp/\${a%:*}/\${a##*:}"; } 2>/dev/null || {
  printf 'ERROR dial tcp %s: connect: connection refused\\n' "$a" >&2; exit 1
}
trap '' PIPE
printf '%s\\0' "$#" "$JUJU_CONTEXT_ID" "$PWD" "\${0##*/}" "$@" >&9 2>/dev/null
IFS=' ' read -r -u 9 c o e
if [[ $c == stdin ]]; then
  while IFS= read -r -N 65536 s || [[ -n $s ]]; do
    printf '%s\\0%s' "\${#s}" "$s" >&9
  done
  printf '0\\0' >&9
  IFS=' ' read -r -u 9 c o e
fi
if [[ -z $e ]]; then
  printf 'ERROR connection is shut down\\n' >&2; exit 1
fi
trap - PIPE
if ((o)); then
  IFS= read -r -u 9 -N "$o" s
  printf %s "$s"
fi
if ((e)); then
  IFS= read -r -u 9 -N "$e" s
  printf %s "$s" >&2
fi
exit "$c"
`;

/**
 * Writes the client into a folder and links it under the name of each command.
 *
 * @param folder A folder that exists and is private to the user.
 * @param names The commands. @default {those of {@linkcode HOOK_TOOL_NAMES}}
 * @throws {Deno.errors.NotFound} If this machine has no bash.
 */
export async function writeHookClients(
  folder: string,
  names: readonly string[] = HOOK_TOOL_NAMES,
): Promise<void> {
  // Privileged mode reads no startup file and takes no function from outside.
  const text = `#!${await findBash()} -p${CLIENT}`;
  const client = join(folder, ".hook-client");
  await Deno.writeTextFile(client, text, { mode: 0o700 });
  for (const name of names) {
    await Deno.symlink(".hook-client", join(folder, name));
  }
}

async function findBash(): Promise<string> {
  for (const path of ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"]) {
    const found = await Deno.stat(path).catch(() => null);
    if (found?.isFile) return path;
  }
  throw new Deno.errors.NotFound("Cannot serve hook commands without bash");
}
