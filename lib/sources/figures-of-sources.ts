import type { FiguresFrom } from '../model/order-figures.ts';
import { figuresFrom as cafe24 } from './cafe24/figures-from.ts';
import type { sources } from './registry.ts';
import { figuresFrom as shopify } from './shopify/figures-from.ts';
import { figuresFrom as standardWebhooks } from './standard-webhooks/figures-from.ts';
import { figuresFrom as woocommerce } from './woocommerce/figures-from.ts';

/** The fields that the figures of an order come from, by source. */
const figuresOfSources: Readonly<Record<keyof typeof sources, FiguresFrom>> = {
  cafe24,
  shopify,
  'standard-webhooks': standardWebhooks,
  woocommerce,
};

/** Returns the fields behind the figures of a source's orders. @throws {Error} there is no such source. */
export function figuresFromOf(source: string): FiguresFrom {
  const known = Object.hasOwn(figuresOfSources, source);
  if (!known) throw new Error(`No source: ${source}`);
  return figuresOfSources[source as keyof typeof sources];
}
