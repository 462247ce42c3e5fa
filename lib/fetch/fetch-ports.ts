import type { ShopConnection } from '../connection.ts';
import type { ConnectionStore } from '../connections/connection-store.ts';
import type { Tombstones } from '../erasures/subject.ts';
import type { ParkedBucket } from '../parked/parked-bucket.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import type { SettlingPorts } from '../settle/settle-records.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import type { AccessTokens } from '../tokens/access-tokens.ts';
import type { AskShop } from './ask-shop.ts';

/** What the fetching function reaches the world through. */
export interface FetchPorts extends SettlingPorts {
  readonly connections: ConnectionStore<ShopConnection>;
  /** The apps that shops gave access to, by connection. */
  readonly clients: ConnectionStore<ApiClient>;
  readonly tokens: AccessTokens;
  readonly ask: AskShop;
  readonly tombstones: Tombstones;
  readonly queue: MessageQueue;
  readonly parked: ParkedBucket;
  readonly sleep: (ms: number) => Promise<unknown>;
}
