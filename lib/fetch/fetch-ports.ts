import type { ShopConnection } from '../model/connection.ts';
import type { Tombstones } from '../model/subject.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { SettlingPorts } from '../queue/worker/settle-records.ts';
import type { AccessTokens } from '../shop-client/access-tokens.ts';
import type { AskShop } from '../shop-client/ask-shop.ts';
import type { GrantedTokens } from '../shop-client/granted-tokens.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { ConnectionStore } from '../stores/connections/connection-store.ts';
import type { ParkedBucket } from '../stores/parked/parked-bucket.ts';

/** The outside world of the fetching function. */
export interface FetchPorts extends SettlingPorts {
  readonly connections: ConnectionStore<ShopConnection>;
  /** The apps that shops gave access to, by connection. */
  readonly clients: ConnectionStore<ApiClient>;
  readonly tokens: AccessTokens;
  readonly granted: GrantedTokens;
  readonly ask: AskShop;
  readonly tombstones: Tombstones;
  readonly queue: MessageQueue;
  readonly parked: ParkedBucket;
  readonly sleep: (ms: number) => Promise<unknown>;
}
