/** The public names of a Python package: module, then name, then members. */
export type PythonNames = Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;

/** What stands for a Python name, where it is not the same name in our case. */
export type Counterpart =
  | string
  | { readonly use: string; readonly note: string }
  | { readonly excused: string };

/** How the names of a Python module are written here. */
export interface ModulePorting {
  /** The entry's file. */
  readonly entry: string;
  /** What an author imports. */
  readonly specifier: string;
  /**
   * By Python name: `Name`, `Name.member`, or `*.member` for each class that
   * has nothing nearer. `Name="value"` as counterpart is a text that a type allows.
   */
  readonly names: Readonly<Record<string, Counterpart>>;
}

/** What became of one Python name. */
export interface Resolved {
  /** As in Python: `Name` or `Name.member`. */
  readonly python: string;
  /** Covered by a name that is exported, excused with a reason, or neither. */
  readonly state: "covered" | "excused" | "missing";
  /** Ours, when it is not excused; for a missing one, what was looked for. */
  readonly ours: string;
  /** What to know, or why there is none. */
  readonly note: string;
}

/** Looks up each name of a Python module among those that an entry exports. */
export function resolveModule(
  python: Readonly<Record<string, readonly string[]>>,
  porting: ModulePorting,
  exported: ReadonlySet<string>,
): Resolved[] {
  return Object.entries(python).flatMap(([name, members]) => {
    const own = resolveName(
      name,
      porting.names[name],
      camelCase(name),
      exported,
    );
    return [
      own,
      ...members.map((member) =>
        resolveMember(own, member, porting.names, exported)
      ),
    ];
  });
}

function resolveMember(
  owner: Resolved,
  member: string,
  names: ModulePorting["names"],
  exported: ReadonlySet<string>,
): Resolved {
  const python = `${owner.python}.${member}`;
  const own = names[python];
  if (own === undefined && owner.state === "excused") {
    return { ...owner, python };
  }
  const plain = `${owner.ours}.${camelCase(member)}`;
  // Dictionaries have Pebble's own spelling.
  const asIs = `${owner.ours}.${member}`;
  const found = [plain, asIs].find((name) => exported.has(name));
  const counterpart = own ?? (found ? undefined : names[`*.${member}`]);
  return resolveName(python, counterpart, found ?? plain, exported);
}

function resolveName(
  python: string,
  counterpart: Counterpart | undefined,
  byDefault: string,
  exported: ReadonlySet<string>,
): Resolved {
  if (typeof counterpart === "object" && "excused" in counterpart) {
    return { python, state: "excused", ours: "", note: counterpart.excused };
  }
  const { use, note } = typeof counterpart === "object"
    ? counterpart
    : { use: counterpart ?? byDefault, note: "" };
  const state = exported.has(use) ? "covered" : "missing";
  return { python, state, ours: use, note };
}

/** `get_relation` and `working-dir` as we write them; classes stay. */
function camelCase(name: string): string {
  return name.replace(
    /(?<=[a-z0-9])[_-]([a-z0-9])/g,
    (_, letter: string) => letter.toUpperCase(),
  );
}

/** Counterparts whose Python name does not exist: leftovers of another release. */
export function needlessCounterparts(
  python: Readonly<Record<string, readonly string[]>>,
  { names }: ModulePorting,
): string[] {
  const all = new Set(
    Object.entries(python).flatMap(([name, members]) => [
      name,
      ...members.flatMap((member) => [`${name}.${member}`, `*.${member}`]),
    ]),
  );
  return Object.keys(names).filter((name) => !all.has(name));
}
