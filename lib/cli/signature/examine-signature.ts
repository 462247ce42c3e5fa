import { ConfigError } from '../../model/errors.ts';
import { ADDRESS_KEY } from '../../sources/address-key.ts';
import type { RefusalReason, Source } from '../../sources/source.ts';
import { findCauses } from './find-causes.ts';
import { type Attempt, fitDelivery, type Standard } from './fit-delivery.ts';
import { ownTimeOf } from './own-time.ts';
import { type Headers, headerIn, schemeOf, signedHeaders } from './scheme.ts';
import type { Cause } from './variant.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Where two texts part. */
export interface Difference {
  /** Counted from 0. */
  readonly at: number;
  /** One character, or none at the end. */
  readonly expected: string;
  readonly given: string;
}

/** What is found of a delivery's signature. It holds no secret. */
export interface Examination {
  readonly valid: boolean;
  readonly reason: RefusalReason | null;
  /** The header in which the signature is, or should be. */
  readonly header: string;
  /** What it would hold under the secret; `null` if that is the secret itself, or if the secret cannot sign. */
  readonly expected: string | null;
  /** What it holds; `null` if it did not come, or holds a secret. */
  readonly given: string | null;
  readonly firstDifference: Difference | null;
  /** The length of the body. */
  readonly bytes: number;
  readonly causes: readonly Cause[];
}

export interface Examined {
  readonly source: Source;
  readonly rawBody: Buffer;
  /** Names in small letters. */
  readonly headers: Headers;
  readonly secrets: readonly [string, ...string[]];
  readonly topic: string;
  /** Without it, any shop passes that the delivery names. */
  readonly shop: string | undefined;
  readonly alsoKnownAs?: readonly string[] | undefined;
  readonly now: Date;
}

/** Examines the signature of a delivery: whether it fits, what was expected, and why it does not. Pure. */
export function examineSignature(examined: Examined): Examination {
  const { source, rawBody, headers, secrets, shop, alsoKnownAs, now } = examined;
  const scheme = schemeOf(source);
  const header = headerIn(source, scheme, headers);
  const standard: Standard = { source, scheme, header, shop, alsoKnownAs, now };
  const attempts = secrets.map((secret) => ({ rawBody, headers, key: { secret } }));
  const fits = attempts.map((attempt) => fitDelivery(attempt, standard));
  const fitting = fits.findIndex((fit) => fit !== undefined);
  const fit = fits[fitting];
  const reason =
    fit === undefined ? missingOrMismatch(headers, scheme.required, header) : (fit.reason ?? null);

  const expected = expectedOf(examined, {
    header: scheme.header,
    secret: secrets[Math.max(fitting, 0)] ?? '',
  });
  const given = givenOf(headers[header] ?? '', examined);
  const causes =
    fit === undefined ? causesOf(attempts, standard, examined) : [...fit.causes, ...anotherOf(fitting)];
  const isComparable = reason === 'signature-mismatch' && expected !== null && given !== null;
  return {
    valid: reason === null,
    reason,
    header,
    expected,
    given,
    firstDifference: isComparable ? firstDifference(expected, given) : null,
    bytes: rawBody.length,
    causes: causes.map(({ name, says }) => ({ name, says: withoutSecrets(says, secrets) })),
  };
}

function missingOrMismatch(headers: Headers, required: readonly string[], header: string): RefusalReason {
  const isMissing = missingIn(headers, required, header).length > 0;
  return isMissing ? 'signature-missing' : 'signature-mismatch';
}

/** Shopify's other family of names counts, too. */
function missingIn(headers: Headers, required: readonly string[], header: string): readonly string[] {
  const needed = required.length === 1 ? [header] : required;
  return needed.filter((name) => (headers[name] ?? '') === '');
}

const PLACES = ['first', 'second', 'third'];

function anotherOf(index: number): readonly Cause[] {
  if (index === 0) return [];
  const says = `It fits the ${PLACES[index] ?? `${index + 1}th`} secret of the connection, not the first.`;
  return [{ name: 'another-secret', says }];
}

function expectedOf(
  { source, rawBody, headers, topic, shop = '', now }: Examined,
  { header, secret }: { readonly header: string; readonly secret: string },
): string | null {
  if (source.authenticates === 'sender') return null;
  const { required } = schemeOf(source);
  const own = new Date(Number(ownTimeOf(headers, required) ?? Number.NaN) * 1_000);
  const deliveryId = source.readHeaders({ headers, rawBody }).deliveryId ?? '';
  const given = { rawBody, secret, topic, shop, deliveryId, now: Number.isNaN(own.getTime()) ? now : own };
  try {
    return signedHeaders(source, given)[header] ?? null;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

function givenOf(value: string, { source, secrets }: Examined): string | null {
  const isShown = source.authenticates === 'body' && withoutSecrets(value, secrets) === value;
  return isShown && value !== '' ? value : null;
}

function firstDifference(expected: string, given: string): Difference {
  let at = 0;
  while (at < expected.length && expected[at] === given[at]) at += 1;
  return { at, expected: expected[at] ?? '', given: given[at] ?? '' };
}

function causesOf(attempts: readonly Attempt[], standard: Standard, examined: Examined): readonly Cause[] {
  for (const attempt of attempts) {
    const causes = findCauses(attempt, standard);
    if (causes.length > 0) return causes;
  }
  return factsOf(standard, examined);
}

/** What is plain without a try. */
function factsOf(
  { source, scheme, header }: Standard,
  { headers, rawBody, secrets }: Examined,
): readonly Cause[] {
  if (source.isPing?.({ headers, rawBody }) === true) {
    const says = `${source.name} only tests the address: such a request is not signed, and answered 200.`;
    return [{ name: 'ping', says }];
  }
  const missing = missingIn(headers, scheme.required, header);
  const problem = source.checkSecret?.(secrets[0]);
  return [
    ...(missing.length === 0 ? [] : [{ name: 'header-missing', says: wordsForMissing(missing, headers) }]),
    ...(problem === undefined ? [] : [{ name: 'secret-form', says: `The secret: ${problem}.` }]),
  ];
}

const ALIKE = /sign|hmac|sha256|key|token|auth|webhook/;

function wordsForMissing(missing: readonly string[], headers: Headers): string {
  const alike = Object.keys(headers).filter((name) => ALIKE.test(name) && !missing.includes(name));
  const place = missing.includes(ADDRESS_KEY) ? ' It stands for the key in the address: ?key=….' : '';
  const came = alike.length === 0 ? 'none that is like it' : alike.join(', ');
  return `Missing: ${missing.join(', ')}.${place} There came ${came}.`;
}
