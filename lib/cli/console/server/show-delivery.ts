import { maskText, maskValues } from '../../mask.ts';
import type { DeliveryDetails } from '../console-api.ts';
import type { KeptDelivery } from './live-feed.ts';

/** Headers that prove who sends. Their values are never shown. */
const SECRET_HEADER = /authorization|cookie|token|secret|password|api-?key/;

/** Returns a delivery for the page. Without `reveal` the values of its body are masked. Pure. */
export function showDelivery(
  { summary, headers, rawBody, answer, log }: KeptDelivery,
  reveal: boolean,
): DeliveryDetails {
  return {
    ...summary,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        SECRET_HEADER.test(name) ? maskText(value) : value,
      ]),
    ),
    body: rawBody && bodyOf(rawBody.toString(), reveal),
    answer,
    log,
  };
}

/** A body that is no JSON, or is nested too deeply, is a text. */
function bodyOf(text: string, reveal: boolean): string {
  if (reveal) return text;
  try {
    return JSON.stringify(maskValues(JSON.parse(text)), undefined, 2);
  } catch {
    return maskText(text);
  }
}
