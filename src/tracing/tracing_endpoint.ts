import type { CharmMeta } from "../meta/charm_meta.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type {
  EndpointName,
  SingleEndpointName,
} from "../meta/charmcraft_types.ts";

/** Names of the endpoints in the metadata `C` that require the interface `I`. */
export type RequiredEndpoint<C extends Charmcraft, I extends string> =
  Charmcraft extends C ? string : {
    [N in EndpointName<C, "requires">]: C["requires"] extends {
      readonly [K in N]: infer E;
    } ? E extends string ? (I extends E ? N : never)
      : E extends { readonly interface: infer J } ? (I extends J ? N : never)
      : never
      : never;
  }[EndpointName<C, "requires">];

/** Names of the endpoints in the metadata `C` that {@linkcode Tracing} can ask for a destination. */
export type TracingEndpoint<C extends Charmcraft> =
  & RequiredEndpoint<C, "tracing">
  & SingleEndpointName<C>;

/** Names of the endpoints in the metadata `C` that {@linkcode Tracing} can take certificates from. */
export type CertificateEndpoint<C extends Charmcraft> = RequiredEndpoint<
  C,
  "certificate_transfer"
>;

/**
 * Sees that the metadata declares an endpoint as it must be.
 *
 * @throws {TypeError} If there is none, or it is another one.
 */
export function assertRequires(
  meta: CharmMeta,
  name: string,
  wanted: { readonly interface: string; readonly limit?: number },
): void {
  const fail = (what: string): never => {
    const limit = wanted.limit === undefined
      ? ""
      : ` with limit ${wanted.limit}`;
    throw new TypeError(
      `Cannot trace over the endpoint "${name}": ${what}; it must be one of requires, with the interface "${wanted.interface}"${limit}`,
    );
  };
  const endpoint = meta.relations[name];
  if (!Object.hasOwn(meta.relations, name) || endpoint === undefined) {
    return fail("the metadata declares no such endpoint");
  }
  const { role, interfaceName, limit } = endpoint;
  if (role !== "requires") fail(`its role is "${role}"`);
  if (interfaceName !== wanted.interface) {
    fail(`its interface is "${interfaceName}"`);
  }
  if (wanted.limit !== undefined && limit !== wanted.limit) {
    fail(limit === null ? "it has no limit" : `its limit is ${limit}`);
  }
}
