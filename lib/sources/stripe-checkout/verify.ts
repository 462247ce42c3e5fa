import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { headerId } from '../header-id.ts';
import { type RawBody, tryParse } from '../raw-body.ts';
import {
  type Delivery,
  type SigningIdentity,
  type SigningInput,
  type Verdict,
  withoutVerification,
} from '../source.ts';
import { SIGNATURE } from './headers.ts';

/** As in Stripe's libraries, which refuse what is older and let a clock be ahead. */
const TOLERANCE_SECONDS = 5 * 60;

/** The name of a signature by HMAC-SHA256. Others in the header are ignored. */
const SCHEME = 'v1';

/**
 * Checks the signatures over `time.body`. One that matches one of the secrets is enough: there are several while a secret is
 * rolled. The age is checked only after the signature. An event of another account than the connection's is refused.
 * @see https://docs.stripe.com/webhooks (Verify webhook signatures manually, read 2026-11-29)
 * @see https://github.com/stripe/stripe-node/blob/master/src/Webhooks.ts (read 2026-11-29)
 */
export function verify(delivery: Delivery, { secrets, shop }: SigningIdentity, now: Date): Verdict {
  const { headers, rawBody } = delivery;
  const header = headers[SIGNATURE] ?? '';
  if (header === '') return { valid: false, reason: 'signature-missing' };
  const { time, signatures } = partsOf(header);
  if (time === undefined || !isSignedByAny({ time, rawBody }, { signatures, secrets })) {
    return { valid: false, reason: 'signature-mismatch' };
  }
  if (toSeconds(now) - Number(time) > TOLERANCE_SECONDS) return { valid: false, reason: 'timestamp-stale' };
  const parsed = tryParse(rawBody);
  const { id, account, context } = eventIn(parsed);
  if ([account, context].some((named) => named !== undefined && named !== shop)) {
    return { valid: false, reason: 'shop-mismatch' };
  }
  return { valid: true, delivery: withoutVerification({ ...delivery, parsed, deliveryId: headerId(id) }) };
}

/** Returns the headers of an event. Everything else is in its body. */
export function sign({ rawBody, secret, now }: SigningInput): Record<string, string> {
  const time = String(toSeconds(now));
  const signature = digestOf({ time, rawBody }, secret).toString('hex');
  return { 'content-type': 'application/json', [SIGNATURE]: `t=${time},${SCHEME}=${signature}` };
}

/** Returns what is wrong with a secret, without quoting it. The whole text is the key, its prefix too. */
export function checkSecret(secret: string): string | undefined {
  return /^whsec_[\x21-\x7e]{10,}$/.test(secret)
    ? undefined
    : 'expected the signing secret of the webhook: whsec_…';
}

/** A header that was sent twice has two times, and none counts. */
function partsOf(header: string) {
  const pairs = header.split(',').map((part) => part.trim().split('=', 2));
  const valuesOf = (name: string) => pairs.flatMap(([key, value]) => (key === name && value ? [value] : []));
  const times = valuesOf('t');
  const time = times.length === 1 && /^\d{1,12}$/.test(times[0] ?? '') ? times[0] : undefined;
  return { time, signatures: valuesOf(SCHEME).filter((value) => /^[0-9a-f]{64}$/.test(value)) };
}

interface Signed {
  readonly time: string;
  readonly rawBody: RawBody;
}

/** Every secret and every signature is compared, each in constant time. An empty secret matches nothing. */
function isSignedByAny(
  signed: Signed,
  { signatures, secrets }: { readonly signatures: readonly string[]; readonly secrets: readonly string[] },
): boolean {
  const expected = secrets.filter((secret) => secret !== '').map((secret) => digestOf(signed, secret));
  const given = signatures.map((signature) => Buffer.from(signature, 'hex'));
  return expected.flatMap((one) => given.filter((other) => timingSafeEqual(one, other))).length > 0;
}

function digestOf({ time, rawBody }: Signed, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest();
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}

const Text = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined);
/**
 * Only events of connected accounts, and those that a destination of an organisation gets, name theirs. A context may be a
 * path, and ends with the account.
 * @see https://docs.stripe.com/changelog/basil/2025-04-30/additional-context-organization-events (read 2026-11-29)
 */
const Context = v.fallback(
  v.optional(
    v.pipe(
      v.string(),
      v.transform((path) => path.split('/').at(-1)),
      Text,
    ),
  ),
  undefined,
);
const EventSchema = v.object({ id: Text, account: Text, context: Context });

/** Returns nothing if the body is no event: reading it says so later. */
function eventIn(body: unknown): v.InferOutput<typeof EventSchema> {
  const { success, output } = v.safeParse(EventSchema, body);
  return success ? output : { id: undefined, account: undefined, context: undefined };
}
