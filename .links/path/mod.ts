// Types of what the project uses of @std/path, over the same code from npm.
import * as path from "npm:deno-std@1.4.0/path/mod.js";

type OfPath = (path: string) => string;
export const join: (path: string | URL, ...paths: string[]) => string =
  path.join;
export const resolve: (...paths: string[]) => string = path.resolve;
export const relative: (from: string, to: string) => string = path.relative;
export const basename: (path: string | URL, suffix?: string) => string =
  path.basename;
export const dirname: (path: string | URL) => string = path.dirname;
export const isAbsolute: (path: string) => boolean = path.isAbsolute;
export const fromFileUrl: (url: string | URL) => string = path.fromFileUrl;
export const toFileUrl: (path: string) => URL = path.toFileUrl;
export const normalize: OfPath = path.normalize;
export const globToRegExp: (
  glob: string,
  options?: {
    extended?: boolean;
    globstar?: boolean;
    os?: "darwin" | "linux" | "windows";
    caseInsensitive?: boolean;
  },
) => RegExp = path.globToRegExp;
