import type { DfineryClient } from '../dfinery/client.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { SettlingPorts } from '../queue/worker/settle-records.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import type { ProfileLedger } from '../stores/ledger/profile-ledger.ts';
import type { ParkedDeliveries } from '../stores/parked/parked-deliveries.ts';
import type { ErasureRecords } from '../stores/tombstones/erasure-record.ts';

/** What the erasing function reaches the world through. */
export interface ErasePorts extends SettlingPorts {
  readonly connections: ConnectionStore<DfineryConnection>;
  readonly dfinery: Pick<DfineryClient, 'post'>;
  readonly records: ErasureRecords;
  readonly parked: ParkedDeliveries;
  /** What was sent of customers. */
  readonly profiles: Pick<ProfileLedger, 'claim' | 'forget'>;
  /** What was sent, their sign-ups among it. */
  readonly ledger: Pick<Ledger, 'forget'>;
  /** How long those are waited for who looked for tombstones before these stood. */
  readonly standDownMs: number;
}
