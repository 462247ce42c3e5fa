import type { Connection } from '../../lib/model/connection.ts';
import type { Connections } from './connections-file.ts';

/** A shop that can be played: its connection's id, and the app that may ask it. */
export interface PolledShop {
  readonly id: string;
  readonly client: NonNullable<Connection['api']>;
}

/** Returns the first Shopify connection that is polled; `undefined` if there is none. */
export function findPolledShop(connections: Connections): PolledShop | undefined {
  for (const [id, { source, poll, api }] of Object.entries(connections)) {
    if (source === 'shopify' && poll !== undefined && api !== undefined) return { id, client: api };
  }
  return undefined;
}
