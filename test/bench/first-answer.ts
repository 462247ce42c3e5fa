import { toGatewayEvent } from '../../infra/local/aws/gateway-event.ts';
import { startLambda } from '../support/harness/lambda-runtime/lambda-runtime.ts';
import { cpuTimeMs } from './cpu-time-ms.ts';
import type { FirstOrder } from './first-orders.ts';

/** How long a fresh environment of the receiver took, from the start of its process until it answered an order. */
export interface FirstAnswer {
  readonly tookMs: number;
  /** CPU time of all its threads. */
  readonly cpuMs: number;
  /** What it wrote. */
  readonly logs: string;
}

export interface FirstAnswerOptions {
  /** The folder of the packaged receiver. */
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  /** See `LambdaOptions`. */
  readonly wrapper?: readonly string[];
  readonly order: FirstOrder;
}

/**
 * Starts the packaged receiver under AWS's runtime client and hands it a signed order.
 * @throws {Error} it did not queue the order.
 */
export async function firstAnswer({ order, ...options }: FirstAnswerOptions): Promise<FirstAnswer> {
  const event = eventOf(order);
  const lambda = await startLambda({
    ...options,
    name: 'receive-webhook',
    handler: 'index.handler',
    timeoutMs: 20_000,
  });
  try {
    const startedAt = performance.now();
    const outcome = await lambda.invoke(event);
    const tookMs = performance.now() - startedAt;
    const cpuMs = await cpuTimeMs(lambda.pid());
    if (outcome.kind !== 'response' || !outcome.body.includes('queued')) {
      throw new Error(`${order.source.id}: ${JSON.stringify(outcome)} ${lambda.logs()}`);
    }
    return { tookMs, cpuMs, logs: lambda.logs() };
  } finally {
    await lambda.stop();
  }
}

function eventOf({ source, topic, connection, body }: FirstOrder) {
  const rawBody = Buffer.from(body());
  const headers = source.sign({
    rawBody,
    secret: connection.secrets[0] ?? '',
    topic,
    shop: connection.shop ?? '',
    deliveryId: 'first-order',
    now: new Date(),
  });
  const sent = { 'content-type': 'application/json', ...headers };
  return toGatewayEvent(
    {
      method: 'POST',
      target: `/webhooks/${source.id}/${source.id}`,
      headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), [value]])),
      body: rawBody,
    },
    { source: source.id, connection: source.id },
  );
}
