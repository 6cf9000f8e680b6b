// What the charm can do, by name; the peer of steps.py. What a step returns is
// compared with what the other charm met. Long, as it is one table.
import * as ops from "../../../mod.ts";
import type { TwinCharm } from "./charm.ts";

/** Where a step is done: the event is null in the charm's constructor. */
export interface At {
  /** The charm. */
  readonly charm: TwinCharm;
  /** The event, made for this observer. */
  readonly event: ops.EventBase<ops.EventData> | null;
}

type Texts = Readonly<Record<string, string>>;
/** Options of a secret, as JSON. */
interface Options extends Omit<ops.SecretOptions, "expire"> {
  readonly expire?: string;
}

/** A relation by "event", "db" or "db:1". */
function relationOf(at: At, ref: string): ops.Relation | null {
  if (ref === "event") return the<ops.RelationEvent>(at).relation;
  const [name = "", number] = ref.split(":");
  return number === undefined
    ? at.charm.model.getRelation(name)
    : at.charm.model.getRelation(name, Number(number));
}

/** An entity by "unit", "app", "remote", "event.unit", "event.app" or name. */
function entityOf(
  at: At,
  relation: ops.Relation,
  who: string,
): ops.Unit | ops.Application {
  const { charm } = at;
  if (who === "unit") return charm.unit;
  if (who === "app") return charm.app;
  if (who === "remote") return relation.app!;
  if (who === "event.unit") return the<ops.RelationEvent>(at).unit!;
  if (who === "event.app") return the<ops.RelationEvent>(at).app!;
  return who.includes("/") ? charm.model.getUnit(who) : charm.model.getApp(who);
}

function bagOf(at: At, ref: string, who: string): ops.RelationDataContent {
  const relation = relationOf(at, ref)!;
  return relation.data.get(entityOf(at, relation, who));
}

/** What is to be known of a relation. */
function shown(relation: ops.Relation | null): unknown {
  return relation && {
    name: relation.name,
    id: relation.id,
    app: relation.app?.name ?? null,
    units: [...relation.units].map(({ name }) => name).sort(),
    active: relation.active,
  };
}

/** The event as the step knows it. */
function the<E>({ event }: At): E {
  return event as unknown as E;
}

function keep({ charm }: At, name: string, secret: ops.Secret): unknown {
  charm.secrets.set(name, secret);
  return { id: secret.id, label: secret.label };
}

function secretOf({ charm }: At, name: string): ops.Secret {
  return charm.secrets.get(name)!;
}

function optionsOf({ expire, ...options }: Options = {}): ops.SecretOptions {
  if (expire === undefined) return options;
  return { ...options, expire: new Date(expire) };
}

function unitOf(at: At, unit?: string): { readonly unit?: ops.Unit } {
  return unit === undefined ? {} : { unit: at.charm.model.getUnit(unit) };
}

function sorted<T>(values: Iterable<[string, T]>): Record<string, T> {
  return Object.fromEntries([...values].sort(([a], [b]) => a < b ? -1 : 1));
}

function portOf(port: number | readonly [string, number?]): number | ops.Port {
  if (typeof port === "number") return port;
  return new ops.Port(port[0] as ops.PortProtocol, port[1]);
}

function status(name: string, message = ""): ops.StatusBase {
  return ops.StatusBase.fromName(name, message);
}

type Values = Readonly<Record<string, unknown>>;

/** Takes anything, but no count or depth over ten. */
const LIMITED: ops.StandardSchema<Values> = {
  "~standard": {
    version: 1,
    vendor: "twin",
    validate(value: unknown) {
      const values = value as Values;
      const high = ["count", "depth"].find((name) => Number(values[name]) > 10);
      if (high === undefined) return { value: values };
      return { issues: [{ message: `${high} is too high` }] };
    },
  },
};

/** What the charm can do, by name. */
export const STEPS = {
  // Statuses
  "unit-status": ({ charm }: At, name: string, message?: string) => {
    charm.unit.status = status(name, message);
  },
  "app-status": ({ charm }: At, name: string, message?: string) => {
    charm.app.status = status(name, message);
  },
  "wrong-status": ({ charm }: At) => {
    charm.unit.status = "active" as unknown as ops.StatusBase;
  },
  "read-unit-status": ({ charm }: At, unit?: string) => {
    const of = unit === undefined ? charm.unit : charm.model.getUnit(unit);
    const { name, message } = of.status;
    return [name, message];
  },
  "read-app-status": ({ charm }: At, app?: string) => {
    const of = app === undefined ? charm.app : charm.model.getApp(app);
    const { name, message } = of.status;
    return [name, message];
  },
  "set-other-unit-status": ({ charm }: At, unit: string) => {
    charm.model.getUnit(unit).status = new ops.ActiveStatus();
  },
  "add-status": (at: At, name: string, message?: string) =>
    the<ops.CollectStatusEvent>(at).addStatus(status(name, message)),
  "version": ({ charm }: At, text: string) =>
    charm.unit.setWorkloadVersion(text),

  // Relations
  "relation": (at: At, ref: string) => shown(relationOf(at, ref)),
  "relations": ({ charm }: At, endpoint: string) =>
    charm.model.relations.get(endpoint).map(shown),
  "event-relation": (at: At) => {
    const event = the<ops.RelationEvent>(at);
    const seen = {
      relation: shown(event.relation),
      app: event.app?.name ?? null,
      unit: event.unit?.name ?? null,
    };
    return event instanceof ops.RelationDepartedEvent
      ? { ...seen, departing: event.departingUnit?.name ?? null }
      : seen;
  },
  "read": (at: At, ref: string, who: string, key?: string) => {
    const bag = bagOf(at, ref, who);
    return key === undefined ? sorted(bag) : bag.get(key);
  },
  "has": (at: At, ref: string, who: string, key: string) =>
    bagOf(at, ref, who).has(key),
  "write": (
    at: At,
    ref: string,
    who: string,
    values: Readonly<Record<string, unknown>>,
  ) => bagOf(at, ref, who).update(values as Texts),
  "erase": (at: At, ref: string, who: string, key: string) =>
    bagOf(at, ref, who).delete(key),
  "clear": (at: At, ref: string, who: string) => bagOf(at, ref, who).clear(),
  "owners": (at: At, ref: string) =>
    [...relationOf(at, ref)!.data.keys()].map(({ name }) => name).sort(),
  "load": (at: At, ref: string, who: string) => {
    const relation = relationOf(at, ref)!;
    const values = relation.load(LIMITED, entityOf(at, relation, who));
    return sorted(Object.entries(values));
  },
  "save": (at: At, ref: string, who: "app" | "unit", values: Values) => {
    const relation = relationOf(at, ref)!;
    relation.save(values, who === "app" ? at.charm.app : at.charm.unit);
  },
  "remote-model": (at: At, ref: string) =>
    relationOf(at, ref)!.remoteModel.uuid,

  // Secrets
  "add-secret": (
    at: At,
    name: string,
    owner: "app" | "unit",
    content: Texts,
    options?: Options,
  ) => {
    const { charm } = at;
    const of = owner === "app" ? charm.app : charm.unit;
    return keep(at, name, of.addSecret(content, optionsOf(options)));
  },
  "get-secret": (
    at: At,
    name: string,
    reference: { readonly id?: string; readonly label?: string },
  ) => keep(at, name, at.charm.model.getSecret(reference)),
  "event-secret": (at: At, name: string) =>
    keep(at, name, the<ops.SecretEvent>(at).secret),
  "config-secret": (at: At, name: string, option: string) => {
    const id = String(at.charm.config.get(option));
    return keep(at, name, at.charm.model.getSecret({ id }));
  },
  "content": (at: At, name: string, refresh?: boolean) =>
    secretOf(at, name).getContent({ refresh }),
  "peek": (at: At, name: string) => secretOf(at, name).peekContent(),
  "info": (at: At, name: string) => {
    const info = secretOf(at, name).getInfo();
    const { id, label, revision, expires, rotation, rotates } = info;
    return {
      id,
      label: label ?? "",
      revision,
      expires: expires && Math.floor(expires.getTime() / 1000),
      rotation,
      rotates: rotates !== null,
      description: info.description ?? "",
    };
  },
  "set-content": (at: At, name: string, content: Texts) =>
    secretOf(at, name).setContent(content),
  "set-info": (at: At, name: string, options: Options) =>
    secretOf(at, name).setInfo(optionsOf(options)),
  "grant": (at: At, name: string, ref: string, unit?: string) =>
    secretOf(at, name).grant(relationOf(at, ref)!, unitOf(at, unit)),
  "revoke": (at: At, name: string, ref: string, unit?: string) =>
    secretOf(at, name).revoke(relationOf(at, ref)!, unitOf(at, unit)),
  "remove-revision": (at: At, name: string, revision: number) =>
    secretOf(at, name).removeRevision(revision),
  "remove-secret": (at: At, name: string) =>
    secretOf(at, name).removeAllRevisions(),
  "event-revision": (at: At) => the<ops.SecretRevisionEvent>(at).revision,
  "event-remove-revision": (at: At) =>
    the<ops.SecretRevisionEvent>(at).removeRevision(),

  // Ports
  "open-port": ({ charm }: At, protocol: string, port?: number) =>
    charm.unit.openPort(protocol as ops.PortProtocol, port),
  "close-port": ({ charm }: At, protocol: string, port?: number) =>
    charm.unit.closePort(protocol as ops.PortProtocol, port),
  "opened-ports": ({ charm }: At) =>
    charm.unit.openedPorts().map(({ protocol, port }) =>
      `${port ?? "None"}/${protocol}`
    ).sort(),
  "set-ports": (
    { charm }: At,
    ...ports: (number | readonly [string, number?])[]
  ) => charm.unit.setPorts(...ports.map(portOf)),

  // What the model tells
  "config": ({ charm }: At) => sorted(charm.config),
  "load-config": ({ charm }: At, onError: "blocked" | "throw") =>
    charm.loadConfig(LIMITED, { onError }).count,
  "leader": ({ charm }: At) => charm.unit.isLeader(),
  "planned-units": ({ charm }: At) => charm.app.plannedUnits(),
  "model": ({ charm: { model } }: At) => [
    model.name,
    model.uuid,
    `${model.jujuVersion}`,
  ],
  "network": (at: At, binding: string) => {
    const key = binding === "event" ? relationOf(at, binding)! : binding;
    const { network } = at.charm.model.getBinding(key);
    return {
      bind: network.bindAddress,
      ingress: network.ingressAddress,
      interfaces: network.interfaces.map(({ name, address, subnet }) => [
        name,
        address,
        subnet,
      ]),
      egress: network.egressSubnets,
    };
  },
  "resource": ({ charm }: At, name: string) =>
    charm.model.resources.fetch(name),
  "cloud": ({ charm }: At) => {
    const { type, name, region } = charm.model.getCloudSpec();
    return [type, name, region];
  },
  "storages": ({ charm }: At, name: string) =>
    charm.model.storages.get(name).map(({ index, location }) => [
      index,
      location,
    ]),
  "request-storage": ({ charm }: At, name: string, count: number) =>
    charm.model.storages.request(name, count),
  "event-storage": (at: At) => {
    const { storage } = the<ops.StorageEvent>(at);
    return [storage.fullId, storage.location];
  },
  "workload": async (at: At) => {
    const { workload } = the<ops.PebbleReadyEvent>(at);
    return [workload.name, await workload.canConnect()];
  },
  "container": ({ charm }: At, name: string) =>
    charm.unit.getContainer(name).name,
  "notice": (at: At) => {
    const { id, type, key } = the<ops.PebbleCustomNoticeEvent>(at).notice;
    return [id, type, key];
  },
  "check": (at: At) => the<ops.PebbleCheckFailedEvent>(at).info.name,

  // Actions
  "params": (at: At) => the<ops.ActionEvent>(at).params,
  "load-params": (at: At, onError: "fail" | "throw") =>
    the<ops.ActionEvent>(at).loadParams(LIMITED, { onError }).depth,
  "action-id": (at: At) => the<ops.ActionEvent>(at).id,
  "results": (at: At, values: Readonly<Record<string, unknown>>) =>
    the<ops.ActionEvent>(at).setResults(values as ops.ActionResults),
  "action-log": (at: At, message: string) =>
    the<ops.ActionEvent>(at).log(message),
  "fail": (at: At, message?: string) => the<ops.ActionEvent>(at).fail(message),

  // State and the framework
  "state-set": ({ charm }: At, key: string, value: ops.Storable) => {
    charm.state[key] = value;
  },
  "state-get": (
    { charm }: At,
    key: string,
    value: ops.Storable = null,
  ) => charm.state[key] ??= value,
  "state-push": ({ charm }: At, key: string, value: ops.Storable) => {
    const list = (charm.state[key] ??= []) as ops.Storable[];
    list.push(value);
  },
  "part-state": (
    { charm }: At,
    part: "first" | "second",
    key: string,
    value: ops.Storable,
  ) => {
    const before = charm.parts.get(part)!.state[key] ?? null;
    charm.parts.get(part)!.state[key] = value;
    return before;
  },
  "defer": ({ event }: At) => event!.defer(),
  "emit": async ({ charm }: At, value: ops.Storable) => {
    await charm.parts.get("first")!.on.ready.emit({ value });
  },
  "event-value": (at: At) => the<{ data: { value: unknown } }>(at).data.value,
  "log": (
    { charm }: At,
    level: "debug" | "info" | "warning" | "error" | "critical",
    message: string,
  ) => charm.log[level](message),
  "throw": (_: At, message: string) => {
    throw new NotImplementedError(message);
  },
  "exit": (_: At, code: number) => Deno.exit(code),
  "add-metrics": (
    at: At,
    metrics: Readonly<Record<string, number>>,
    labels: Texts,
  ) => the<ops.CollectMetricsEvent>(at).addMetrics(metrics, labels),
  "reboot": ({ charm }: At, now = false) => charm.unit.reboot({ now }),
};

/** As Python's. */
class NotImplementedError extends Error {
  override readonly name = "NotImplementedError";
}

type Rest<F> = F extends (at: At, ...rest: infer A) => unknown ? A : never;
type Call = {
  [N in keyof typeof STEPS]: readonly [N, ...Rest<(typeof STEPS)[N]>];
}[keyof typeof STEPS];

/** A step with its arguments; after "try" it is expected to fail. */
export type Step = Call | readonly ["try", ...Call];
