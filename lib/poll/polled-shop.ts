import type { ShopConnection } from '../model/connection.ts';
import type { ApiConnection } from '../shop-client/access-tokens.ts';
import type { Patience } from '../shop-client/ask-patiently.ts';
import type { Listing } from '../sources/listing.ts';
import type { Source } from '../sources/source.ts';

/** A shop that is polled. */
export interface PolledShop {
  readonly source: Source;
  readonly listing: Listing;
  readonly connection: ShopConnection;
  readonly api: ApiConnection;
}

/** One poll of a shop. */
export interface Poll extends PolledShop {
  /** Names the poll in messages and log lines. */
  readonly deliveryId: string;
  readonly patience: Patience;
  /** True while another page may be begun. */
  readonly hasTime: () => boolean;
}
