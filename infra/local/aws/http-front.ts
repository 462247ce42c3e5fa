import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { matchRoute } from '../../../lib/receive/route-of.ts';
import { headerId } from '../../../lib/sources/header-id.ts';
import { readBody } from '../http-body.ts';
import { type HttpHandler, type RunningServer, startServer } from '../http-server.ts';
import { isOfProgram, isToThisMachine } from '../is-of-program.ts';
import { type EntranceName, entrances } from './entrances.ts';
import { type GatewayAnswer, gatewayAnswers } from './gateway-answer.ts';
import { joinHeaders } from './gateway-event.ts';
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

/** A webhook that was answered. */
export interface AnsweredDelivery {
  /** The two ids of its address. */
  readonly source: string;
  readonly connection: string;
  /** The ids that the function logs. Absent if the request did not come as far. */
  readonly requestId?: string;
  readonly traceId?: string;
  /** Names in lower case. A header that was sent twice holds both values, joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent; empty if it was too large to be read. */
  readonly rawBody: Buffer;
  readonly at: Date;
  /** From the first byte of the request to the answer. */
  readonly answeredInMs: number;
}

export interface HttpFrontOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly invoke: Invoke<APIGatewayProxyEventV2>;
  /** What is played. Default: the HTTP API. */
  readonly entrance?: EntranceName;
  /**
   * Served beside the API: requests whose path starts with a `prefix` go to its `handler`. `/` is for itself only, and for GET. They are for
   * this machine: a tunnel to the webhooks, which brings a host name of its own, does not lead there, nor may a page of another
   * site send anything there.
   */
  readonly mounts?: readonly { readonly prefix: string; readonly handler: HttpHandler }[];
  /** Called after each answer to a webhook. */
  readonly onAnswer?: (delivery: AnsweredDelivery, answer: GatewayAnswer) => void;
}

/**
 * Starts an HTTP server that plays API Gateway's HTTP API with the one route `POST /webhooks/{source}/{connection}`, or a function URL.
 * Rejects with `EADDRINUSE` if the port is taken.
 */
export function startHttpFront({
  port,
  invoke,
  entrance = 'http-api',
  mounts = [],
  onAnswer,
}: HttpFrontOptions): Promise<RunningServer> {
  const { toEvent, toAnswer } = entrances[entrance];

  async function answerTo(request: IncomingMessage): Promise<GatewayAnswer> {
    const at = new Date();
    const startedAt = performance.now();
    const { method = 'GET', url: target = '/', headersDistinct } = request;
    const body = await readBody(request, MAX_REQUEST_BYTES);
    const passed = body && (await pass(toEvent({ method, target, headers: headersDistinct, body })));
    const answer = passed?.answer ?? gatewayAnswers.tooLarge;
    const route = matchRoute(method, pathOf(target));
    if (route === undefined) return answer;
    onAnswer?.(
      {
        ...route,
        ...passed?.ids,
        headers: joinHeaders(headersDistinct),
        rawBody: body ?? Buffer.alloc(0),
        at,
        answeredInMs: performance.now() - startedAt,
      },
      answer,
    );
    return answer;
  }

  async function pass(event: APIGatewayProxyEventV2 | undefined) {
    if (event === undefined) return { answer: gatewayAnswers.notFound };
    const { requestId } = event.requestContext;
    const traceId = headerId(event.headers['x-amzn-trace-id']) ?? requestId;
    const isTooLarge = Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES;
    const answer = isTooLarge ? gatewayAnswers.tooLarge : toAnswer(await invoke(event));
    return { ids: { requestId, traceId }, answer };
  }

  return startServer(async (request, response) => {
    const path = pathOf(request.url ?? '/');
    const fits = ({ prefix }: { readonly prefix: string }) =>
      prefix === '/' ? path === '/' && request.method === 'GET' : path.startsWith(prefix);
    // A link of any page may lead to the front page.
    const isServed = path === '/' ? isToThisMachine(request) : isOfProgram(request);
    const mount = isServed ? mounts.find(fits) : undefined;
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
