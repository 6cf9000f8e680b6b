/** What is made, not written. */
export function gitignore(): string {
  return `*.charm
.charmkit-*/
coverage/
dist/
# Of charmcraft pack --destructive-mode.
/overlay/
/parts/
/prime/
/stage/
`;
}

/** What every change has to pass, on GitHub. */
export function ciWorkflow(): string {
  return `name: CI
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  charm:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: denoland/setup-deno@v2
        with:
          deno-version: v2.x
          cache: true
      - run: deno task ok
      - run: deno task pack
      - uses: actions/upload-artifact@v4
        with:
          name: charm
          path: dist/*.charm
`;
}

/**
 * The picture that Charmhub shows, until there is a better one. No line of it is
 * so long that the versions of `deno fmt` break it in their own ways.
 */
export function icon(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
  <circle cx="50" cy="50" r="50" fill="#2c5282" />
  <g fill="none" stroke="#fff" stroke-width="6">
    <path d="M50 20 76 35v30L50 80 24 65V35z" />
    <circle cx="50" cy="50" r="8" />
  </g>
</svg>
`;
}
