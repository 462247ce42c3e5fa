import type { Source } from './source.ts';

/**
 * Every supported platform. The key is `{source}` in the webhook address. Each is loaded when it is needed first, so that a
 * platform that no connection uses costs a cold start nothing.
 */
export const loaders = {
  bigcommerce: async () => (await import('./bigcommerce/source.ts')).bigcommerce,
  cafe24: async () => (await import('./cafe24/source.ts')).cafe24,
  imweb: async () => (await import('./imweb/source.ts')).imweb,
  shopby: async () => (await import('./shopby/source.ts')).shopby,
  shopify: async () => (await import('./shopify/source.ts')).shopify,
  shopline: async () => (await import('./shopline/source.ts')).shopline,
  'standard-webhooks': async () => (await import('./standard-webhooks/source.ts')).standardWebhooks,
  'stripe-checkout': async () => (await import('./stripe-checkout/source.ts')).stripeCheckout,
  woocommerce: async () => (await import('./woocommerce/source.ts')).woocommerce,
} satisfies Record<string, () => Promise<Source>>;

export type SourceId = keyof typeof loaders;

/**
 * Returns the source with this id, or `undefined`. Commands, which want all of them, have `all-sources.ts`. Rejects only if its
 * code cannot be loaded.
 */
export async function loadSource(id: string): Promise<Source | undefined> {
  return Object.hasOwn(loaders, id) ? await loaders[id as SourceId]() : undefined;
}
