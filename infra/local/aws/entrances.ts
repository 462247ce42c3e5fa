import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { matchRoute } from '../../../lib/receive/route-of.ts';
import { toFunctionUrlEvent } from './function-url-event.ts';
import { type GatewayAnswer, gatewayAnswers, toGatewayAnswer } from './gateway-answer.ts';
import { type HttpRequest, toGatewayEvent } from './gateway-event.ts';
import type { InvokeOutcome } from './invoke.ts';

interface Entrance {
  /** Returns the function's event, or `undefined` if the function is not asked: there is no such route. */
  readonly toEvent: (request: HttpRequest) => APIGatewayProxyEventV2 | undefined;
  readonly toAnswer: (outcome: InvokeOutcome) => GatewayAnswer;
}

export type EntranceName = 'http-api' | 'function-url';

/** What stands before the receiver, by the parameter `entrance` of the deployment. */
export const entrances: Readonly<Record<EntranceName, Entrance>> = {
  'http-api': {
    toEvent: (request) => {
      const route = matchRoute(request.method, request.target.split('?')[0] ?? '');
      return route && toGatewayEvent(request, route);
    },
    toAnswer: (outcome) => toGatewayAnswer(outcome, gatewayAnswers.failed),
  },
  'function-url': {
    toEvent: toFunctionUrlEvent,
    toAnswer: (outcome) => toGatewayAnswer(outcome, gatewayAnswers.failedAtUrl),
  },
};
