import type { DfineryConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import type { DfineryClient } from '../dfinery/client.ts';
import type { Tombstones } from '../erasures/subject.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ProfileLedger } from '../ledger/profile-ledger.ts';
import type { ServicePauses } from '../ledger/service-pauses.ts';
import type { SettlingPorts } from '../settle/settle-records.ts';

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
