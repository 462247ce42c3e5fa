import type { ListingShop } from '../../infra/local/shop-double/listing-shop.ts';
import { startShopifyShop } from '../../infra/local/shop-double/shopify-shop.ts';
import type { MappingSettings } from '../../lib/model/connection.ts';
import type { AccessTokens } from '../../lib/shop-client/access-tokens.ts';
import { bigcommerce } from '../../lib/sources/bigcommerce/source.ts';
import { cafe24 } from '../../lib/sources/cafe24/source.ts';
import { imweb } from '../../lib/sources/imweb/source.ts';
import type { ApiClient } from '../../lib/sources/shop-api.ts';
import { shopby } from '../../lib/sources/shopby/source.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { shopline } from '../../lib/sources/shopline/source.ts';
import type { Source } from '../../lib/sources/source.ts';
import { stripeCheckout } from '../../lib/sources/stripe-checkout/source.ts';
import { woocommerce } from '../../lib/sources/woocommerce/source.ts';
import { mappingSettings } from '../support/builders/a-connection.ts';
import { startBigCommerceStore } from '../support/doubles/bigcommerce-store/bigcommerce-store.ts';
import { startCafe24Shop } from '../support/doubles/cafe24-double/cafe24-shop.ts';
import { startImwebShop } from '../support/doubles/imweb-shop/imweb-shop.ts';
import { startShopbyShop } from '../support/doubles/shopby-shop/shopby-shop.ts';
import { startShoplineShop } from '../support/doubles/shopline-shop/shopline-shop.ts';
import { startStripeAccount } from '../support/doubles/stripe-account/stripe-account.ts';
import { startWooCommerceShop } from '../support/doubles/woocommerce-shop/woocommerce-shop.ts';

/** A source with lists, and a stand-in of its platform. */
export interface ListedPlatform {
  readonly source: Source;
  /** True if a pass ends with the day on which it began: what comes later is in the next pass. */
  readonly endsWithItsDay?: true;
  readonly start: () => Promise<StartedShop>;
}

export interface StartedShop {
  readonly double: ListingShop;
  /** As a connection names the shop. */
  readonly shop: string;
  readonly client: ApiClient;
  readonly settings: MappingSettings;
  readonly tokens?: Pick<AccessTokens, 'get' | 'renew'>;
  /** Deletes an order. Left out if nobody can. */
  readonly remove?: (orderId: string) => void;
}

/** One row for each source that has `listing`. Pages are small and buckets are large, so that a run is short. */
export const listedPlatforms: readonly ListedPlatform[] = [
  {
    source: shopify,
    start: async () => {
      const double = await startShopifyShop({
        largestPage: 10,
        bucket: { size: 10_000, drainsPerSecond: 1_000 },
      });
      const { client, remove } = double;
      return { double, shop: 'example.myshopify.com', client, remove, settings: mappingSettings() };
    },
  },
  {
    source: woocommerce,
    start: async () => {
      const double = await startWooCommerceShop({ maxRows: 10 });
      const { client, shop } = double;
      const remove = (orderId: string): void => {
        double.remove(orderId);
      };
      return { double, shop, client, remove, settings: mappingSettings({ source: 'woocommerce' }) };
    },
  },
  {
    source: shopby,
    start: async () => {
      const double = await startShopbyShop({ maxRows: 10 });
      const { client, shop } = double;
      const remove = (orderId: string): void => {
        double.remove(orderId);
      };
      return { double, shop, client, remove, settings: mappingSettings({ source: 'shopby', shop }) };
    },
  },
  {
    source: cafe24,
    endsWithItsDay: true,
    start: async () => {
      const double = await startCafe24Shop({
        maxRows: 10,
        bucket: { size: 10_000, drainPerSecond: 1_000 },
      });
      const { client, mall: shop } = double;
      const settings = mappingSettings({ source: 'cafe24', shop });
      return { double, shop, client, settings, tokens: grantedBy(double) };
    },
  },
  {
    source: bigcommerce,
    start: async () => {
      const double = await startBigCommerceStore({
        maxRows: 10,
        quota: { requests: 100_000, windowMs: 30_000 },
      });
      const { client, hash: shop } = double;
      const remove = (orderId: string): void => {
        double.remove(orderId);
      };
      return { double, shop, client, remove, settings: mappingSettings({ source: 'bigcommerce', shop }) };
    },
  },
  {
    source: imweb,
    start: async () => {
      const double = await startImwebShop({
        maxRows: 10,
        units: ['u20240101main', 'u20240101more'],
        bucket: { size: 10_000, drainsPerSecond: 1_000 },
      });
      const { client, siteCode: shop } = double;
      const settings = mappingSettings({ source: 'imweb', shop });
      return { double, shop, client, settings, tokens: grantedBy(double) };
    },
  },
  {
    source: shopline,
    start: async () => {
      const double = await startShoplineShop({
        maxRows: 10,
        bucket: { size: 10_000, drainsPerSecond: 1_000 },
      });
      const { client, remove } = double;
      const settings = mappingSettings({ source: 'shopline', shop: 'example.myshopline.com' });
      return { double, shop: 'example.myshopline.com', client, remove, settings };
    },
  },
  {
    source: stripeCheckout,
    start: async () => {
      const double = await startStripeAccount({
        maxRows: 10,
        bucket: { size: 10_000, drainsPerSecond: 1_000 },
      });
      const { client, account: shop } = double;
      return { double, shop, client, settings: mappingSettings({ source: 'stripe-checkout', shop }) };
    },
  },
];

/** Tokens of a mall that grants new ones without its owner. */
function grantedBy(mall: {
  readonly grant: () => { readonly accessToken: string };
}): Pick<AccessTokens, 'get' | 'renew'> {
  let kept: string | undefined;
  const renew: AccessTokens['renew'] = () => {
    kept = mall.grant().accessToken;
    return Promise.resolve({ kind: 'token', accessToken: kept });
  };
  return {
    get: (connection) =>
      kept === undefined ? renew(connection, '') : Promise.resolve({ kind: 'token', accessToken: kept }),
    renew,
  };
}
