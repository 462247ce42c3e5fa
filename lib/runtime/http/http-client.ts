import http from 'node:http';
import https from 'node:https';
import { type ExchangeOptions, exchange } from './exchange.ts';
import type { HttpAnswer } from './http-answer.ts';

/** Sockets that were idle for longer are not used again: the peer or a NAT may have closed them. */
const IDLE_MS = 4_000;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpClient {
  /** Sends a request and returns the answer. Never throws, never follows a redirect. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes all sockets. */
  close(): void;
}

export interface HttpClientOptions extends Pick<ExchangeOptions, 'maxAnswerBytes'> {
  readonly maxSockets: number;
  /** Default 2 s. */
  readonly connectTimeoutMs?: number;
  /** From the first byte sent to the last byte received, including a second try on a fresh socket. Default 10 s. */
  readonly answerTimeoutMs?: number;
}

/** Returns a client that keeps its connections alive. Create it once per cold start. */
export function createHttpClient({
  maxSockets,
  maxAnswerBytes,
  connectTimeoutMs = 2_000,
  answerTimeoutMs = 10_000,
}: HttpClientOptions): HttpClient {
  const settings = { keepAlive: true, maxSockets, timeout: IDLE_MS };
  const agents = { 'http:': new http.Agent(settings), 'https:': new https.Agent(settings) };
  let inFlight = 0;
  let lastAnswerAt = 0;

  function closeSockets(): void {
    for (const agent of Object.values(agents)) agent.destroy();
  }

  /** No timer runs while a Lambda is frozen, so afterwards the agent may still hold sockets that died long ago. */
  function dropIdleSockets(): void {
    if (inFlight === 0 && Date.now() - lastAnswerAt > IDLE_MS) closeSockets();
  }

  function open({ method, url, headers, body = '' }: HttpRequest): http.ClientRequest {
    const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, headers: { ...headers, ...length } };
    return url.protocol === 'https:'
      ? https.request(url, { ...options, agent: agents['https:'] })
      : http.request(url, { ...options, agent: agents['http:'] });
  }

  return {
    async send(request) {
      dropIdleSockets();
      inFlight += 1;
      const startedAt = Date.now();
      const { body = '' } = request;
      const attempt = () =>
        exchange(open(request), {
          body,
          connectTimeoutMs,
          // The time that a stale socket took is subtracted, because the caller relies on the deadline.
          answerTimeoutMs: answerTimeoutMs - (Date.now() - startedAt),
          maxAnswerBytes,
        });
      try {
        const first = await attempt();
        // The peer closed a kept-alive socket just as it was used again; no byte of an answer had come.
        return first.kind === 'stale-socket' ? withoutStale(await attempt()) : first;
      } finally {
        inFlight -= 1;
        lastAnswerAt = Date.now();
      }
    },
    close: closeSockets,
  };
}

function withoutStale(answer: Awaited<ReturnType<typeof exchange>>): HttpAnswer {
  return answer.kind === 'stale-socket' ? { kind: 'unanswered', reason: 'connection-failed' } : answer;
}
