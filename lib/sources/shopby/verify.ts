import * as v from 'valibot';
import { ADDRESS_KEY } from '../address-key.ts';
import { isOneOf } from '../is-one-of.ts';
import { tryParse } from '../raw-body.ts';
import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { Id } from './fields.ts';

/** 32 characters that need no escape in an address: 192 bits, if they were drawn. */
const KEY = /^[A-Za-z0-9_-]{32,128}$/;

/** Returns what is wrong with a key for the address, without quoting it. */
export function checkSecret(secret: string): string | undefined {
  return KEY.test(secret) ? undefined : 'expected a key for the address: 32 to 128 letters, digits, - or _';
}

/**
 * Checks the key in the address, which is all that a webhook proves: no page defines a signature, a header or the addresses
 * of the senders. So the body only hints at orders, which are then fetched. One of another mall than the connection's is
 * refused: an app has one address, and may be installed in many malls.
 * @see https://server-docs.shopby.co.kr/spec/workspace-server-public.yml (no page on signatures; read 2026-11-29)
 */
export function verify(delivery: Delivery, { secrets, shop }: SigningIdentity): Verdict {
  const key = delivery.headers[ADDRESS_KEY];
  if (key === undefined || key === '') return { valid: false, reason: 'signature-missing' };
  if (!isOneOf(key, secrets)) return { valid: false, reason: 'signature-mismatch' };
  const [mallNo = ''] = shop.split('@');
  const parsed = tryParse(delivery.rawBody);
  if (mallsIn(parsed).some((named) => named !== mallNo)) {
    return { valid: false, reason: 'shop-mismatch' };
  }
  return { valid: true, delivery: withoutVerification({ ...delivery, parsed }) };
}

/** Returns the key as the header that the receiver makes of the address. */
export function sign({ secret }: SigningInput): Record<string, string> {
  return { 'content-type': 'application/json', [ADDRESS_KEY]: secret };
}

const MallSchema = v.object({ mallNo: Id });
const OfOrderSchema = v.object({ order: MallSchema });

/** Returns the malls that a body names: a single webhook or a list of changes, itself or in its order. */
function mallsIn(body: unknown): string[] {
  return [body]
    .flat()
    .flatMap((entry) => [
      ...(v.is(MallSchema, entry) ? [String(entry.mallNo)] : []),
      ...(v.is(OfOrderSchema, entry) ? [String(entry.order.mallNo)] : []),
    ]);
}
