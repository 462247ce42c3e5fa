import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { headerNames } from './headers.ts';
import { isSignedByAny, signatureOf } from './signature.ts';

/** In both directions, as in the reference libraries. */
const TOLERANCE_SECONDS = 5 * 60;

/**
 * Checks the signatures over `id.timestamp.body`. One that matches one of the secrets is enough. The age is checked only
 * after the signature, so `timestamp-stale` means a sender with a wrong clock, a retry that was not signed again, or a
 * replay. A timestamp that is not a whole number of seconds is stale too.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-signatures (read 2026-11-24)
 */
export function verify(delivery: Delivery, { secrets }: SigningIdentity, now: Date): Verdict {
  const { headers, rawBody } = delivery;
  const id = headers[headerNames.id] ?? '';
  const timestamp = headers[headerNames.timestamp] ?? '';
  const signatures = headers[headerNames.signature] ?? '';
  if (id === '' || timestamp === '' || signatures === '')
    return { valid: false, reason: 'signature-missing' };

  const content = signedContent({ id, timestamp, rawBody });
  if (holdsBody(id) || !isSignedByAny(content, { signatures, secrets })) {
    return { valid: false, reason: 'signature-mismatch' };
  }
  if (!isFresh(timestamp, now)) return { valid: false, reason: 'timestamp-stale' };
  return { valid: true, delivery: withoutVerification(delivery) };
}

/**
 * Returns the headers of a Standard Webhook.
 * @throws {ConfigError} the secret is neither a shared secret nor a private key.
 */
export function sign({ rawBody, secret, deliveryId, now }: SigningInput): Record<string, string> {
  const timestamp = String(toSeconds(now));
  const content = signedContent({ id: deliveryId, timestamp, rawBody });
  return {
    'content-type': 'application/json',
    [headerNames.id]: deliveryId,
    [headerNames.timestamp]: timestamp,
    [headerNames.signature]: signatureOf(content, secret),
  };
}

function signedContent({ id, timestamp, rawBody }: Record<'id' | 'timestamp', string> & { rawBody: Buffer }) {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]);
}

/**
 * The signed content does not mark where the id ends. So a signed body in which a buyer wrote `.1790000000.` could be
 * split there: the front sent as the id, the rest as another body. A real body always begins with a brace.
 */
function holdsBody(id: string): boolean {
  return id.includes('{');
}

function isFresh(timestamp: string, now: Date): boolean {
  return /^\d+$/.test(timestamp) && Math.abs(toSeconds(now) - Number(timestamp)) <= TOLERANCE_SECONDS;
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
