import { isEqual } from "../state/_equal.ts";
import type { Container } from "../state/container.ts";
import { StateValidationError } from "../errors.ts";
import type { CheckedScenario } from "./consistency_input.ts";
import { namesOf, NONE, NOT_THE_SAME, type Report } from "./report.ts";

/** Checks the containers of the state, and the event if it is about one. */
export function checkContainers(
  { charmcraft, state, event }: CheckedScenario,
  report: Report,
): void {
  const declared = charmcraft.containers ?? NONE;
  for (const container of state.containers) {
    if (!Object.hasOwn(declared, container.name)) {
      report.error(
        "container-undeclared",
        `container "${container.name}" of the state is not declared`,
        `declare it under "containers" in the metadata, or use one of ${
          namesOf(declared)
        }`,
      );
    }
    checkPlan(container, report);
  }
  if (event.kind.startsWith("pebble-")) {
    checkWorkloadEvent({ charmcraft, state, event }, report);
  }
}

function checkWorkloadEvent(
  { charmcraft, state, event }: Pick<
    CheckedScenario,
    "charmcraft" | "state" | "event"
  >,
  report: Report,
): void {
  const { container, kind, name } = event;
  if (container === undefined) {
    report.error(
      "event-incomplete",
      `the workload event "${name}" has no container`,
      "make it with ctx.on and a Container",
    );
    return;
  }
  const declared = charmcraft.containers ?? NONE;
  if (name !== `${container.name}-${kind}`) {
    report.error(
      "event-name",
      `the workload event "${name}" has the container "${container.name}"`,
      `name it "${container.name}-${kind}", or pass another container`,
    );
  }
  if (!Object.hasOwn(declared, container.name)) {
    report.error(
      "container-undeclared",
      `the container "${container.name}" of the event "${name}" is not declared`,
      `declare it under "containers" in the metadata, or use one of ${
        namesOf(declared)
      }`,
    );
  }
  if (!state.containers.some((other) => isEqual(other, container))) {
    const known = state.containers.some((other) =>
      other.name === container.name
    );
    report.error(
      "container-missing",
      `the container "${container.name}" of the event "${name}" is not in the state`,
      known
        ? NOT_THE_SAME
        : "add it to the containers of the state; one that cannot connect would do, but it must be there",
    );
  }
  if (!container.canConnect) {
    report.warning(
      "container-unreachable",
      `the event "${name}" is about a container whose Pebble does not answer`,
      "pass canConnect: true, unless the charm is to meet just that",
    );
  }
  checkExecs(container, report);
  checkSubject({ state, event }, container, report);
}

function checkSubject(
  { state, event }: Pick<CheckedScenario, "state" | "event">,
  container: Container,
  report: Report,
): void {
  const { kind, name, notice, checkInfo } = event;
  if (kind === "pebble-custom-notice") {
    if (notice === undefined) {
      report.error(
        "event-incomplete",
        `the event "${name}" has no notice`,
        "make it with ctx.on.pebbleCustomNotice and a Notice",
      );
    } else if (
      !state.containers.some(({ notices }) =>
        notices.some(({ id }) => id === notice.id)
      )
    ) {
      report.error(
        "notice-missing",
        `the notice ${notice.id} ("${notice.key}") of the event "${name}" is in no container of the state`,
        `add it to the notices of container "${container.name}"`,
      );
    }
  } else if (kind !== "pebble-ready") {
    if (checkInfo === undefined) {
      report.error(
        "event-incomplete",
        `the event "${name}" has no check`,
        "make it with ctx.on.pebbleCheckFailed or pebbleCheckRecovered and a CheckInfo",
      );
    } else if (
      !container.checkInfos.some((info) => info.name === checkInfo.name)
    ) {
      report.error(
        "check-missing",
        `the check "${checkInfo.name}" of the event "${name}" is not among the check infos of container "${container.name}"`,
        "add its CheckInfo to the checkInfos of that container",
      );
    }
  }
}

function checkExecs({ name, execs }: Container, report: Report): void {
  const known = new Set<string>();
  for (const { commandPrefix } of execs) {
    const text = JSON.stringify(commandPrefix);
    if (known.has(text)) {
      report.error(
        "exec-ambiguous",
        `container "${name}" has two Execs for the command prefix ${text}`,
        "leave one out",
      );
    }
    known.add(text);
  }
}

function checkPlan(container: Container, report: Report): void {
  const { name, checkInfos, layers } = container;
  // The simulated Pebble would refuse such layers in the middle of the run.
  if (checkInfos.length === 0 && Object.keys(layers).length === 0) return;
  let plan: Container["plan"];
  try {
    ({ plan } = container);
  } catch (error) {
    if (!(error instanceof StateValidationError)) throw error;
    report.error(
      "layers-invalid",
      error.message,
      "write the layers as Pebble takes them",
    );
    return;
  }
  for (const info of checkInfos) {
    const check = plan.checks[info.name];
    const which = `check info "${info.name}" of container "${name}"`;
    if (check === undefined) {
      report.error(
        "check-unplanned",
        `${which} is of no check in the plan, which has ${
          namesOf(plan.checks)
        }`,
        "add a layer with that check, or leave out the check info",
      );
      continue;
    }
    const startup = check.startup || "enabled";
    const threshold = check.threshold ?? 3;
    if (info.level !== check.level) {
      report.error(
        "check-level",
        `${which} has the level "${info.level}", and the plan "${check.level}"`,
        "give both the same level",
      );
    }
    if (info.startup !== startup) {
      report.error(
        "check-startup",
        `${which} has the startup "${info.startup}", and the plan "${startup}"`,
        "give both the same startup",
      );
    }
    if (info.threshold !== threshold) {
      report.error(
        "check-threshold",
        `${which} has the threshold ${info.threshold}, and the plan ${threshold}`,
        "give both the same threshold",
      );
    }
  }
}
