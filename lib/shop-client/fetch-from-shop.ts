import { asPayloadError, type PayloadError } from '../model/errors.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { ApiCall, ApiRequest, FurtherQuestion, ShopHeaders } from '../sources/shop-api.ts';
import type { ApiConnection, TokenReading } from './access-tokens.ts';
import type { AskShop } from './ask-shop.ts';
import { classifyShopAnswer, type ShopAnswer, type ShopFailure } from './classify-shop-answer.ts';
import { authorize, type ShopAccessPorts } from './shop-access.ts';

/** The result of a call of the shop's API, and the pause that the API asks for. */
export interface FetchedAnswer<Found> {
  readonly result: FetchResult<Found>;
  readonly pauseMs: number;
}

export type FetchResult<Found> =
  | {
      readonly kind: 'found';
      readonly found: Found;
      readonly rawBody: string;
      /** When the shop answered, by its own clock; milliseconds since 1970. Absent if it does not say. */
      readonly answeredAt: number | undefined;
    }
  /** An answer of 200 without the requested data. */
  | { readonly kind: 'unreadable'; readonly error: PayloadError; readonly rawBody: string }
  | ShopWait;

/** The shop's API did not return the data or could not be reached: ask again later. */
export interface ShopWait {
  readonly kind: 'waits';
  readonly because: Exclude<ShopFailure, 'token-refused'> | 'aws-unavailable';
  /** An HTTP status or another error code. */
  readonly code: string;
  /** Known if the API says it; milliseconds since 1970. */
  readonly retryAt?: number | undefined;
}

/** A call of the shop's API, with its argument. */
export interface Question<Reference, Found> {
  readonly call: ApiCall<Reference, Found>;
  readonly reference: Reference;
}

interface Asking extends ShopAccessPorts {
  readonly ask: AskShop;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

/**
 * How long further questions are begun, milliseconds. With the last answer they take as long as four, which is the time that
 * `MIN_REMAINING_MS` keeps: a list without an end would end the function, and all that it has to ask of other shops.
 */
const ASKING_MS = 21_000;

/**
 * Calls a shop's API, with a token or with the client's id and secret, and asks on until what was found is whole. If that
 * takes too long it waits as `unavailable`. A token that the API does not accept is renewed once for each question. Throws only
 * by a fault of ours.
 */
export async function fetchFromShop<Reference, Found>(
  ports: Asking,
  connection: ApiConnection,
  { call, reference }: Question<Reference, Found>,
): Promise<FetchedAnswer<Found>> {
  const { shop } = connection;
  const end = ports.now() + ASKING_MS;
  const first = await askOnce(ports, connection, {
    request: call.request(reference, shop),
    read: (body, headers) => {
      const found = call.read(body, reference, headers, shop);
      return { found, next: call.next?.(found, reference, shop) };
    },
  });
  let { result, pauseMs } = first;
  while (result.kind === 'found' && result.found.next !== undefined) {
    const { answeredAt } = result;
    if (ports.now() >= end) {
      return { result: { kind: 'waits', because: 'unavailable', code: 'too-many-pages' }, pauseMs };
    }
    const further = await askOnce(ports, connection, result.found.next);
    pauseMs = Math.max(pauseMs, further.pauseMs);
    result = further.result.kind === 'found' ? { ...further.result, answeredAt } : further.result;
  }
  if (result.kind !== 'found') return { result, pauseMs };
  const { found } = result.found;
  // No single answer holds what several say.
  const rawBody = result === first.result ? result.rawBody : JSON.stringify(found);
  return { result: { ...result, found, rawBody }, pauseMs };
}

/** A question, and how its answer of HTTP 200 is read. */
interface Single<Found> {
  readonly request: ApiRequest;
  readonly read: (
    body: unknown,
    headers: ShopHeaders,
  ) => { readonly found: Found; readonly next?: FurtherQuestion<Found> | undefined };
}

type Step<Found> = ReturnType<Single<Found>['read']>;

async function askOnce<Found>(
  ports: Asking,
  connection: ApiConnection,
  { request, read }: Single<Found>,
): Promise<FetchedAnswer<Step<Found>>> {
  const first = await authorize(ports, connection);
  if (first.kind !== 'headers') return { result: waitsForToken(first), pauseMs: 0 };
  const answer = await askWith(ports, connection, { request, access: first.headers });
  if (answer.classified.outcome !== 'token-refused' || first.renew === undefined) {
    return conclude(ports, connection, { read, ...answer });
  }

  const renewed = await first.renew();
  if (renewed.kind !== 'headers') return { result: waitsForToken(renewed), pauseMs: 0 };
  const second = await askWith(ports, connection, { request, access: renewed.headers });
  return conclude(ports, connection, { read, ...second });
}

interface Asked {
  readonly answer: HttpAnswer;
  readonly classified: ShopAnswer;
}

async function askWith(
  ports: Asking,
  connection: ApiConnection,
  { request, access }: { readonly request: ApiRequest; readonly access: Readonly<Record<string, string>> },
): Promise<Asked> {
  const headers = { ...request.headers, ...access };
  const answer = await ports.ask(connection, { ...request, headers });
  const classified = classifyShopAnswer(connection.api, answer);
  if (classified.outcome !== 'found') ports.telemetry.count('ShopRequest', 1, classified.outcome);
  return { answer, classified };
}

function conclude<Found>(
  { now }: Asking,
  { api }: ApiConnection,
  { read, answer, classified }: Asked & Pick<Single<Found>, 'read'>,
): FetchedAnswer<Step<Found>> {
  const headers = answer.kind === 'answered' ? singleValued(answer.headers) : {};
  const pauseMs = api.pauseMs(headers);
  if (classified.outcome === 'found') {
    const rawBody = answer.kind === 'answered' ? answer.body : '';
    return { result: takeOut(read, { body: classified.body, rawBody, headers }), pauseMs };
  }
  const { outcome, code } = classified;
  // The API refuses a key, or a token that was just renewed: the permission is gone.
  const because = outcome === 'token-refused' ? 'misconfigured' : outcome;
  const retryAt = outcome === 'throttled' && pauseMs > 0 ? now() + pauseMs : undefined;
  return { result: { kind: 'waits', because, code, retryAt }, pauseMs };
}

interface Answered {
  readonly body: unknown;
  readonly rawBody: string;
  readonly headers: ShopHeaders;
}

function takeOut<Found>(
  read: Single<Found>['read'],
  { body, rawBody, headers }: Answered,
): FetchResult<Step<Found>> {
  try {
    const found = read(body, headers);
    const answeredAt = Date.parse(headers['date'] ?? '');
    return { kind: 'found', found, rawBody, answeredAt: Number.isNaN(answeredAt) ? undefined : answeredAt };
  } catch (cause) {
    return { kind: 'unreadable', error: asPayloadError(cause), rawBody };
  }
}

function waitsForToken(reading: Exclude<TokenReading, { readonly kind: 'token' }>): ShopWait {
  const { code } = reading;
  if (reading.kind === 'unauthorized') return { kind: 'waits', because: 'misconfigured', code };
  // A fault of the table affects the next order, too.
  const because = code === 'tokens-unavailable' ? 'aws-unavailable' : 'unavailable';
  return { kind: 'waits', because, code };
}

function singleValued(headers: Readonly<Record<string, string | string[] | undefined>>): ShopHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
