import http from 'node:http';
import https from 'node:https';
import type { Answer } from './classify-answer.ts';
import { exchange } from './exchange.ts';

/** Sockets that were idle for longer are not used again: Dfinery's side, or a NAT between, may have closed them. */
const IDLE_MS = 4_000;

export interface EventRequest {
  readonly serviceId: string;
  readonly accessToken: string;
  /** The request body as JSON. */
  readonly body: string;
}

export interface DfineryClient {
  /** Posts events and returns what came back. Never throws, never follows a redirect. */
  postEvents(request: EventRequest): Promise<Answer>;
  /** Closes all sockets. */
  close(): void;
}

export interface ClientOptions {
  readonly origin: URL;
  readonly maxSockets: number;
  readonly connectTimeoutMs?: number;
  /** From the first byte sent to the last byte received, a second try on a fresh socket included. */
  readonly answerTimeoutMs?: number;
}

/**
 * Returns a client of the Import API that keeps its connections alive. Made once per cold start.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 */
export function createDfineryClient({
  origin,
  maxSockets,
  connectTimeoutMs = 2_000,
  answerTimeoutMs = 10_000,
}: ClientOptions): DfineryClient {
  const transport = origin.protocol === 'https:' ? https : http;
  const agent = new transport.Agent({ keepAlive: true, maxSockets, timeout: IDLE_MS });
  let inFlight = 0;
  let lastAnswerAt = 0;

  /** While a Lambda is frozen no timer runs, so after a thaw the agent may still hold sockets that died long ago. */
  function dropIdleSockets(): void {
    if (inFlight === 0 && Date.now() - lastAnswerAt > IDLE_MS) agent.destroy();
  }

  return {
    async postEvents({ serviceId, accessToken, body }) {
      dropIdleSockets();
      inFlight += 1;
      const url = new URL('/api/v1/events', origin);
      url.searchParams.set('service_id', serviceId);
      const startedAt = Date.now();
      const send = () =>
        exchange(
          transport.request(url, {
            method: 'POST',
            agent,
            headers: {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
              access_token: accessToken,
            },
          }),
          // What a stale socket used up is not had twice: the caller's deadline counts on it.
          { body, connectTimeoutMs, answerTimeoutMs: answerTimeoutMs - (Date.now() - startedAt) },
        );
      try {
        const first = await send();
        // The peer closed a kept-alive socket just as it was used again; no byte of an answer had come.
        return first.kind === 'stale-socket' ? withoutStale(await send()) : first;
      } finally {
        inFlight -= 1;
        lastAnswerAt = Date.now();
      }
    },
    close() {
      agent.destroy();
    },
  };
}

function withoutStale(answer: Awaited<ReturnType<typeof exchange>>): Answer {
  return answer.kind === 'stale-socket' ? { kind: 'unanswered', reason: 'connection-failed' } : answer;
}
