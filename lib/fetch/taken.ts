import type { FetchMessage } from '../queue/fetch-message.ts';
import type { FetchFate } from './fetch-fate.ts';
import type { Place } from './find-place.ts';

/** How long an API may lag behind its own webhooks. */
export const LAG_MS = 15 * 60_000;

/** A fetch, and where to fetch from. */
export interface Placed<Message extends FetchMessage> {
  readonly message: Message;
  /** When it was queued; milliseconds since 1970. */
  readonly queuedAt: number;
  readonly place: Place;
}

/** The fate of a fetch, and how long to leave the shop's API alone. */
export interface Taken {
  readonly fate: FetchFate;
  readonly pauseMs: number;
}

/** The platform has no API call for this kind. */
export const NO_CALL: FetchFate = { kind: 'dead', because: 'message-invalid', code: 'source-unknown' };
