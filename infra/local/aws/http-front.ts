import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { readBody } from '../http-body.ts';
import { type HttpHandler, type RunningServer, startServer } from '../http-server.ts';
import { type GatewayAnswer, gatewayAnswers, toGatewayAnswer } from './gateway-answer.ts';
import { type HttpRequest, matchRoute, toGatewayEvent } from './gateway-event.ts';
import type { Invoke } from './invoke.ts';

/**
 * API Gateway takes payloads of at most 10 MB.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html (read 2026-11-24)
 */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/**
 * Lambda takes events of at most 6 MB, escapes and base64 included. API Gateway answers 413 beyond that too. AWS does not
 * document it, but it was seen on the REST kind of API.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (read 2026-11-24)
 * @see https://github.com/koki-develop/lgtm-generator/issues/10 (read 2026-11-24)
 */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export interface HttpFrontOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly invoke: Invoke<APIGatewayProxyEventV2>;
  /** Served beside the API: requests whose path starts with a `prefix` go to its `handler`. */
  readonly mounts?: readonly { readonly prefix: string; readonly handler: HttpHandler }[];
  /** Called after each answer to a webhook. */
  readonly onAnswer?: (delivery: { source: string; connection: string }, answer: GatewayAnswer) => void;
}

/**
 * Starts an HTTP server that plays API Gateway's HTTP API with the one route `POST /webhooks/{source}/{connection}`.
 * Rejects with `EADDRINUSE` if the port is taken.
 */
export function startHttpFront({
  port,
  invoke,
  mounts = [],
  onAnswer,
}: HttpFrontOptions): Promise<RunningServer> {
  async function answerTo(request: IncomingMessage): Promise<GatewayAnswer> {
    const { method = 'GET', url: target = '/' } = request;
    const body = await readBody(request, MAX_REQUEST_BYTES);
    const route = matchRoute(method, pathOf(target));
    if (route === undefined) return gatewayAnswers.notFound;
    const answer =
      body === undefined
        ? gatewayAnswers.tooLarge
        : await answerDelivery({ method, target, headers: request.headersDistinct, body }, route);
    onAnswer?.(route, answer);
    return answer;
  }

  async function answerDelivery(
    request: HttpRequest,
    route: { source: string; connection: string },
  ): Promise<GatewayAnswer> {
    const event = toGatewayEvent(request, route);
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) return gatewayAnswers.tooLarge;
    return toGatewayAnswer(await invoke(event));
  }

  return startServer(async (request, response) => {
    const mount = mounts.find(({ prefix }) => pathOf(request.url ?? '/').startsWith(prefix));
    if (mount === undefined) write(response, await answerTo(request));
    else await mount.handler(request, response);
  }, port);
}

function pathOf(target: string): string {
  return target.split('?')[0] ?? target;
}

function write(response: ServerResponse, answer: GatewayAnswer): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.writeHead(answer.status);
  response.end(answer.body);
}
