import { textMap } from "./_texts.ts";

/** A databag: texts by key. */
export type Databag = Readonly<Record<string, string>>;

/** What Juju puts into a unit's databag. */
export const UNIT_DATABAG: Databag = textMap("databag", {
  "egress-subnets": "192.0.2.0",
  "ingress-address": "192.0.2.0",
  "private-address": "192.0.2.0",
});
