import * as v from 'valibot';
import { isOneOf } from '../is-one-of.ts';
import { tryParse } from '../raw-body.ts';
import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { API_KEY } from './headers.ts';
import { isSampleMall } from './sample-mall.ts';

/**
 * Checks the key that Cafe24 sends in a header. It proves who sent the body, not that the body is unchanged. A body
 * of a mall other than the connection's is refused: one app may be installed in many malls, and all send here.
 * @see https://developers.cafe24.com/en/cs/front/notice/213 (2023-08-02: check the key, answer 403; read 2026-11-24)
 */
export function verify(delivery: Delivery, identity: SigningIdentity): Verdict {
  const key = delivery.headers[API_KEY];
  if (key === undefined || key === '') return { valid: false, reason: 'signature-missing' };
  if (!isOneOf(key, identity.secrets)) return { valid: false, reason: 'signature-mismatch' };

  const parsed = tryParse(delivery.rawBody);
  const mall = v.is(MallSchema, parsed) ? parsed.resource.mall_id : undefined;
  if (mall !== undefined && !isSampleMall(mall) && !isSameMall(mall, identity.shop)) {
    return { valid: false, reason: 'shop-mismatch' };
  }
  return { valid: true, delivery: withoutVerification({ ...delivery, parsed }) };
}

/** Returns the headers of a Cafe24 webhook. The topic and the mall are in the body. */
export function sign({ secret }: SigningInput): Record<string, string> {
  return { 'content-type': 'application/json', [API_KEY]: secret };
}

const MallSchema = v.object({ resource: v.object({ mall_id: v.string() }) });

/** True if a webhook's body names this mall and no other. */
export function isOfMall(body: unknown, shop: string): boolean {
  return v.is(MallSchema, body) && isSameMall(body.resource.mall_id, shop);
}

function isSameMall(mall: string, shop: string): boolean {
  return mall.toLowerCase() === shop.toLowerCase();
}
