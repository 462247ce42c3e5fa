import { cafe24 } from './cafe24/source.ts';
import { imweb } from './imweb/source.ts';
import { shopby } from './shopby/source.ts';
import { shopify } from './shopify/source.ts';
import type { Source } from './source.ts';
import { standardWebhooks } from './standard-webhooks/source.ts';
import { woocommerce } from './woocommerce/source.ts';

/** Every supported platform. The key is `{source}` in the webhook address. */
export const sources = {
  cafe24,
  imweb,
  shopby,
  shopify,
  'standard-webhooks': standardWebhooks,
  woocommerce,
} satisfies Record<string, Source>;

/** Returns the source with this id, or `undefined`. */
export function findSource(id: string): Source | undefined {
  return Object.hasOwn(sources, id) ? sources[id as keyof typeof sources] : undefined;
}
