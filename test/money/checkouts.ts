import type { Checkout } from './place-order.ts';

type Source = 'shopify' | 'woocommerce' | 'cafe24' | 'imweb' | 'standard-webhooks';

/** What orders can be at the checkout, by platform. */
export const CHECKOUTS: Readonly<Record<Source, Checkout>> = {
  shopify: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip',
    hasCredit: true,
    tax: 'either',
    hasLineDiscounts: true,
  },
  woocommerce: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip or discount',
    hasCredit: true,
    tax: 'either',
    hasLineDiscounts: true,
  },
  cafe24: {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'discount',
    hasCredit: true,
    tax: 'included',
    hasLineDiscounts: true,
  },
  imweb: {
    paysBy: ['card', 'transfer'],
    extra: 'discount',
    hasCredit: true,
    tax: 'included',
    hasLineDiscounts: true,
  },
  'standard-webhooks': {
    paysBy: ['card', 'transfer', 'on-delivery'],
    extra: 'tip or discount',
    hasCredit: false,
    tax: 'either',
    hasLineDiscounts: true,
  },
};
