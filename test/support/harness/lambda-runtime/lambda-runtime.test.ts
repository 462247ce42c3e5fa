import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LambdaOptions, type LambdaRuntime, startLambda } from './lambda-runtime.ts';

/** Does what the event says; `count` tells a warm environment from a cold one. */
const HANDLER = `
let count = 0;
export const handler = async ({ todo }, context) => {
  count += 1;
  if (todo === 'throw') throw new TypeError('broken');
  if (todo === 'hang') await new Promise(() => setInterval(() => {}, 1000));
  if (todo === 'exit') process.exit(1);
  if (todo === 'nothing') return undefined;
  console.log('said', process.env.GIVEN, process.env.HOME);
  return { count, remaining: context.getRemainingTimeInMillis(), title: '🍊' };
};`;

let folder: string;
let lambda: LambdaRuntime;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-runtime-'));
  await writeFile(join(folder, 'index.mjs'), HANDLER);
  lambda = await startHandler();
});

/** Runs the handler in an environment that is given more time than it needs on any machine. */
function startHandler(changes: Partial<LambdaOptions> = {}): Promise<LambdaRuntime> {
  return startLambda({
    name: 'function',
    taskRoot: folder,
    handler: 'index.handler',
    timeoutMs: 60_000,
    environment: { GIVEN: 'variable' },
    ...changes,
  });
}

afterAll(async () => {
  await lambda.stop();
  await rm(folder, { recursive: true });
});

async function answer(
  todo: string,
  runtime = lambda,
): Promise<{ count: number; remaining: number; title: string }> {
  const outcome = await runtime.invoke({ todo });
  return JSON.parse(outcome.kind === 'response' ? outcome.body : '{}') as Awaited<ReturnType<typeof answer>>;
}

test('A handler answers as under Lambda, warm from the second time on', async () => {
  const first = await answer('answer');
  const [second, third] = await Promise.all([answer('answer'), answer('answer')]);

  expect([first.count, second.count, third.count]).toEqual([1, 2, 3]);
  expect(first.title).toBe('🍊');
  expect(second.remaining).toBeGreaterThan(0);
  expect(second.remaining).toBeLessThanOrEqual(60_000);
});

test('It sees its own variables and none of this process, and its output is kept', async () => {
  await answer('answer');

  expect(lambda.logs()).toContain('said variable undefined');
});

test('A handler that throws is an error, and stays warm', async () => {
  expect(await lambda.invoke({ todo: 'throw' })).toEqual({ kind: 'error' });
  expect((await answer('answer')).count).toBeGreaterThan(2);
});

test('A handler that returns nothing answers null', async () => {
  expect(await lambda.invoke({ todo: 'nothing' })).toEqual({ kind: 'response', body: 'null' });
});

test('A handler that takes too long costs the environment, and the next invocation starts a new one', async () => {
  const impatient = await startHandler({ timeoutMs: 500 });

  expect(await impatient.invoke({ todo: 'hang' })).toEqual({ kind: 'timeout' });
  // A busy machine may take longer over an answer than it is given here.
  await expect.poll(async () => (await answer('answer', impatient)).count).toBe(1);
  await impatient.stop();
});

test('A handler that ends its process costs the environment, and the next invocation starts a new one', async () => {
  expect(await lambda.invoke({ todo: 'exit' })).toEqual({ kind: 'error' });
  expect((await answer('answer')).count).toBe(1);
});

test('An environment that is killed during an invocation is an error', async () => {
  const hanging = lambda.invoke({ todo: 'hang' });
  setTimeout(() => {
    lambda.kill();
  }, 300);

  expect(await hanging).toEqual({ kind: 'error' });
  expect((await answer('answer')).count).toBe(1);
});

test('A handler that cannot be loaded is an error', async () => {
  const broken = await startHandler({ handler: 'missing.handler' });

  expect(await broken.invoke({})).toEqual({ kind: 'error' });
  expect(broken.logs()).toContain('missing');
  await broken.stop();
});
