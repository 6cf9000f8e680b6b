/** What a {@linkcode Violation} breaks. */
export type ViolationRule =
  | "container-undeclared"
  | "container-missing"
  | "container-unreachable"
  | "layers-invalid"
  | "notice-missing"
  | "check-missing"
  | "check-unplanned"
  | "check-level"
  | "check-startup"
  | "check-threshold"
  | "exec-ambiguous"
  | "event-custom"
  | "event-incomplete"
  | "event-name"
  | "relation-missing"
  | "relation-undeclared"
  | "relation-class"
  | "relation-id"
  | "endpoint-ambiguous"
  | "peers-own-unit"
  | "remote-unit-missing"
  | "remote-unit-implicit"
  | "action-undeclared"
  | "param-untyped"
  | "param-type-unknown"
  | "param-undeclared"
  | "param-missing"
  | "param-value"
  | "param-default"
  | "param-properties"
  | "storage-undeclared"
  | "storage-missing"
  | "option-undeclared"
  | "option-untyped"
  | "option-type-unknown"
  | "option-value"
  | "secret-missing"
  | "secret-of-leader"
  | "secret-too-early"
  | "resource-undeclared"
  | "network-undeclared"
  | "binding-ambiguous"
  | "cloud-spec-too-early"
  | "stored-state-ambiguous"
  | "stored-state-content";

/** One thing in a test that could not be so with Juju. */
export interface Violation {
  /** What it breaks. */
  readonly rule: ViolationRule;
  /** What is wrong. */
  readonly problem: string;
  /** What to change. */
  readonly advice: string;
}
