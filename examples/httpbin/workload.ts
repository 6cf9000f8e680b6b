// Answers as httpbin does, as far as a demonstration needs it: what runs in the
// container where the real one is not at hand. Takes gunicorn's `-b HOST:PORT`.

/** Answers `GET /get` and `GET /status/CODE`. */
export function answer(request: Request): Response {
  const url = new URL(request.url);
  const status = /^\/status\/([2-5]\d\d)$/.exec(url.pathname);
  if (status !== null) return new Response(null, { status: Number(status[1]) });
  if (url.pathname !== "/get") return new Response(null, { status: 404 });
  return Response.json({
    args: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(request.headers),
    url: request.url,
  });
}

if (import.meta.main) {
  const address = Deno.args[Deno.args.indexOf("-b") + 1] ?? "127.0.0.1:80";
  const [hostname, port] = address.split(":");
  Deno.serve({ hostname, port: Number(port) }, answer);
}
