import { randomInt } from 'node:crypto';
import type { Source } from '../../sources/source.ts';
import { UsageError } from '../command.ts';
import { didYouMean } from '../suggest.ts';
import { bigcommerceCases } from './bigcommerce-cases.ts';
import { cafe24Cases } from './cafe24-cases.ts';
import { imwebCases } from './imweb-cases.ts';
import { shopbyCases } from './shopby-cases.ts';
import { shopifyCases } from './shopify-cases.ts';
import { shoplineCases } from './shopline-cases.ts';
import { standardWebhooksCases } from './standard-webhooks-cases.ts';
import { stripeCheckoutCases } from './stripe-checkout-cases.ts';
import type { FreshOrder, TriggerCase, TriggerCases } from './trigger-case.ts';
import { woocommerceCases } from './woocommerce-cases.ts';

/** The built-in cases by source. */
export const triggerCases: Readonly<Record<string, TriggerCases>> = {
  bigcommerce: bigcommerceCases,
  cafe24: cafe24Cases,
  imweb: imwebCases,
  shopby: shopbyCases,
  shopify: shopifyCases,
  shopline: shoplineCases,
  'standard-webhooks': standardWebhooksCases,
  'stripe-checkout': stripeCheckoutCases,
  woocommerce: woocommerceCases,
};

export interface ChosenCase extends TriggerCase {
  readonly name: string;
  readonly topic: string;
}

/**
 * Returns a case of a source: the one that is named, or the first that has the topic, or the first.
 * @throws {UsageError} the source has no such case.
 */
export function chooseCase(
  source: Source,
  { name, topic }: { readonly name: string | undefined; readonly topic: string | undefined },
): ChosenCase {
  const entries = Object.entries(casesOf(source).cases);
  const fits = ([known, { topics }]: (typeof entries)[number]): boolean =>
    name === undefined ? topic === undefined || topics.includes(topic) : known === name;
  const found = entries.find(fits);
  if (found !== undefined) return { ...found[1], name: found[0], topic: topic ?? found[1].topics[0] };
  const known = entries.map(([of]) => of);
  const problem =
    name === undefined
      ? `There is no case of ${source.id} with the topic ${topic ?? ''}`
      : `There is no case ${name} of ${source.id}${didYouMean(name, known)}`;
  throw new UsageError(`${problem}\nThere are ${known.join(', ')}: adapter trigger --list`);
}

/** Returns the cases of a source. @throws {UsageError} it has none. */
export function casesOf(source: Source): TriggerCases {
  const cases = Object.hasOwn(triggerCases, source.id) ? triggerCases[source.id] : undefined;
  if (cases === undefined) throw new UsageError(`There is no case of ${source.id}: use adapter send`);
  return cases;
}

/** Returns what makes an order new: the time, and two digits that are left to chance. */
export function freshOrder(shop: string): FreshOrder {
  const now = new Date();
  return { now, shop, digits: `${now.getTime()}${String(randomInt(100)).padStart(2, '0')}` };
}
