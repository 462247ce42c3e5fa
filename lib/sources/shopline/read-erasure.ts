import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import { isShop } from '../is-shop.ts';
import type { PrivacyRequest } from '../source.ts';
import { BuyerId, Instant, LooseText, loose, none } from './fields.ts';
import { emailsOf, phonesOf } from './to-customer.ts';

/** A customer record may hold only an e-mail address. */
const PersonSchema = v.pipe(
  v.object({ id: loose(BuyerId), email: LooseText, phone: LooseText }),
  v.check(({ id, email, phone }) => (id ?? email ?? phone) != null, 'expected an id, an email or a phone'),
);

/**
 * Each topic has a shape that fits no other.
 * @see https://github.com/shoplineos/shopline-sdk-go/tree/main/webhook/v20260301 (`customers/redact`, `customers/delete`, `merchants/redact`; read 2026-11-29)
 */
const RedactionSchema = v.object({
  customer: PersonSchema,
  /** Numbers that people see, `#72348`. One that is an order's id is passed on. */
  orders_to_redact: v.fallback(v.nullish(v.array(v.unknown()), []), []),
  shop_domain: v.string(),
  line_items: none('order or checkout'),
});
const DeletionSchema = v.object({
  id: BuyerId,
  email: LooseText,
  phone: LooseText,
  updated_at: Instant,
  created_at: none('time of creation: a customer who is there has one'),
  state: none('state'),
  line_items: none('order or checkout'),
});
const ShopSchema = v.object({
  store_domain: v.string(),
  store_id: v.unknown(),
  customer: none('customer'),
  line_items: none('order or checkout'),
});

const OrderId = /^\d{10,40}$/;

/** Reads `customers/redact`. @throws {PayloadError} the body does not match, or is from another shop. */
export function readRedaction(body: unknown, settings: MappingSettings): readonly PrivacyRequest[] {
  const { customer, orders_to_redact, shop_domain } = parsePayload(RedactionSchema, body);
  refuseOtherShop(shop_domain, 'shop_domain', settings);
  const orderIds = orders_to_redact.map(String).filter((order) => OrderId.test(order));
  return [{ kind: 'erase-customer', customer: personOf(customer), orderIds }];
}

/** Reads `customers/delete`: the shop deleted an account. @throws {PayloadError} the body does not match. */
export function readDeletion(body: unknown): readonly PrivacyRequest[] {
  const customer = parsePayload(DeletionSchema, body);
  return [{ kind: 'erase-customer', customer: personOf(customer), orderIds: [] }];
}

/** Reads `merchants/redact`. @throws {PayloadError} the body does not match, or is from another shop. */
export function readShopErasure(body: unknown, settings: MappingSettings): readonly PrivacyRequest[] {
  refuseOtherShop(parsePayload(ShopSchema, body).store_domain, 'store_domain', settings);
  return [{ kind: 'erase-shop' }];
}

function personOf({ id, email, phone }: v.InferOutput<typeof PersonSchema>) {
  return {
    id: id ?? undefined,
    emails: emailsOf(email),
    phones: phonesOf(phone, { area: undefined, country: undefined }),
  };
}

function refuseOtherShop(name: string, path: string, settings: MappingSettings): void {
  if (!isShop(name, settings)) throw new PayloadError([{ path, message: 'is another shop' }]);
}
