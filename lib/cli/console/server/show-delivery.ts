import { maskText, maskValues } from '../../mask.ts';
import type { DeliveryDetails } from '../console-api.ts';
import type { KeptDelivery } from './live-feed.ts';

/** Headers that prove who sends. Their values are never shown. */
const SECRET_HEADER = /authorization|cookie|token|secret|password|key/;

/** A larger body is masked as one text: a mask may be ten times as long as what it hides, and anybody may send one. */
const MAX_MASKED_CHARACTERS = 1024 * 1024;

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

/** A body that is no JSON, is nested too deeply or is too large, is a text. */
function bodyOf(text: string, reveal: boolean): string {
  if (reveal) return text;
  if (text.length > MAX_MASKED_CHARACTERS) return maskText(text);
  try {
    return JSON.stringify(maskValues(JSON.parse(text)));
  } catch {
    return maskText(text);
  }
}
