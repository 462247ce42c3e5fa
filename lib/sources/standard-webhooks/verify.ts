import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { headerNames } from './headers.ts';
import { isSignedByAny, signatureOf } from './signature.ts';

/** As in the reference libraries, back and forth. */
const TOLERANCE_SECONDS = 5 * 60;

/**
 * Checks the signatures over `id.timestamp.body`; one that fits one of the secrets is enough. Only what is signed is
 * asked for its age, so `timestamp-stale` tells of a sender whose clock is wrong, of one that tries again without signing
 * anew, or of a replay; a timestamp that is no whole number of seconds is one of those.
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
 * @throws {ConfigError} the secret is neither a shared one nor a private key.
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
 * Nothing marks where the id ends in what is signed: a signed body in which a buyer wrote `.1790000000.` could be cut
 * in two there, the front sent as the id and the rest as another body. Every body begins with a brace.
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
