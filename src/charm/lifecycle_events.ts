import { HookEvent } from "../framework/event_base.ts";

/** The charm is to install its workload; the first hook on a new unit, after storage is attached. */
export class InstallEvent extends HookEvent {}

/** The workload is to run: after the first `config-changed`, and after the machine or pod restarted. */
export class StartEvent extends HookEvent {}

/** The unit is being shut down. Cannot be deferred. */
export class StopEvent extends HookEvent {
  /** Always false. */
  static override readonly deferrable: boolean = false;
}

/** The unit is about to be gone; the last hook. Cannot be deferred. */
export class RemoveEvent extends HookEvent {
  /** Always false. */
  static override readonly deferrable: boolean = false;
}

/** Configuration, trust or the unit's addresses have changed; also once before `start`. */
export class ConfigChangedEvent extends HookEvent {}

/** Some minutes have passed with nothing to do; every five by default. */
export class UpdateStatusEvent extends HookEvent {}

/** The charm's own code, or one of its resources, has been replaced. */
export class UpgradeCharmEvent extends HookEvent {}

/**
 * The machine's series is about to be upgraded. Juju 4 has no such upgrades.
 */
export class PreSeriesUpgradeEvent extends HookEvent {}

/** The machine's series has been upgraded. Juju 4 has no such upgrades. */
export class PostSeriesUpgradeEvent extends HookEvent {}

/** This unit has become the leader of its application. */
export class LeaderElectedEvent extends HookEvent {}
