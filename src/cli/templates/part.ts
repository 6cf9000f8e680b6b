/**
 * `parts` of charmcraft.yaml: how `charmcraft pack` makes the charm. The script
 * runs in the build environment, in a copy of the project; bash reads it from
 * its stdin, so that nothing in it may read from there or ask.
 *
 * Source: the plugin `nil` and `override-build` of craft-parts, which runs the
 * script with `set -euo pipefail`.
 *
 * @param denoVersion What the charm is compiled with.
 */
export function parts(denoVersion: string): string {
  return `# For \`charmcraft pack\`: it fetches Deno and lets charmkit make everything but
# the YAML files. \`deno task pack\` needs no parts.
parts:
  charm:
    plugin: nil
    source: .
    build-packages: [curl, unzip]
    build-environment:
      - DENO_VERSION: v${denoVersion}
    override-build: |
      # charmcraft leaves this file out of the copy.
      cp "$CRAFT_PROJECT_DIR/charmcraft.yaml" .
      curl --fail --silent --show-error --location --output deno.zip \\
        "https://dl.deno.land/release/$DENO_VERSION/deno-$(uname -m)-unknown-linux-gnu.zip"
      unzip -q -o -d .deno deno.zip
      .deno/deno task charmkit part
`;
}
