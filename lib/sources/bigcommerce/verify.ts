import * as v from 'valibot';
import { base64HmacSha256, isBase64HmacSha256 } from '../hmac.ts';
import { tryParse } from '../raw-body.ts';
import type { Delivery, SigningIdentity, SigningInput, Verdict } from '../source.ts';
import { signStandard, verifyStandard } from '../standard-signature.ts';

const VERSION = 'v1,';
/** Each costs a pass over the body, and anybody can send a long list. */
const MAX_SIGNATURES = 4;

/**
 * BigCommerce tries for 48 hours, and it is not documented whether a retry is signed anew. A replay is harmless: the body
 * only names what is then fetched as it is.
 * @see https://github.com/bigcommerce/docs/blob/main/docs/integrations/webhooks/https-webhook-overview.mdx (commit 24f580ca, read 2026-11-29)
 */
const OLDEST_SECONDS = 49 * 3_600;

/**
 * Checks the signature of Standard Webhooks over `id.timestamp.body`. The key is the client secret as it is: the documents
 * encode it in base64 only because the library decodes it again. A body of another store is refused: an app has one secret
 * for all stores that installed it.
 * @see https://github.com/bigcommerce/docs/blob/main/docs/integrations/webhooks/https-webhook-overview.mdx#webhook-signature (commit 24f580ca, read 2026-11-29)
 */
export function verify(delivery: Delivery, { secrets, shop }: SigningIdentity, now: Date): Verdict {
  const isSigned = (content: Buffer, signatures: string): boolean =>
    signatures
      .split(' ')
      .filter((text) => text.startsWith(VERSION))
      .slice(0, MAX_SIGNATURES)
      .some((text) => isBase64HmacSha256(text.slice(VERSION.length), { content, secrets }));
  const verdict = verifyStandard(delivery, { isSigned, oldestSeconds: OLDEST_SECONDS }, now);
  if (!verdict.valid) return verdict;
  const parsed = tryParse(delivery.rawBody);
  if (v.is(ProducerSchema, parsed) && parsed.producer.toLowerCase() !== `stores/${shop.toLowerCase()}`) {
    return { valid: false, reason: 'shop-mismatch' };
  }
  return { valid: true, delivery: { ...verdict.delivery, parsed } };
}

/** Returns the headers of a webhook. Topic and store are in the body. */
export function sign(input: SigningInput): Record<string, string> {
  return signStandard(input, (content) => VERSION + base64HmacSha256(content, input.secret));
}

/** Names the store that a body is of. */
const ProducerSchema = v.object({ producer: v.string() });
