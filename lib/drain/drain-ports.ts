import type { DfineryConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import type { DfineryClient } from '../dfinery/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ServicePauses } from '../ledger/service-pauses.ts';
import type { DeadLetterQueue } from '../queue/dead-letter-queue.ts';
import type { MessageVisibility } from '../queue/message-visibility.ts';
import type { Telemetry } from '../telemetry.ts';
import type { BackOff } from './back-off.ts';

/** What the drain reaches the world through. */
export interface DrainPorts {
  readonly connections: ConnectionStore<DfineryConnection>;
  readonly dfinery: DfineryClient;
  readonly ledger: Ledger;
  readonly pauses: ServicePauses;
  readonly deadLetters: DeadLetterQueue;
  readonly visibility: MessageVisibility;
  readonly telemetry: Telemetry;
  readonly backOff: BackOff;
  /** What is done while the ledger is ill: a delay can be mended, a doubled purchase cannot. */
  readonly ledgerOutage: 'wait' | 'deliver';
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}
