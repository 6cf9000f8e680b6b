// Types of what the project uses of @std/yaml, over the same code from npm.
import * as yaml from "npm:deno-std@1.4.0/yaml/mod.js";

/** Options of {@linkcode parse}. */
export interface ParseOptions {
  allowDuplicateKeys?: boolean;
  schema?: "core" | "default" | "failsafe" | "json" | "extended";
  onWarning?(error: Error): void;
}
/** Options of {@linkcode stringify}. */
export interface StringifyOptions {
  indent?: number;
  arrayIndent?: boolean;
  skipInvalid?: boolean;
  flowLevel?: number;
  sortKeys?: boolean | ((a: string, b: string) => number);
  lineWidth?: number;
  useAnchors?: boolean;
  compatMode?: boolean;
  quoteStyle?: "'" | '"';
}
export const parse: (content: string, options?: ParseOptions) => unknown =
  yaml.parse;
export const stringify: (data: unknown, options?: StringifyOptions) => string =
  yaml.stringify;
