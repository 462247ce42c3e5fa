import { parseExactJson } from '../model/exact-json.ts';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { ShopApi } from '../sources/shop-api.ts';

/** What an answer of a shop's API means for the request. */
export type ShopAnswer =
  | { readonly outcome: 'found'; readonly body: unknown }
  | { readonly outcome: ShopFailure; readonly code: string };

export type ShopFailure =
  | 'token-refused'
  | 'misconfigured'
  | 'not-found'
  | 'refused'
  | 'throttled'
  | 'unavailable';

/** HTTP statuses with a meaning of their own. Any other but 200 is `unavailable`. */
const failureByStatus: Readonly<Record<number, ShopFailure>> = {
  400: 'refused',
  401: 'token-refused',
  403: 'misconfigured',
  404: 'not-found',
  422: 'refused',
  429: 'throttled',
};

/** Classifies an answer. A 200 without JSON does not come from the API, so it is `unavailable`. */
export function classifyShopAnswer(
  { statusOf, noContent }: Pick<ShopApi, 'statusOf' | 'noContent'>,
  answer: HttpAnswer,
): ShopAnswer {
  if (answer.kind === 'unanswered') return { outcome: 'unavailable', code: answer.reason };
  if (answer.status === 204 && noContent !== undefined) return { outcome: 'found', body: noContent };
  const status = statusOf?.(answer) ?? answer.status;
  if (status !== 200) return { outcome: failureByStatus[status] ?? 'unavailable', code: `http-${status}` };
  try {
    return { outcome: 'found', body: parseExactJson(answer.body) };
  } catch {
    return { outcome: 'unavailable', code: 'not-json' };
  }
}
