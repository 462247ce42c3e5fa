import type { DfineryClient } from '../dfinery/client.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { Tombstones } from '../model/subject.ts';
import type { SettlingPorts } from '../queue/worker/settle-records.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { HeardFrom } from '../stores/ledger/heard-from.ts';
import type { LastAnswers } from '../stores/ledger/last-answers.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import type { LeftOutAmounts } from '../stores/ledger/left-out.ts';
import type { ProfileLedger } from '../stores/ledger/profile-ledger.ts';
import type { ServicePauses } from '../stores/ledger/service-pauses.ts';

/** The outside world of the drain. */
export interface DrainPorts extends SettlingPorts {
  readonly connections: ConnectionStore<DfineryConnection>;
  readonly dfinery: DfineryClient;
  readonly ledger: Omit<Ledger, 'forget'>;
  /** The facts about customers that were sent. */
  readonly profiles: Omit<ProfileLedger, 'forget'>;
  readonly pauses: ServicePauses;
  readonly lastAnswers: Pick<LastAnswers, 'note'>;
  /** When shops were heard from last. */
  readonly heardFrom: Pick<HeardFrom, 'note'>;
  /** The amounts that Dfinery is not told of, for a person to see. */
  readonly leftOut: Pick<LeftOutAmounts, 'add'>;
  readonly tombstones: Tombstones;
  /** Returns the key of the tombstones if there is one and it can be read. Never throws. */
  readonly erasureKey: () => Promise<Buffer | undefined>;
  /** What to do while the ledger is unavailable: a delay can be made good, a purchase counted twice cannot. */
  readonly ledgerOutage: 'wait' | 'deliver';
}
