// Long, as it is one table: a row for each name that is another here.

import type { Counterpart, ModulePorting } from "./resolve.ts";

/** The values of a Python enumeration, as the texts that our type allows. */
function texts(
  name: string,
  values: Readonly<Record<string, string>>,
): Record<string, Counterpart> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      `${name}.${key}`,
      `${name}="${value}"`,
    ]),
  );
}

const INTERFACE_OF_DATA =
  "An event is plain data (`event.data`); nothing is written by hand to keep or restore it";
const PARSED =
  "What comes from outside is parsed where it enters, never by the author";
const NO_HANDLE_KIND =
  "The kind in a handle is the class's name; give a static `handleKind` to set another";
const DEPRECATED = "Deprecated in ops";
const PYTHON_ONLY = "A matter of Python";
const NO_OBJECT =
  "An `on` is no part of the tree by itself; the object that emits is";
const FROM_OPS = "Import it from `@charmkit/ops`";
const OF_PARENT =
  "A member of `FrameworkObject`, as in Python; it is documented there";
const FROM_PEBBLE = "Import it from `@charmkit/ops/pebble`";
const SAME_CLASSES = "States have the framework's own statuses";
const OLD_ID = "Removed: use `id`";
const LAZY = "All but the name and key is asked for with `await …load()`";

/** Python has the same names in two modules. */
const TRACING: ModulePorting = {
  entry: "src/tracing/mod.ts",
  specifier: "@charmkit/ops/tracing",
  names: {
    "Tracing": {
      use: "Tracing",
      note: "And `main()` is given the option `tracing: otlpTracing`",
    },
    "Tracing.framework": { excused: OF_PARENT },
    "Tracing.handle": { excused: OF_PARENT },
    "Tracing.handle_kind": { excused: NO_HANDLE_KIND },
    "Tracing.model": { excused: OF_PARENT },
    "set_destination": {
      use: "setDestination",
      note:
        "Takes the charm before the destination: there is no global exporter",
    },
  },
};

/** Python's modules, and where their names are here. */
export const PORTING: Readonly<Record<string, ModulePorting>> = {
  "ops": {
    entry: "mod.ts",
    specifier: "@charmkit/ops",
    names: {
      "*.restore": { excused: INTERFACE_OF_DATA },
      "*.snapshot": "EventBase.data",
      "*.handle_kind": { excused: NO_HANDLE_KIND },
      "*.from_dict": { excused: PARSED },
      "*.events": "ObjectEvents.definedEvents",
      "*.isdir": "Container.isDir",
      "BoundEvent.emitter": {
        use: "BoundEvent.path",
        note: "The emitter's path is in it",
      },
      ...Object.fromEntries(
        ["CharmEvents", "FrameworkEvents", "ObjectEvents"].flatMap((name) =>
          ["framework", "handle", "model"].map((member) => [
            `${name}.${member}`,
            { excused: NO_OBJECT },
          ])
        ),
      ),
      "*.register": {
        excused: "Statuses are these six; there is nothing to register",
      },
      "BindingMapping": {
        use: "Model.getBinding",
        note: "Asked through the model",
      },
      "BindingMapping.get": "Model.getBinding",
      "BoundStoredState": {
        use: "FrameworkObject.storedState",
        note: "A plain object, typed by its defaults",
      },
      "BoundStoredState.set_default": {
        use: "FrameworkObject.storedState",
        note: "Takes the defaults",
      },
      "CharmEvents.leader_settings_changed": { excused: DEPRECATED },
      "CharmMeta.from_charm_root": {
        excused: "`main()` reads the files when it is given no metadata",
      },
      "CharmMeta.from_yaml": {
        excused: "The metadata comes from `charmkit types`, as a typed module",
      },
      "CheckInfoMapping": {
        use: "Container.getChecks",
        note: "Returns a plain `Map`",
      },
      "ContainerStorageMeta.add_location": {
        excused: "Metadata does not change",
      },
      "ContainerStorageMeta.location": "ContainerStorageMeta.locations",
      "EventSource": {
        use: "ObjectEvents.defineEvent",
        note: "A field of an `ObjectEvents`",
      },
      "EventSource.emitter_type": { excused: PYTHON_ONLY },
      "EventSource.event_kind": "BoundEvent.eventKind",
      "EventSource.event_type": "BoundEvent.eventType",
      "Framework.close": { excused: "`main()` closes it" },
      "Framework.commit": { excused: "`main()` commits, once a dispatch" },
      "Framework.drop_snapshot": { excused: INTERFACE_OF_DATA },
      "Framework.load_snapshot": { excused: INTERFACE_OF_DATA },
      "Framework.save_snapshot": { excused: INTERFACE_OF_DATA },
      "Framework.register_type": {
        excused: "Events are known from the fields that declare them",
      },
      "Framework.remove_unreferenced_events": {
        excused: "Data that no notice needs is never kept",
      },
      "Framework.set_breakpointhook": { excused: PYTHON_ONLY },
      "HandleKind": { excused: PYTHON_ONLY },
      "JujuAssumes": "CharmcraftAssumption",
      "JujuAssumes.condition": {
        use: "CharmcraftAssumption",
        note: 'The key: `{ "any-of": […] }`',
      },
      "JujuAssumes.features": {
        use: "CharmcraftAssumption",
        note: "The list under that key",
      },
      "JujuAssumes.from_list": { excused: PARSED },
      "JujuAssumesCondition": { excused: "The keys `all-of` and `any-of`" },
      "JujuContext.from_environ": "readJujuContextStrict",
      "JujuVersion.from_environ": {
        excused: `${DEPRECATED}; \`model.jujuVersion\` is it`,
      },
      "LazyCheckInfo.change_id": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyCheckInfo.failures": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyCheckInfo.level": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyCheckInfo.startup": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyCheckInfo.status": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyCheckInfo.successes": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyCheckInfo.threshold": { use: "LazyCheckInfo.load", note: LAZY },
      "LazyNotice.expire_after": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.first_occurred": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.last_data": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.last_occurred": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.last_repeated": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.occurrences": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.repeat_after": { use: "LazyNotice.load", note: LAZY },
      "LazyNotice.user_id": { use: "LazyNotice.load", note: LAZY },
      "LazyMapping": { excused: PYTHON_ONLY },
      "LeaderSettingsChangedEvent": { excused: DEPRECATED },
      "Model.pod": { excused: DEPRECATED },
      "MultiPushPullError.message": "CharmError.message",
      "NoTypeError": {
        excused: "An event that is not declared any more is dropped and logged",
      },
      "Object": {
        use: "FrameworkObject",
        note: "Exported as `Object` too",
      },
      "OpenedPort": { excused: DEPRECATED },
      "Pod": { excused: DEPRECATED },
      "PrefixedEvents": "NamedEvents",
      "RelationData.relation": {
        excused: "It comes from the relation: `relation.data`",
      },
      "RelationDataContent.relation": {
        excused: "It comes from the relation: `relation.data.get(unit)`",
      },
      "RelationMeta.VALID_SCOPES": { excused: PYTHON_ONLY },
      "RelationRole.is_peer": {
        use: 'RelationRole="peer"',
        note: "Compare with the text",
      },
      ...texts("RelationRole", {
        peer: "peer",
        provides: "provides",
        requires: "requires",
      }),
      ...texts("SecretRotate", {
        DAILY: "daily",
        HOURLY: "hourly",
        MONTHLY: "monthly",
        NEVER: "never",
        QUARTERLY: "quarterly",
        WEEKLY: "weekly",
        YEARLY: "yearly",
      }),
      "Serializable": { excused: PYTHON_ONLY },
      "ServiceInfoMapping": {
        use: "Container.getServices",
        note: "Returns a plain `Map`",
      },
      "Storage.id": { excused: `${DEPRECATED}; \`index\` is it` },
      "StoredDict": {
        excused: "Stored state is plain objects, arrays, maps and sets",
      },
      "StoredList": {
        excused: "Stored state is plain objects, arrays, maps and sets",
      },
      "StoredSet": {
        excused: "Stored state is plain objects, arrays, maps and sets",
      },
      "StoredState": "FrameworkObject.storedState",
      "StoredState.attr_name": { excused: PYTHON_ONLY },
      "StoredState.parent_type": { excused: PYTHON_ONLY },
      "StoredStateData": { excused: PYTHON_ONLY },
      "__version__": "VERSION",
      "main.main": { excused: DEPRECATED },
      "pebble": { excused: "The entry `@charmkit/ops/pebble`" },
      "tracing": { excused: "The entry `@charmkit/ops/tracing`" },
    },
  },
  "ops.pebble": {
    entry: "src/pebble/mod.ts",
    specifier: "@charmkit/ops/pebble",
    names: {
      "*.from_dict": { excused: PARSED },
      "ChangeID": { excused: "A plain string" },
      "TaskID": { excused: "A plain string" },
      ...texts("ChangeKind", {
        EXEC: "exec",
        PERFORM_CHECK: "perform-check",
        RECOVER_CHECK: "recover-check",
        REPLAN: "replan",
        RESTART: "restart",
        START: "start",
        STOP: "stop",
      }),
      ...texts("ChangeState", {
        ALL: "all",
        IN_PROGRESS: "in-progress",
        READY: "ready",
      }),
      ...texts("ChangeStatus", {
        ABORT: "Abort",
        DO: "Do",
        DOING: "Doing",
        DONE: "Done",
        ERROR: "Error",
        HOLD: "Hold",
        UNDO: "Undo",
        UNDOING: "Undoing",
        WAIT: "Wait",
      }),
      ...texts("CheckLevel", { ALIVE: "alive", READY: "ready", UNSET: "" }),
      ...texts("CheckStartup", {
        DISABLED: "disabled",
        ENABLED: "enabled",
        UNSET: "",
      }),
      ...texts("CheckStatus", {
        DOWN: "down",
        INACTIVE: "inactive",
        UP: "up",
      }),
      ...texts("FileType", {
        DEVICE: "device",
        DIRECTORY: "directory",
        FILE: "file",
        NAMED_PIPE: "named-pipe",
        SOCKET: "socket",
        SYMLINK: "symlink",
        UNKNOWN: "unknown",
      }),
      ...texts("IdentityAccess", {
        ADMIN: "admin",
        METRICS: "metrics",
        READ: "read",
        UNTRUSTED: "untrusted",
      }),
      ...texts("NoticeType", {
        CHANGE_UPDATE: "change-update",
        CUSTOM: "custom",
      }),
      ...texts("ServiceStartup", { DISABLED: "disabled", ENABLED: "enabled" }),
      ...texts("ServiceStatus", {
        ACTIVE: "active",
        ERROR: "error",
        INACTIVE: "inactive",
      }),
      ...texts("WarningState", { ALL: "all", PENDING: "pending" }),
      "Client.base_url": { excused: "Only the socket says where Pebble is" },
      "Client.timeout": "ClientOptions.timeoutMs",
      "Client.opener": { excused: PYTHON_ONLY },
      "Error": "PebbleError",
      "ExecError.STR_MAX_OUTPUT": {
        excused: "The message shows the end of the output; all of it is there",
      },
      "Notice.expire_after": "Notice.expireAfterMs",
      "Notice.repeat_after": "Notice.repeatAfterMs",
      "NoticesUsers": { excused: 'The option `users: "all"`' },
    },
  },
  "ops.hookcmds": {
    entry: "src/hook_commands/mod.ts",
    specifier: "@charmkit/ops/hook-commands",
    names: {
      "Address": "NetworkAddress",
      "AppStatus": "AppStatusInfo",
      "Error": "HookCommandError",
      "Error.cmd": "HookCommandError.argv",
      "Error.returncode": "HookCommandError.code",
      "Network": "NetworkInfo",
      "Port": "OpenedPortRange",
      "RelationModel": { excused: "`relationModelGet` returns the UUID" },
      "Storage": "StorageInfo",
      "UnitStatus": "StatusInfo",
    },
  },
  "ops.testing": {
    entry: "testing/mod.ts",
    specifier: "@charmkit/ops/testing",
    names: {
      "*.from_ops": { excused: SAME_CLASSES },
      "*.from_status_name": "StatusBase.fromName",
      "*.register": { excused: SAME_CLASSES },
      "*.relation_id": { excused: OLD_ID },
      "Address.address": { excused: "Removed: use `value`" },
      "AnyJson": { excused: PYTHON_ONLY },
      "CharmBase": { excused: FROM_OPS },
      "CharmEvents": {
        use: "ContextEvents",
        note: "The type of `ctx.on`",
      },
      "CharmMeta": { excused: FROM_OPS },
      "CharmType": { excused: "`CharmClass` of `@charmkit/ops`" },
      "Context.app_name": "ContextOptions.appName",
      "Context.app_trusted": "ContextOptions.appTrusted",
      "Context.capture_deferred_events": "ContextOptions.captureDeferredEvents",
      "Context.capture_framework_events":
        "ContextOptions.captureFrameworkEvents",
      "Context.charm_root": "ContextOptions.charmRoot",
      "Context.charm_spec": {
        use: "Context.charmcraft",
        note: "The metadata; the class is what the test gave",
      },
      "Context.juju_log": "Context.logs",
      "Context.juju_version": "ContextOptions.jujuVersion",
      "Context.unit_id": "ContextOptions.unitId",
      "ExecProcess": { excused: FROM_PEBBLE },
      "Manager.ops": { excused: "The manager itself" },
      "Notice.expire_after": "Notice.expireAfterMs",
      "Notice.repeat_after": "Notice.repeatAfterMs",
      "RawDataBagContents": { excused: "A plain object of texts" },
      "RawSecretRevisionContents": { excused: "A plain object of texts" },
      "RelationNotFoundError": { excused: FROM_OPS },
      "RelationRole": { excused: FROM_OPS },
      "UnitID": { excused: "A plain number" },
      "charm": { excused: FROM_OPS },
      "errors": { excused: "The errors are exported by name" },
      ...Object.fromEntries(
        [
          "ActionMissingFromContextError",
          "AlreadyEmittedError",
          "BadOwnerPath",
          "ContextSetupError",
          "InconsistentScenarioError",
          "MetadataNotFoundError",
          "NoObserverError",
          "ScenarioRuntimeError",
          "StateValidationError",
          "UncaughtCharmError",
        ].map((name) => [`errors.${name}`, name]),
      ),
      "framework": { excused: FROM_OPS },
      "model": { excused: FROM_OPS },
      "pebble": { excused: FROM_PEBBLE },
      "storage": { excused: FROM_OPS },
      "ExecArgs.timeout": "ExecArgs.timeoutMs",
      "Harness.get_pod_spec": {
        excused: "pod specs are deprecated, and not in Juju 4",
      },
      "ReadableBuffer": {
        excused: "text, bytes and streams are taken as such",
      },
      "YAMLStringOrFile": {
        excused: "metadata is an object, or `Harness.load(MyCharm, folder)`",
      },
    },
  },
  "ops.tracing": TRACING,
  "ops_tracing": TRACING,
};
