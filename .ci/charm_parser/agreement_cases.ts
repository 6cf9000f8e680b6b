// Long, as it is one table: a row for each charm.

/** A charm of which charmkit and Juju have to think the same. */
export interface AgreementCase {
  /** What is special about it. */
  readonly name: string;
  /** Lines for metadata.yaml, after name, summary and description. */
  readonly metadata?: string;
  /** metadata.yaml as a whole. */
  readonly wholeMetadata?: string;
  /** config.yaml. */
  readonly config?: string;
  /** actions.yaml. */
  readonly actions?: string;
  /** lxd-profile.yaml. */
  readonly profile?: string;
  /** The base in charmcraft.yaml. @default {"ubuntu@24.04"} */
  readonly base?: string;
  /** The platform in charmcraft.yaml. @default {"amd64"} */
  readonly platform?: string;
}

const metadata = (name: string, metadata: string): AgreementCase => ({
  name,
  metadata,
});
const whole = (name: string, wholeMetadata: string): AgreementCase => ({
  name,
  wholeMetadata,
});
const option = (name: string, option: string): AgreementCase => ({
  name: `an option with ${name}`,
  config: `options: {o: ${option}}`,
});
const action = (name: string, action: string): AgreementCase => ({
  name: `an action with ${name}`,
  actions: `a: ${action}`,
});
const param = (name: string, schema: string): AgreementCase => ({
  name: `a parameter with ${name}`,
  actions: `a: {params: {p: ${schema}}}`,
});

const IMAGE = "resources: {i: {type: oci-image}}";

/** Charms that Juju refuses. */
export const REFUSED: readonly AgreementCase[] = [
  whole("metadata without a name", "summary: s\ndescription: d\n"),
  whole("metadata without a summary", "name: demo\ndescription: d\n"),
  whole("metadata without a description", "name: demo\nsummary: s\n"),
  whole("a summary that is a number", "name: a\nsummary: 5\ndescription: d\n"),
  whole("an empty summary value", "name: a\nsummary:\ndescription: d\n"),
  whole("metadata that is a list", "- name: a\n"),
  whole("metadata that is no YAML", "name: [\n"),
  metadata("a key that is no text", "1: x"),
  metadata("endpoints without a value", "requires:"),
  metadata("endpoints as a list", "requires: [a]"),
  metadata("an endpoint without a value", "requires: {db: }"),
  metadata("an endpoint without an interface", "requires: {db: {limit: 1}}"),
  metadata("an endpoint that is a number", "requires: {db: 5}"),
  metadata("a limit in words", "requires: {db: {interface: x, limit: many}}"),
  metadata("half a limit", "requires: {db: {interface: x, limit: 1.5}}"),
  metadata("another scope", "requires: {db: {interface: x, scope: model}}"),
  metadata("an empty scope", "requires: {db: {interface: x, scope: }}"),
  metadata(
    "optional in words",
    "requires: {db: {interface: x, optional: maybe}}",
  ),
  metadata("one name in two roles", "requires: {x: a}\nprovides: {x: b}"),
  metadata("an endpoint named juju", "requires: {juju: a}"),
  metadata("an endpoint named juju-x", "provides: {juju-x: a}"),
  metadata("a reserved interface", "provides: {x: juju-info}"),
  metadata("a reserved interface of peers", "peers: {x: {interface: juju}}"),
  metadata("a subordinate alone", "subordinate: true"),
  metadata("a subordinate, globally", "subordinate: true\nrequires: {x: y}"),
  metadata("subordinate in words", "subordinate: perhaps"),
  metadata("no extra bindings", "extra-bindings: {}"),
  metadata("an extra binding with a value", "extra-bindings: {a: b}"),
  metadata("extra bindings as a list", "extra-bindings: [a]"),
  metadata(
    "an extra binding named as an endpoint",
    "requires: {a: x}\nextra-bindings: {a: }",
  ),
  metadata("a container without a value", "containers: {web: }"),
  metadata("containers as a list", "containers: [web]"),
  metadata("an undeclared resource", "containers: {web: {resource: i}}"),
  metadata(
    "a container that runs a file",
    "containers: {web: {resource: f}}\nresources: {f: {filename: f}}",
  ),
  metadata(
    "an undeclared storage",
    "containers: {web: {mounts: [{storage: d, location: /d}]}}",
  ),
  metadata(
    "a mount without a location",
    "containers: {web: {mounts: [{storage: d}]}}\nstorage: {d: {type: filesystem}}",
  ),
  metadata(
    "a mount without a storage",
    "containers: {web: {mounts: [{location: /d}]}}",
  ),
  metadata("mounts as a map", "containers: {web: {mounts: {storage: d}}}"),
  metadata("a reserved user id", "containers: {web: {uid: 1000}}"),
  metadata("a reserved group id", "containers: {web: {gid: 9999}}"),
  metadata("a user id in words", "containers: {web: {uid: root}}"),
  metadata("a storage without a type", "storage: {d: {}}"),
  metadata("a storage without a value", "storage: {d: }"),
  metadata("another type of storage", "storage: {d: {type: disk}}"),
  metadata(
    "a mounted block storage",
    "storage: {d: {type: block, location: /d}}",
  ),
  metadata(
    "a storage of 0",
    "storage: {d: {type: block, multiple: {range: 0}}}",
  ),
  metadata("0 to 0", "storage: {d: {type: block, multiple: {range: 0-0}}}"),
  metadata(
    "a range in words",
    "storage: {d: {type: block, multiple: {range: all}}}",
  ),
  metadata(
    "a negative range",
    "storage: {d: {type: block, multiple: {range: -1}}}",
  ),
  metadata(
    "multiple without a range",
    "storage: {d: {type: block, multiple: {}}}",
  ),
  metadata(
    "multiple without a value",
    "storage: {d: {type: block, multiple: }}",
  ),
  metadata(
    "a size as a number",
    "storage: {d: {type: block, minimum-size: 10}}",
  ),
  metadata(
    "a size in kilobytes",
    "storage: {d: {type: block, minimum-size: 10K}}",
  ),
  metadata("a size in bytes", "storage: {d: {type: block, minimum-size: 10B}}"),
  metadata(
    "a size without a number",
    "storage: {d: {type: block, minimum-size: G}}",
  ),
  metadata(
    "another property",
    "storage: {d: {type: block, properties: [fast]}}",
  ),
  metadata(
    "an empty description",
    "storage: {d: {type: block, description: }}",
  ),
  metadata("shared in words", "storage: {d: {type: block, shared: sometimes}}"),
  metadata("a resource without a value", "resources: {r: }"),
  metadata("a file without a filename", "resources: {r: {type: file}}"),
  metadata("a resource without a type", "resources: {r: {}}"),
  metadata("a filename with a folder", "resources: {r: {filename: a/b}}"),
  metadata("another type of resource", "resources: {r: {type: docker}}"),
  metadata(
    "a resource's empty description",
    `${IMAGE.replace("image}", "image, description: }")}`,
  ),
  metadata("a device without a type", "devices: {d: {}}"),
  metadata("a device with an empty type", 'devices: {d: {type: ""}}'),
  metadata("a negative count", "devices: {d: {type: gpu, countmin: -1}}"),
  metadata(
    "fewer at most",
    "devices: {d: {type: gpu, countmin: 3, countmax: 2}}",
  ),
  metadata("more than the one", "devices: {d: {type: gpu, countmin: 2}}"),
  metadata("none at most", "devices: {d: {type: gpu, countmax: 0}}"),
  metadata("assumes as text", "assumes: juju"),
  metadata("assumes without a value", "assumes:"),
  metadata("a feature in capitals", "assumes: [K8S]"),
  metadata("an arrow for at least", "assumes: [juju => 3.6]"),
  metadata("a version in words", "assumes: [juju >= three]"),
  metadata("a version with a v", "assumes: [juju >= v3.6]"),
  metadata("a version of many parts", "assumes: [juju >= 3.6.1.2.3]"),
  metadata("a version with a dot at its end", "assumes: [juju >= 3.]"),
  metadata("another group", "assumes: [{none-of: [juju]}]"),
  metadata("two groups in one", "assumes: [{any-of: [juju], all-of: [juju]}]"),
  metadata("a group without a value", "assumes: [{any-of: }]"),
  metadata("a number in a group", "assumes: [{all-of: [3]}]"),
  metadata("another user", "charm-user: nobody"),
  metadata("a user that is a number", "charm-user: 0"),
  metadata("a term with blanks", "terms: [you must]"),
  metadata("a term in capitals", "terms: [Term]"),
  metadata("a term with many owners", "terms: [a/b/c/1]"),
  metadata("a term with a revision in words", "terms: [owner/name/last]"),
  metadata("a term with a negative revision", "terms: [name/-1]"),
  metadata("terms as text", "terms: name"),
  metadata("tags as text", "tags: a"),
  metadata("categories of numbers", "categories: [1]"),
  metadata("a payload without a type", "payloads: {p: {}}"),
  metadata("a payload's name with a blank", "payloads: {a b: {type: docker}}"),
  metadata("an oldest Juju", "min-juju-version: 2.9.0"),
  metadata("a deployment", "deployment: {type: stateful}"),
  metadata("series beside containers", "series: [jammy]\ncontainers: {a: {}}"),
  metadata("no series beside containers", "series: []\ncontainers: {a: {}}"),
  metadata("series beside assumes", "series: [jammy]\nassumes: [juju]"),
  metadata("series beside a user", "series: [jammy]\ncharm-user: root"),
  metadata("a series in capitals", "series: [Jammy]"),
  metadata("a deployment of Ubuntu", "series: [jammy]\ndeployment: {}"),
  metadata("a loose oldest Juju", 'series: [jammy]\nmin-juju-version: "2.9"'),
  { name: "a config without options", config: "{}" },
  { name: "an empty config", config: "" },
  { name: "a config that is a list", config: "- a" },
  { name: "options as a list", config: "options: [a]" },
  option("a misspelt type", "{type: bool}"),
  option("the type banana (PKG-66)", "{type: banana}"),
  option("a default in words for an int (PKG-66)", "{type: int, default: x}"),
  option("half an int", "{type: int, default: 1.5}"),
  option("an int written with a point", "{type: int, default: 1.0}"),
  option(
    "an int that is too large",
    "{type: int, default: 9223372036854775808}",
  ),
  option("an empty text for an int", '{type: int, default: ""}'),
  option("true for an int", "{type: int, default: true}"),
  option("a number for text", "{type: string, default: 5}"),
  option("true for text", "{type: string, default: true}"),
  option("a number and no type", "{default: 5}"),
  option("text for a float", '{type: float, default: "1.5"}'),
  option("a number for a boolean", "{type: boolean, default: 1}"),
  option("other text for a boolean", '{type: boolean, default: "maybe"}'),
  option("a list", "{type: string, default: [a]}"),
  option("a secret that is none", "{type: secret, default: hunter2}"),
  option("a secret by http", '{type: secret, default: "http://x"}'),
  option("a broken secret", '{type: secret, default: "secret://%zz"}'),
  option("a description that is a list", "{type: string, description: [a]}"),
  { name: "actions as a list", actions: "- a" },
  { name: "an action that is text", actions: "a: text" },
  { name: "an action in capitals (PKG-66)", actions: "Bad_Action: {}" },
  { name: "an action with an underscore", actions: "do_it: {}" },
  { name: "an action that begins with a hyphen", actions: "-a: {}" },
  { name: "an action named juju", actions: "juju: {}" },
  { name: "an action named juju-run", actions: "juju-run: {}" },
  action("an empty description", "{description: }"),
  action("a title that is a number", "{title: 5}"),
  action("parallel in words", '{parallel: "true"}'),
  action("a group that is a number", "{execution-group: 5}"),
  action("required as text", "{required: p}"),
  action("a required number", "{required: [1]}"),
  action("the same required twice", "{required: [p, p]}"),
  action("empty params", "{params: }"),
  action("params as a list", "{params: [p]}"),
  action("additionalProperties in words", '{additionalProperties: "no"}'),
  action("a reference", '{$ref: "#/x"}'),
  param("no value", ""),
  param("a misspelt type", "{type: strin}"),
  param("an empty type", "{type: }"),
  param("a number as type", "{type: 5}"),
  param("a reference (PKG-66)", '{$ref: "#/definitions/x"}'),
  param("a dialect", '{$schema: "http://json-schema.org/draft-07/schema#"}'),
  param("a reference in an entry", '{items: {$ref: "#"}}'),
  param("a reference in a default", '{default: {$ref: "#"}}'),
  param("a reference in a list", '{enum: [{$ref: "#"}]}'),
  param("a key that is no text", "{properties: {1: {}}}"),
  param("a description that is a number", "{description: 5}"),
  param("an enum that is text", "{enum: a}"),
  param("the same in enum twice", "{enum: [a, b, a]}"),
  param("the same map in enum twice", "{enum: [{a: 1, b: 2}, {b: 2, a: 1}]}"),
  param("a minimum above the maximum", "{minimum: 5, maximum: 4}"),
  param("a minimum in words", '{minimum: "5"}'),
  param("exclusiveMinimum as in newer drafts", "{exclusiveMinimum: 5}"),
  param("exclusiveMinimum alone", "{exclusiveMinimum: true}"),
  param("exclusiveMaximum alone", "{exclusiveMaximum: false}"),
  param("multiples of 0", "{multipleOf: 0}"),
  param("a negative length", "{minLength: -1}"),
  param("half a length", "{maxLength: 1.5}"),
  param("a minLength above maxLength", "{minLength: 2, maxLength: 1}"),
  param(
    "minProperties above maxProperties",
    "{minProperties: 2, maxProperties: 1}",
  ),
  param("an open group as pattern", '{pattern: "(a"}'),
  param("an open class as pattern", '{pattern: "[a"}'),
  param("nothing to repeat", '{pattern: "*a"}'),
  param("a look-ahead as pattern", '{pattern: "^(?!x)"}'),
  param("a look-behind as pattern", '{pattern: "(?<=x)y"}'),
  param("a back-reference as pattern", "{pattern: '(a)\\1'}"),
  param("an escape that Go has not", "{pattern: '^a\\Z'}"),
  param("a long repetition as pattern", '{pattern: "a{1001}"}'),
  param("a number as pattern", "{pattern: 5}"),
  param("uniqueItems in words", "{uniqueItems: sometimes}"),
  param("items as text", "{items: string}"),
  param("a number in items", "{items: [5]}"),
  param("anyOf as a map", "{anyOf: {type: string}}"),
  param("a text in oneOf", "{oneOf: [string]}"),
  param("not as a list", "{not: [a]}"),
  param("properties as a list", "{properties: [a]}"),
  param("a property without a value", "{properties: {a: }}"),
  param("a bad nested type", "{properties: {a: {items: {type: text}}}}"),
  param("a bad pattern of names", '{patternProperties: {"(": {}}}'),
  param("dependencies on a number", "{dependencies: {a: [1]}}"),
  param("definitions that are text", "{definitions: {a: b}}"),
  param("infinity", "{default: .inf}"),
  { name: "a base that Juju does not know", base: "almalinux@9" },
  { name: "a platform for all", platform: "all" },
  { name: "a profile that is no YAML", profile: "config: [\n" },
  { name: "a profile that is a list", profile: "- a\n" },
  { name: "a profile with a list for a value", profile: "config: {a: [b]}\n" },
  {
    name: "a profile with a device that is text",
    profile: "devices: {a: b}\n",
  },
];

/** Charms that Juju takes. */
export const ACCEPTED: readonly AgreementCase[] = [
  metadata("nothing special", ""),
  metadata("keys that Juju does not know", "colour: {a: [1, true]}"),
  metadata("no endpoints", "requires: {}"),
  metadata("an endpoint in short", "requires: {db: pg}"),
  metadata("no limit", "requires: {db: {interface: pg, limit: }}"),
  metadata(
    "all of an endpoint",
    "provides: {db: {interface: pg, limit: 2, optional: true, scope: container}}",
  ),
  metadata(
    "foreign keys of an endpoint",
    "requires: {a: {interface: b, schema: c}}",
  ),
  metadata("a required juju-info", "requires: {x: juju-info}"),
  metadata(
    "a subordinate",
    "subordinate: true\nrequires: {juju-info: {interface: juju-info, scope: container}}",
  ),
  whole(
    "juju's own charm",
    "name: juju-controller\nsummary: s\ndescription: d\nprovides: {juju-x: juju}\n",
  ),
  metadata("an extra binding", "extra-bindings: {a: }"),
  metadata("an empty container", "containers: {web: {}}"),
  metadata("no containers", "containers: {}"),
  metadata(
    "all of a container",
    "containers: {web: {resource: i, uid: 999, gid: 10000, mounts: [{storage: d, location: /d}]}}\n" +
      `${IMAGE}\nstorage: {d: {type: filesystem, location: /d}}`,
  ),
  metadata(
    "all of a storage",
    "storage: {d: {type: filesystem, shared: false, read-only: true, " +
      "minimum-size: 1.5GiB, multiple: {range: 0-}, properties: [transient]}}",
  ),
  metadata(
    "a range in text",
    'storage: {d: {type: block, multiple: {range: "2"}}}',
  ),
  metadata(
    "a range upwards",
    "storage: {d: {type: block, multiple: {range: 2+}}}",
  ),
  metadata(
    "a size without a unit",
    'storage: {d: {type: block, minimum-size: "10"}}',
  ),
  metadata(
    "a size that begins with a point",
    "storage: {d: {type: block, minimum-size: .5G}}",
  ),
  metadata("a file", "resources: {r: {filename: f, description: d}}"),
  metadata("a device", "devices: {d: {type: gpu, countmin: 0, countmax: 4}}"),
  metadata(
    "all of assumes",
    "assumes: [k8s-api, juju >= 3, 'juju<4.0', {any-of: [juju >= 3.6.1, {all-of: []}]}]",
  ),
  metadata("a version before its release", "assumes: [juju >= 3.7-beta2]"),
  metadata("a user", "charm-user: non-root"),
  metadata(
    "all forms of terms",
    "terms: [ab, owner/ab, ab/1, owner/ab/27, 'cs:owner/ab']",
  ),
  metadata("a payload", "payloads: {p: {type: docker}}"),
  metadata("series", "series: [jammy]\nmin-juju-version: 2.9.0"),
  metadata("tags", "tags: [a]\ncategories: [b]"),
  { name: "options without any", config: "options:" },
  { name: "foreign keys of config", config: "options: {}\nother: 1" },
  option("nothing", ""),
  option("a text", "{type: string, default: x, description: d}"),
  option("an empty text", '{type: string, default: ""}'),
  option("no default", "{type: int, default: }"),
  option("the largest int", "{type: int, default: 9223372036854775807}"),
  option("an int in text", '{type: int, default: "3"}'),
  option("a hexadecimal int in text", '{type: int, default: "-0x1f"}'),
  option("an int for a float", "{type: float, default: 3}"),
  option("a float written in whole", "{type: float, default: 100.0}"),
  option("a boolean in text", '{type: boolean, default: "true"}'),
  option("a secret", "{type: secret, default: secret:abc}"),
  option("a secret with a sign", '{type: secret, default: "secret:%zz"}'),
  option("an empty secret", '{type: secret, default: ""}'),
  { name: "empty actions", actions: "" },
  { name: "an action without a value", actions: "a:" },
  { name: "an action that is a word of Python (PKG-66)", actions: "class: {}" },
  { name: "an action that is a digit", actions: "'1': {}" },
  action(
    "all of it",
    "{title: t, description: d, parallel: true, execution-group: g, required: [p], " +
      "params: {p: {type: string}}, additionalProperties: false}",
  ),
  action("a required name that is none", "{params: {p: {}}, required: [q]}"),
  action("a schema for others", "{additionalProperties: {type: string}}"),
  action("foreign keys", "{colour: red}"),
  param("several types", '{type: [string, "null"]}'),
  param(
    "limits",
    "{minimum: 1, maximum: 2, exclusiveMinimum: true, multipleOf: 0.5}",
  ),
  param("keywords of newer drafts", "{const: 5, if: 7, propertyNames: x}"),
  param(
    "nested schemas",
    "{oneOf: [{type: string}, {items: [{}, {type: array}]}], not: {}}",
  ),
  param(
    "members",
    "{type: object, properties: {a: {default: 1}}, required: [a]}",
  ),
  param(
    "a pattern of Go",
    "{pattern: '(?i)^(?P<x>\\pL+)[[:alpha:]]{1,1000}\\z'}",
  ),
  param("escapes as pattern", "{pattern: '^\\(\\?=[(?=\\12]\\Q(?=\\E$'}"),
  { name: "another platform", platform: "arm64" },
  {
    name: "a profile",
    profile: "config: {security.nesting: true}\ndevices: {}\n",
  },
];

/** Charms that Juju takes and charmkit refuses, with the reason. */
export const STRICTER: readonly (AgreementCase & { readonly why: string })[] = [
  {
    ...whole("metadata with nothing in it", ""),
    why: "a charm has a name; Juju overlooks it",
  },
  {
    ...param("minItems above maxItems", "{minItems: 2, maxItems: 1}"),
    why: "no value has both",
  },
  {
    ...metadata(
      "true in text",
      'requires: {a: {interface: b, optional: "true"}}',
    ),
    why: "the generated module has a boolean",
  },
  {
    ...metadata("a limit in text", 'requires: {a: {interface: b, limit: "1"}}'),
    why: "the generated module has a number",
  },
  {
    ...metadata("an empty interface", 'requires: {a: ""}'),
    why: "nothing could be related to it",
  },
  {
    ...metadata("a key twice", "tags: [a]\ntags: [b]"),
    why: "charmcraft refuses it; Juju drops the first",
  },
  {
    ...metadata("plain yes", "subordinate: no"),
    why: "YAML 1.1 and 1.2 read it differently (TYP-01)",
  },
  {
    ...option("a description that is a number", "{type: int, description: 5}"),
    why: "the generated module has text",
  },
  {
    ...param("a wrong type among several", "{type: [string, text]}"),
    why: "no value has that type; Juju overlooks it",
  },
];
