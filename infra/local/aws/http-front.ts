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

/** The two ids of a webhook's address, and that of its request if it came as far as the function. */
export interface AnsweredDelivery {
  readonly source: string;
  readonly connection: string;
  readonly requestId?: string;
}

export interface HttpFrontOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly invoke: Invoke<APIGatewayProxyEventV2>;
  /** Served beside the API: requests whose path starts with a `prefix` go to its `handler`. */
  readonly mounts?: readonly { readonly prefix: string; readonly handler: HttpHandler }[];
  /** Called after each answer to a webhook. `requestId` is the one that the function logs. */
  readonly onAnswer?: (delivery: AnsweredDelivery, answer: GatewayAnswer) => void;
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
    if (body === undefined) return tell(route, gatewayAnswers.tooLarge);
    const delivery: HttpRequest = { method, target, headers: request.headersDistinct, body };
    const event = toGatewayEvent(delivery, route);
    const answer =
      Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES
        ? gatewayAnswers.tooLarge
        : toGatewayAnswer(await invoke(event));
    return tell({ ...route, requestId: event.requestContext.requestId }, answer);
  }

  function tell(delivery: AnsweredDelivery, answer: GatewayAnswer): GatewayAnswer {
    onAnswer?.(delivery, answer);
    return answer;
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
