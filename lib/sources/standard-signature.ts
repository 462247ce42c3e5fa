import { type RawBody, toBytes } from './raw-body.ts';
import type { Delivery, SigningInput, Verdict } from './source.ts';
import { withoutVerification } from './source.ts';
import { headerNames } from './standard-headers.ts';

/** How a sender of Standard Webhooks signs. */
export interface StandardScheme {
  /** True if one of the signatures, separated by spaces, is of the content. In constant time. */
  readonly isSigned: (content: Buffer, signatures: string) => boolean;
  /** How old a delivery may be. */
  readonly oldestSeconds: number;
}

/** By how much a sender's clock may be ahead, as in the reference libraries. */
const AHEAD_SECONDS = 5 * 60;

/**
 * Checks the signatures over `id.timestamp.body`. One that matches is enough. The age is checked only
 * after the signature, so `timestamp-stale` means a sender with a wrong clock, a retry that was not signed again, or a
 * replay. A timestamp that is not a whole number of seconds is stale too.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-signatures (read 2026-11-24)
 */
export function verifyStandard(
  delivery: Delivery,
  { isSigned, oldestSeconds }: StandardScheme,
  now: Date,
): Verdict {
  const { headers, rawBody } = delivery;
  const id = headers[headerNames.id] ?? '';
  const timestamp = headers[headerNames.timestamp] ?? '';
  const signatures = headers[headerNames.signature] ?? '';
  if (id === '' || timestamp === '' || signatures === '')
    return { valid: false, reason: 'signature-missing' };

  const content = signedContent({ id, timestamp, rawBody });
  if (holdsBody(id) || !isSigned(content, signatures)) return { valid: false, reason: 'signature-mismatch' };
  if (!isFresh(timestamp, { now, oldestSeconds })) return { valid: false, reason: 'timestamp-stale' };
  return { valid: true, delivery: withoutVerification(delivery) };
}

/** Returns the headers of a Standard Webhook. `signatureOf` makes the signature of the content. Throws what that throws. */
export function signStandard(
  { rawBody, deliveryId, now }: SigningInput,
  signatureOf: (content: Buffer) => string,
): Record<string, string> {
  const timestamp = String(toSeconds(now));
  return {
    'content-type': 'application/json',
    [headerNames.id]: deliveryId,
    [headerNames.timestamp]: timestamp,
    [headerNames.signature]: signatureOf(signedContent({ id: deliveryId, timestamp, rawBody })),
  };
}

function signedContent({
  id,
  timestamp,
  rawBody,
}: Record<'id' | 'timestamp', string> & { rawBody: RawBody }) {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), toBytes(rawBody)]);
}

/**
 * The signed content does not mark where the id ends. So a signed body in which a buyer wrote `.1790000000.` could be
 * split there: the front sent as the id, the rest as another body. A real body always begins with a brace.
 */
function holdsBody(id: string): boolean {
  return id.includes('{');
}

function isFresh(timestamp: string, { now, oldestSeconds }: { now: Date; oldestSeconds: number }): boolean {
  if (!/^\d+$/.test(timestamp)) return false;
  const age = toSeconds(now) - Number(timestamp);
  return age <= oldestSeconds && age >= -AHEAD_SECONDS;
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
