import type { AskArrivals } from '../dfinery/export/arrivals.ts';
import type { ExportConnection, ShopConnection } from '../model/connection.ts';
import type { Tombstones } from '../model/subject.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { ConnectionPart } from '../stores/connections/connection-ids.ts';
import type { ConnectionLookup } from '../stores/connections/parameter-store.ts';
import type { SentSince } from '../stores/ledger/sent-parts.ts';
import type { VerifiedEnds } from '../stores/ledger/verified-ends.ts';
import type { StandingTombstones } from '../stores/tombstones/standing-tombstones.ts';

/** The outside world of the check of arrivals. */
export interface VerifyPorts {
  /** Returns the ids of the connections that have a part. */
  readonly connectionIds: (part: ConnectionPart) => Promise<readonly string[]>;
  readonly findShop: ConnectionLookup<ShopConnection>;
  readonly findExport: ConnectionLookup<ExportConnection>;
  readonly sentSince: SentSince;
  readonly ask: AskArrivals;
  readonly ends: VerifiedEnds;
  readonly tombstones: Tombstones;
  readonly standing: StandingTombstones;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
