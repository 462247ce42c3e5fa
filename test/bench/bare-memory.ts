import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleModule } from '../../infra/build.ts';
import { deployedNodeOptions } from '../support/harness/deployed-node-options.ts';
import { startLambda } from '../support/harness/lambda-runtime/lambda-runtime.ts';
import { DELIVERIES, largestWebhook } from './largest-webhook.ts';
import { peakMemory } from './peak-memory.ts';

/** Returns the memory in MB that handlers need for the largest webhooks if they do next to nothing with them. */
export async function bareMemory(): Promise<Readonly<Record<'empty' | 'parses only', number>>> {
  return { empty: await peakOf('empty'), 'parses only': await peakOf('parse-only') };
}

async function peakOf(name: string): Promise<number> {
  const taskRoot = await mkdtemp(join(tmpdir(), 'adapter-memory-'));
  await bundleModule(`test/bench/handlers/${name}.ts`, taskRoot);
  const handler = 'index.handler';
  const environment = { NODE_OPTIONS: await deployedNodeOptions() };
  const lambda = await startLambda({ name, taskRoot, handler, timeoutMs: 20_000, environment });
  try {
    for (let index = 0; index < DELIVERIES; index += 1) {
      const { kind } = await lambda.invoke({ headers: {}, body: largestWebhook(index, 'ascii') });
      if (kind !== 'response') throw new Error(`${name}: ${kind} ${lambda.logs()}`);
    }
    return await peakMemory(lambda.pid());
  } finally {
    await lambda.stop();
    await rm(taskRoot, { recursive: true });
  }
}
