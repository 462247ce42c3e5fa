import { startLambda } from '../support/harness/lambda-runtime/lambda-runtime.ts';
import { functionEnvironment } from './function-environment.ts';

/** An event that every function answers at once: a webhook of an unknown connection, and no records. */
const NOTHING = {
  pathParameters: { source: 'nobody', connection: 'nobody' },
  headers: {},
  requestContext: { requestId: 'bench' },
  body: '',
  isBase64Encoded: false,
  Records: [],
};

/** Returns the milliseconds from the start of a process under AWS's runtime client to a packaged handler's first answer. */
export async function firstAnswerMs(taskRoot: string): Promise<number> {
  const lambda = await startLambda({
    name: 'bench',
    taskRoot,
    handler: 'index.handler',
    timeoutMs: 20_000,
    environment: functionEnvironment,
  });
  try {
    const startedAt = performance.now();
    const outcome = await lambda.invoke(NOTHING);
    const tookMs = performance.now() - startedAt;
    if (outcome.kind !== 'response') throw new Error(`${taskRoot}: ${outcome.kind} ${lambda.logs()}`);
    return tookMs;
  } finally {
    await lambda.stop();
  }
}
