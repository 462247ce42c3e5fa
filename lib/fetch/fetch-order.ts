import type { PayloadError } from '../errors.ts';
import type { HttpAnswer } from '../http/http-answer.ts';
import type { FetchMessage } from '../queue/fetch-message.ts';
import type { ApiConnection, TokenReading } from '../tokens/access-tokens.ts';
import { asPayloadError } from './as-payload-error.ts';
import { classifyShopAnswer, type ShopAnswer } from './classify-shop-answer.ts';
import type { Waits } from './fate.ts';
import type { FetchPorts } from './fetch-ports.ts';

/** What the shop's API said, and how long it wants to be left alone. */
export interface FetchedAnswer {
  readonly result:
    | { readonly kind: 'order'; readonly order: unknown; readonly rawBody: string }
    /** An answer of 200 without the order in it. */
    | { readonly kind: 'unreadable'; readonly error: PayloadError; readonly rawBody: string }
    | Waits;
  readonly pauseMs: number;
}

type Asking = Pick<FetchPorts, 'ask' | 'tokens' | 'telemetry' | 'now'>;

/**
 * Fetches an order from its shop's API. An access token that the API does not take is renewed once. Never throws but by
 * a fault of ours.
 */
export async function fetchOrder(
  ports: Asking,
  connection: ApiConnection,
  { reference }: Pick<FetchMessage, 'reference'>,
): Promise<FetchedAnswer> {
  const first = await ports.tokens.get(connection);
  if (first.kind !== 'token') return { result: waitsForToken(first), pauseMs: 0 };
  const answer = await askWith(ports, connection, { reference, ...first });
  if (answer.classified.outcome !== 'token-refused') return conclude(ports, connection, answer);

  const renewed = await ports.tokens.renew(connection, first.accessToken);
  if (renewed.kind !== 'token') return { result: waitsForToken(renewed), pauseMs: 0 };
  return conclude(ports, connection, await askWith(ports, connection, { reference, ...renewed }));
}

interface Asked {
  readonly answer: HttpAnswer;
  readonly classified: ShopAnswer;
}

async function askWith(
  ports: Asking,
  connection: ApiConnection,
  { reference, accessToken }: Pick<FetchMessage, 'reference'> & { readonly accessToken: string },
): Promise<Asked> {
  const request = connection.api.orderRequest(reference);
  const headers = { ...request.headers, authorization: `Bearer ${accessToken}` };
  const answer = await ports.ask(connection, { ...request, headers });
  const classified = classifyShopAnswer(answer);
  ports.telemetry.count('ShopRequest', 1, classified.outcome);
  return { answer, classified };
}

function conclude({ now }: Asking, { api }: ApiConnection, { answer, classified }: Asked): FetchedAnswer {
  const pauseMs = answer.kind === 'answered' ? api.pauseMs(singleValued(answer.headers)) : 0;
  if (classified.outcome === 'found') {
    const rawBody = answer.kind === 'answered' ? answer.body : '';
    return { result: { ...takeOut(api, classified.body), rawBody }, pauseMs };
  }
  const { outcome, code } = classified;
  // A token that was renewed a moment ago and is not taken either: the permission is gone.
  const because = outcome === 'token-refused' ? 'misconfigured' : outcome;
  const retryAt = outcome === 'throttled' && pauseMs > 0 ? now() + pauseMs : undefined;
  return { result: { kind: 'waits', because, code, retryAt }, pauseMs };
}

function takeOut(api: ApiConnection['api'], body: unknown) {
  try {
    return { kind: 'order' as const, order: api.readOrder(body) };
  } catch (cause) {
    return { kind: 'unreadable' as const, error: asPayloadError(cause) };
  }
}

function waitsForToken(reading: Exclude<TokenReading, { readonly kind: 'token' }>): Waits {
  const { code } = reading;
  if (reading.kind === 'unauthorized') return { kind: 'waits', because: 'misconfigured', code };
  // The table's fault, which the next order would meet as well.
  const because = code === 'tokens-unavailable' ? 'aws-unavailable' : 'unavailable';
  return { kind: 'waits', because, code };
}

function singleValued(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
