import type { CheckInfo } from "../state/check_info.ts";
import { Container } from "../state/container.ts";
import { Notice } from "../state/notice.ts";
import type { State } from "../state/state.ts";
import type { FuzzChoice } from "./fuzz_choice.ts";
import { type FuzzMoves, type FuzzUnit, plainMove } from "./fuzz_move.ts";

/** What a choice about a container comes to. */
type ContainerChoice = Extract<FuzzChoice, { readonly container: string }>;

/** What Juju runs for a choice about a container; nothing if it cannot be now. */
export function* containerMoves(
  unit: FuzzUnit,
  choice: ContainerChoice,
): FuzzMoves {
  const container = unit.state.getContainer(choice.container);
  if (container.canConnect === (choice.kind === "connect")) return;
  switch (choice.kind) {
    case "connect":
      yield* connect(unit, container.name);
      return;
    case "disconnect": {
      const gone = container.with({ canConnect: false });
      yield {
        text: `(container "${container.name}" is out of reach)`,
        before: withContainer(unit.state, gone),
        event: null,
      };
      return;
    }
    case "check": {
      const running = container.checkInfos
        .filter(({ status }) => status !== "inactive");
      const check = running[choice.slot % running.length];
      if (check !== undefined) yield* turn(unit, container, check);
      return;
    }
    case "notice":
      yield* notify(unit, container, choice);
  }
}

/** Pebble has started: of what it was told before, it knows nothing. */
export function* connect(unit: FuzzUnit, name: string): FuzzMoves {
  const container = containerAtFirst(unit.initial, name)
    .with({ canConnect: true });
  const before = withContainer(unit.state, container);
  yield { ...plainMove(unit, unit.on.pebbleReady(container)), before };
}

/** What a container is when it starts: as the test gave it, else empty. */
export function containerAtFirst(
  { containers }: State,
  name: string,
): Container {
  return containers.find((container) => container.name === name) ??
    new Container(name);
}

/** A check fails, or a failed one passes again. */
function* turn(
  unit: FuzzUnit,
  container: Container,
  check: CheckInfo,
): FuzzMoves {
  const fails = check.status === "up";
  // Pebble runs a check by another change from then on.
  const turned = check.with({
    status: fails ? "down" : "up",
    failures: fails ? check.threshold : 0,
    changeId: undefined,
  });
  const changed = container.with({
    checkInfos: container.checkInfos
      .map((other) => other === check ? turned : other),
  });
  const event = fails
    ? unit.on.pebbleCheckFailed(changed, turned)
    : unit.on.pebbleCheckRecovered(changed, turned);
  const before = withContainer(unit.state, changed);
  yield { text: `${event.name} (check "${check.name}")`, before, event };
}

/** Something in the container calls `pebble notify`. */
function* notify(
  unit: FuzzUnit,
  container: Container,
  { key, data }: Extract<ContainerChoice, { readonly kind: "notice" }>,
): FuzzMoves {
  const { notices } = container;
  const old = notices.find((other) =>
    other.type === "custom" && other.key === key
  );
  const now = new Date();
  const notice = old === undefined
    ? new Notice(key, { lastData: data })
    : old.with({
      lastData: data,
      occurrences: old.occurrences + 1,
      lastOccurred: now,
      lastRepeated: now,
    });
  const changed = container.with({
    notices: [...notices.filter((other) => other !== old), notice],
  });
  const event = unit.on.pebbleCustomNotice(changed, notice);
  const before = withContainer(unit.state, changed);
  yield {
    text: `${event.name} (${key}) ${JSON.stringify(data)}`,
    before,
    event,
  };
}

function withContainer(state: State, container: Container): State {
  return state.with({
    containers: state.containers
      .map((old) => old.name === container.name ? container : old),
  });
}
