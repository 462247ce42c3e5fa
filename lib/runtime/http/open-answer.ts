import http from 'node:http';
import https from 'node:https';
import type { HttpAnswer, UnansweredReason } from './http-answer.ts';
import type { HttpRequest } from './http-client.ts';

/** An answer whose body is still on its way. Its chunks throw if the peer ends it early, or stays silent for too long. */
export type OpenedAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly chunks: AsyncIterable<Uint8Array> }
  | Extract<HttpAnswer, { kind: 'unanswered' }>;

export interface OpenOptions {
  /** The longest time without a byte, before the answer and within it. */
  readonly silenceMs: number;
}

/**
 * Sends a request on a connection of its own and returns the answer as soon as it begins, for answers that are too large
 * to hold. Never throws, never follows a redirect. Whoever stops reading before the end closes the connection.
 */
export function openAnswer(
  { method, url, headers, body = '' }: HttpRequest,
  { silenceMs }: OpenOptions,
): Promise<OpenedAnswer> {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  const options = { method, headers: { ...headers, ...length }, agent: false };
  const request = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
  let reason: UnansweredReason = 'connection-failed';
  request.setTimeout(silenceMs, () => {
    reason = 'timeout';
    request.destroy(new Error('timeout'));
  });
  return new Promise((resolve) => {
    // Stays on: destroying a request emits 'error' even after its response began, which then fails its reader.
    request.on('error', () => {
      resolve({ kind: 'unanswered', reason });
    });
    request.once('response', (response) => {
      resolve({ kind: 'answered', status: response.statusCode ?? 0, chunks: response });
    });
    request.end(body);
  });
}
