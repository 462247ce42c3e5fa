import type { FetchMessage } from '../queue/fetch-message.ts';
import type { FetchFate } from './fetch-fate.ts';
import type { Place } from './find-place.ts';

/** For so long an API may lag behind its own webhooks. */
export const LAG_MS = 15 * 60_000;

/** What is to be fetched, and where. */
export interface Placed<Message extends FetchMessage> {
  readonly message: Message;
  /** When it was queued; milliseconds since 1970. */
  readonly queuedAt: number;
  readonly place: Place;
}

/** What became of it, and how long its shop's API wants to be left alone. */
export interface Taken {
  readonly fate: FetchFate;
  readonly pauseMs: number;
}

/** The platform has nothing of the kind to be asked for. */
export const NO_CALL: FetchFate = { kind: 'dead', because: 'message-invalid', code: 'source-unknown' };
