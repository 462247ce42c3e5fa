import type { DfineryClient } from '../dfinery/client.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { SettlingPorts } from '../queue/worker/settle-records.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import type { ProfileLedger } from '../stores/ledger/profile-ledger.ts';
import type { ParkedDeliveries } from '../stores/parked/parked-deliveries.ts';
import type { ErasureRecords } from '../stores/tombstones/erasure-record.ts';

/** The outside world of the erasing function. */
export interface ErasePorts extends SettlingPorts {
  readonly connections: ConnectionStore<DfineryConnection>;
  readonly dfinery: Pick<DfineryClient, 'post'>;
  readonly records: ErasureRecords;
  readonly parked: ParkedDeliveries;
  /** The facts about customers that were sent. */
  readonly profiles: Pick<ProfileLedger, 'claim' | 'forget'>;
  /** The events that were sent, sign-ups among them. */
  readonly ledger: Pick<Ledger, 'forget'>;
  /** How long to wait for invocations that read the tombstones before these were written. */
  readonly standDownMs: number;
}
