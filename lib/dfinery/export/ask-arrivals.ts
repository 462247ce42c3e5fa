import * as v from 'valibot';
import { type ExportCode, ExportError } from '../../model/errors.ts';
import { openAnswer } from '../../runtime/http/open-answer.ts';
import type { ArrivalsQuestion, AskArrivals } from './arrivals.ts';
import { readArrivals } from './read-arrivals.ts';

/** The answer is made while it is waited for; how long that takes is not documented. */
const SILENCE_MS = 120_000;
/** An error has a few dozen bytes. */
const MAX_ERROR_BYTES = 16 * 1024;

/** The fields of an error that say what to do. Any other is taken by its HTTP status. */
const codeByMessage: Readonly<Record<string, ExportCode>> = {
  unauthorized_token: 'export-unauthorized',
  too_many_api_requests: 'export-throttled',
  exceed_date_range_limit: 'export-too-old',
  client_connection_closed: 'export-incomplete',
  unknown_error: 'export-unavailable',
  query_error: 'export-unavailable',
};
const codeByStatus: Readonly<Record<number, ExportCode>> = {
  401: 'export-unauthorized',
  403: 'export-unauthorized',
  429: 'export-throttled',
};

const ErrorSchema = v.object({ result: v.literal('fail'), message: v.string() });

export interface AskOptions {
  readonly origin: URL;
  /** The longest time without a byte. Default: two minutes. */
  readonly silenceMs?: number;
}

/**
 * Returns the call of Dfinery's Export API that says which purchases and refunds it has of a service. A service may make
 * 100 of them an hour, 5 at once, so ask once for all connections of a service.
 * @see https://docs.dfinery.ai/api-guide/api/export-api/export/post (read 2026-11-29)
 * @see https://docs.dfinery.ai/api-guide/rate-limit (read 2026-11-29)
 */
export function createAskArrivals({ origin, silenceMs = SILENCE_MS }: AskOptions): AskArrivals {
  return async ({ serviceId, exportToken, from, to }: ArrivalsQuestion) => {
    const url = new URL('/api/v1/export/event', origin);
    url.searchParams.set('service_id', serviceId);
    const body = JSON.stringify({
      events: ['df_purchase', 'df_refund'],
      events_condition_type: 'include',
      // Also the names of columns say something: a property that has none is not registered.
      properties_condition_type: 'all',
      from_date: from,
      to_date: to,
    });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${exportToken}` };
    const answer = await openAnswer({ method: 'POST', url, headers, body }, { silenceMs });
    if (answer.kind === 'unanswered') {
      throw new ExportError(`Dfinery’s Export API did not answer: ${answer.reason}`, {
        code: 'export-unavailable',
      });
    }
    const { status, chunks } = answer;
    if (status !== 200) throw await errorOf(status, chunks);
    return readArrivals(unlessFailed(chunks));
  };
}

/** Passes on what is no error. An error may come with HTTP 200. @throws {ExportError} it is an error. */
async function* unlessFailed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && Buffer.from(chunk).toString().trimStart().startsWith('{')) {
      throw new ExportError('Dfinery’s Export API failed after HTTP 200', { code: 'export-incomplete' });
    }
    isFirst = false;
    yield chunk;
  }
}

async function errorOf(status: number, chunks: AsyncIterable<Uint8Array>): Promise<ExportError> {
  const text = await readStart(chunks);
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), ErrorSchema), text);
  const message = found.success ? found.output.message : '';
  const code = Object.hasOwn(codeByMessage, message) ? codeByMessage[message] : codeByStatus[status];
  const fallback = status >= 500 ? 'export-unavailable' : 'export-unreadable';
  return new ExportError(`Dfinery’s Export API answered HTTP ${status}`, { code: code ?? fallback });
}

async function readStart(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      read.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_ERROR_BYTES) break;
    }
  } catch {
    // What came is all there is of an error.
  }
  return Buffer.concat(read).toString();
}
