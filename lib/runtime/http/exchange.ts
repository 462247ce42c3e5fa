import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HttpAnswer, UnansweredReason } from './http-answer.ts';

export interface ExchangeOptions {
  readonly body: string;
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  /** A longer answer cannot come from the intended peer. */
  readonly maxAnswerBytes: number;
}

/** The peer closed a reused socket before any byte of an answer, so the request may be sent again. */
export type StaleSocket = { readonly kind: 'stale-socket' };

/** Sends a request body and reads the answer within the two timeouts. Never throws. */
export async function exchange(
  request: ClientRequest,
  { body, connectTimeoutMs, answerTimeoutMs, maxAnswerBytes }: ExchangeOptions,
): Promise<HttpAnswer | StaleSocket> {
  let reason: UnansweredReason = 'connection-failed';
  const abandon = (why: UnansweredReason) => () => {
    reason = why;
    request.destroy(new Error(why));
  };
  const answerTimer = setTimeout(abandon('timeout'), answerTimeoutMs);
  const connectTimer = setTimeout(abandon('connect-timeout'), connectTimeoutMs);
  onceConnected(request, () => {
    clearTimeout(connectTimer);
  });

  let response: IncomingMessage | undefined;
  try {
    response = await responseTo(request, body);
    const text = await readText(response, { maxAnswerBytes, tooLong: abandon('answer-too-long') });
    return { kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: text };
  } catch (error) {
    const isReset = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
    const isStale = request.reusedSocket && response === undefined && isReset;
    return isStale ? { kind: 'stale-socket' } : { kind: 'unanswered', reason };
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(connectTimer);
  }
}

function onceConnected(request: ClientRequest, connected: () => void): void {
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    else connected();
  });
}

function responseTo(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Stays on for the whole exchange: destroying a request emits 'error' even after its response began.
    request.on('error', reject);
    request.once('response', resolve);
    request.end(body);
  });
}

async function readText(
  response: IncomingMessage,
  { maxAnswerBytes, tooLong }: { readonly maxAnswerBytes: number; readonly tooLong: () => void },
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) tooLong();
    else chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
