import type { DfineryClient } from '../dfinery/client.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { Tombstones } from '../model/subject.ts';
import type { SettlingPorts } from '../queue/worker/settle-records.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import type { ProfileLedger } from '../stores/ledger/profile-ledger.ts';
import type { ServicePauses } from '../stores/ledger/service-pauses.ts';

/** What the drain reaches the world through. */
export interface DrainPorts extends SettlingPorts {
  readonly connections: ConnectionStore<DfineryConnection>;
  readonly dfinery: DfineryClient;
  readonly ledger: Omit<Ledger, 'forget'>;
  /** What was sent of customers. */
  readonly profiles: Omit<ProfileLedger, 'forget'>;
  readonly pauses: ServicePauses;
  readonly tombstones: Tombstones;
  /** What is done while the ledger is ill: a delay can be mended, a doubled purchase cannot. */
  readonly ledgerOutage: 'wait' | 'deliver';
}
