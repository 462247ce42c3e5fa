import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InvokeOutcome } from '../../../../infra/local/aws/invoke.ts';
import { readBody, sendJson } from '../../../../infra/local/http-body.ts';
import { startServer } from '../../../../infra/local/http-server.ts';

const RESULT = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;
const NEXT = '/2018-06-01/runtime/invocation/next';

export interface RuntimeApi {
  /** Host and port, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /**
   * Hands an event to the environment as soon as it asks for one, and resolves with what it posts within the time-out. One
   * at a time. As on Lambda, the time in which an environment starts does not count.
   */
  invoke(event: unknown, timeoutMs: number): Promise<InvokeOutcome>;
  /** Gives up the invocation that is under way, because its environment is gone. */
  abandon(): void;
  stop(): Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly timeoutMs: number;
  readonly settle: (outcome: InvokeOutcome) => void;
}

/**
 * Starts the Runtime API that an execution environment of Lambda talks to, for one environment.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html (read 2026-11-24)
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  let current: Invocation | undefined;
  /** An environment may ask for the next event before its last result has arrived. */
  let isHandedOut = false;
  let timer: NodeJS.Timeout | undefined;
  /** The environment's question for the next event, while there is none. */
  let waiting: ServerResponse | undefined;

  function settle(id: string, outcome: InvokeOutcome): void {
    if (current?.id !== id) return;
    clearTimeout(timer);
    current.settle(outcome);
    current = undefined;
  }

  function wait(response: ServerResponse): void {
    waiting = response;
    response.once('close', () => {
      if (waiting === response) waiting = undefined;
    });
  }

  function handOut(response: ServerResponse, invocation: Invocation): void {
    isHandedOut = true;
    const { id, timeoutMs } = invocation;
    timer = setTimeout(() => {
      settle(id, { kind: 'timeout' });
    }, timeoutMs);
    sendInvocation(response, invocation);
  }

  const server = await startServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await readBody(request))?.toString() ?? '';
    const [, id, kind] = RESULT.exec(request.url ?? '') ?? [];
    if (request.url === NEXT) {
      if (current === undefined || isHandedOut) wait(response);
      else handOut(response, current);
      return;
    }
    if (id !== undefined) settle(id, kind === 'response' ? { kind, body } : { kind: 'error' });
    sendJson(response, { status: 202, body: { status: 'OK' } });
  });

  return {
    address: new URL(server.url).host,
    invoke: (event, timeoutMs) =>
      new Promise((resolve) => {
        current = { id: randomUUID(), event, timeoutMs, settle: resolve };
        isHandedOut = false;
        if (waiting !== undefined) handOut(waiting, current);
        waiting = undefined;
      }),
    abandon: () => {
      waiting = undefined;
      if (current !== undefined) settle(current.id, { kind: 'error' });
    },
    stop: () => server.stop(),
  };
}

function sendInvocation(response: ServerResponse, invocation: Invocation): void {
  response.setHeader('Lambda-Runtime-Aws-Request-Id', invocation.id);
  response.setHeader('Lambda-Runtime-Deadline-Ms', String(Date.now() + invocation.timeoutMs));
  response.setHeader(
    'Lambda-Runtime-Invoked-Function-Arn',
    'arn:aws:lambda:ap-northeast-2:000000000000:function:local',
  );
  sendJson(response, { body: invocation.event });
}
