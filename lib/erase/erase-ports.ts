import type { DfineryConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import type { DfineryClient } from '../dfinery/client.ts';
import type { ErasureRecords } from '../erasures/erasure-record.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ProfileLedger } from '../ledger/profile-ledger.ts';
import type { ParkedDeliveries } from '../parked/parked-deliveries.ts';
import type { SettlingPorts } from '../settle/settle-records.ts';

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
