import type { DfineryConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import type { DfineryClient } from '../dfinery/client.ts';
import type { Telemetry } from '../telemetry.ts';

/** What the drain reaches the world through. */
export interface DrainPorts {
  readonly connections: ConnectionStore<DfineryConnection>;
  readonly dfinery: DfineryClient;
  readonly telemetry: Telemetry;
}
