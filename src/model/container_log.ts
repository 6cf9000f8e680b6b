import type { SecurityEvent } from "../backend/logger.ts";

/** Where a `Container` tells what it met. */
export interface ContainerLog {
  /** Takes what is usual, such as a container that is not ready. */
  debug(message: string): void;
  /** Takes what an operator should look at. */
  warning(message: string): void;
  /** Takes what security monitoring looks for. */
  security?(event: SecurityEvent): void;
}
