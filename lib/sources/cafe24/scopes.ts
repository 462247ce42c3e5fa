import type { MappingSettings } from '../../model/connection.ts';

type Asked = Pick<MappingSettings, 'carts' | 'poll'>;

const ALWAYS = 'mall.read_order';
/** To name and price what was put into a cart. */
const CARTS = 'mall.read_product';
/** To replay webhooks that failed, and to know which shops a mall has. */
const POLL = ['mall.read_application', 'mall.read_store'];

/** Returns the permissions that an app needs for what the connection wants. */
export function scopesFor({ carts, poll }: Asked): readonly string[] {
  return [ALWAYS, ...(carts === 'send' ? [CARTS] : []), ...(poll === undefined ? [] : POLL)];
}
