import type { RefusalReason, Source } from '../../sources/source.ts';
import { findNamedShop } from './named-shop.ts';
import { ownTimeOf } from './own-time.ts';
import { type Headers, isSignedWith, type Scheme, signedHeaders } from './scheme.ts';
import type { Key } from './secret-variants.ts';
import { apart } from './time-apart.ts';
import type { Cause } from './variant.ts';

/** A delivery as it came, or as it may have been. */
export interface Attempt {
  readonly rawBody: Buffer;
  readonly headers: Headers;
  readonly key: Key;
}

/** What a delivery is held against. */
export interface Standard {
  readonly source: Source;
  readonly scheme: Scheme;
  /** The header in which this delivery has its signature. */
  readonly header: string;
  /** Without it any shop passes that the delivery names. */
  readonly shop: string | undefined;
  readonly alsoKnownAs?: readonly string[] | undefined;
  readonly now: Date;
}

/** What is said of a delivery whose signature fits. */
export interface Fit {
  /** Why it is refused all the same; `undefined` if it is taken. */
  readonly reason: RefusalReason | undefined;
  readonly causes: readonly Cause[];
}

const FITS: Fit = { reason: undefined, causes: [] };

/** Times above are milliseconds: as seconds they were in the year 5138. */
const MOST_SECONDS = 1e11;

/**
 * Returns what is wrong with a delivery besides its signature, or `undefined` if the signature does not fit. Each cause was
 * tried: without it, the delivery is taken. Pure.
 */
export function fitDelivery(attempt: Attempt, standard: Standard): Fit | undefined {
  const { source, scheme, header, now } = standard;
  const { headers, rawBody, key } = attempt;
  const time = ownTimeOf(headers, scheme.required);
  if ('bytes' in key) {
    const id = source.readHeaders({ headers, rawBody }).deliveryId ?? '';
    const { digest } = scheme;
    const signed = { rawBody, id, time: time ?? '' };
    const isSigned =
      digest !== undefined && isSignedWith(headers[header] ?? '', key.bytes, { ...signed, digest });
    return isSigned ? FITS : undefined;
  }
  const reason = reasonFor(attempt, standard);
  if (reason === 'signature-missing' || reason === 'signature-mismatch') return undefined;
  if (reason !== 'timestamp-stale') return fitShop(attempt, standard);
  const own = { ...standard, now: new Date(Number(time) * 1_000) };
  if (time === undefined || reasonFor(attempt, own) === 'timestamp-stale') {
    const says = 'The time of the delivery is not a whole number of seconds since 1970.';
    return { reason, causes: [{ name: 'time-form', says }] };
  }
  return { reason, causes: [toClock(Number(time), now), ...fitShop(attempt, own).causes] };
}

function toClock(seconds: number, now: Date): Cause {
  if (seconds > MOST_SECONDS) {
    const says = 'The time of the delivery is in milliseconds: it has to be seconds since 1970.';
    return { name: 'time-milliseconds', says };
  }
  const signedAt = new Date(seconds * 1_000);
  const says = `It was signed at ${signedAt.toISOString()}, ${apart(signedAt, now)} the check: a clock is wrong, or the delivery is old.`;
  return { name: 'clock', says };
}

function fitShop(attempt: Attempt, standard: Standard): Fit {
  if (reasonFor(attempt, standard) === undefined) return FITS;
  const cause = findShopCause(attempt, standard);
  return cause === undefined ? FITS : { reason: 'shop-mismatch', causes: [cause] };
}

/** Returns nothing if any shop passes, and the delivery names one. */
function findShopCause(attempt: Attempt, standard: Standard): Cause | undefined {
  const { source, shop } = standard;
  const { headers, rawBody } = attempt;
  const wanted = shop === undefined ? '' : `, and not of "${shop}"`;
  const isOf = (name: string, tried: Headers) =>
    reasonFor({ ...attempt, headers: tried }, { ...standard, shop: name, alsoKnownAs: undefined }) ===
    undefined;
  const named = findNamedShop({ headers, rawBody }, isOf);
  if (named !== undefined) {
    const says = `It is of the shop "${named.name}" (${named.where})${wanted}.`;
    return shop === undefined ? undefined : { name: 'other-shop', says };
  }
  const lacking = Object.entries(signedHeaders(source, { shop: shop ?? NOBODY })).find(
    ([name, value]) =>
      (headers[name] ?? '') === '' &&
      reasonFor({ ...attempt, headers: { ...headers, [name]: value } }, standard) === undefined,
  );
  if (lacking !== undefined) {
    return { name: 'no-shop', says: `It names no shop: the header ${lacking[0]} is missing or empty.` };
  }
  return { name: 'other-shop', says: `It names several shops, or one that cannot be made out${wanted}.` };
}

/** Of a delivery of any shop. */
const NOBODY = 'no-shop-has-this-name.example';

function reasonFor({ rawBody, headers, key }: Attempt, standard: Standard): RefusalReason | undefined {
  const { source, shop = NOBODY, alsoKnownAs, now } = standard;
  const secrets = 'secret' in key ? [key.secret] : [];
  const delivery = source.readHeaders({ headers, rawBody });
  const verdict = source.verify(delivery, { secrets, shop, alsoKnownAs }, now);
  return verdict.valid ? undefined : verdict.reason;
}
