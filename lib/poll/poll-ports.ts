import type { ShopConnection } from '../model/connection.ts';
import type { Tombstones } from '../model/subject.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { AccessTokens } from '../shop-client/access-tokens.ts';
import type { AskShop } from '../shop-client/ask-shop.ts';
import type { GrantedTokens } from '../shop-client/granted-tokens.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { HeardFrom } from '../stores/ledger/heard-from.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import type { PollPlaces } from '../stores/ledger/poll-places.ts';
import type { ParkedBucket } from '../stores/parked/parked-bucket.ts';

/** The outside world of the polling function. */
export interface PollPorts {
  /** Returns the ids of all connections. @throws {UnavailableError} */
  readonly connectionIds: () => Promise<readonly string[]>;
  readonly connections: ConnectionStore<ShopConnection>;
  /** The apps that shops gave access to, by connection. */
  readonly clients: ConnectionStore<ApiClient>;
  readonly tokens: AccessTokens;
  readonly granted: GrantedTokens;
  readonly ask: AskShop;
  readonly ledger: Pick<Ledger, 'read'>;
  readonly heardFrom: Pick<HeardFrom, 'read'>;
  readonly places: PollPlaces;
  readonly tombstones: Tombstones;
  readonly queue: MessageQueue;
  readonly fetches: MessageQueue;
  readonly erasures: MessageQueue;
  readonly parked: ParkedBucket;
  readonly telemetry: Telemetry;
  /** How long a change is left to the webhook that may be on its way. */
  readonly holdMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Returns a new name for every poll. */
  readonly newOwner: () => string;
}
