import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from './http-server.ts';
import { writeStackFile } from './stack-file.ts';

let folder: string;
let file: string;
let living: RunningServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adapter-'));
  file = join(folder, 'stack.json');
  living = await startServer((_request, response) => {
    response.writeHead(404).end();
    return Promise.resolve();
  });
});

afterEach(async () => {
  await living.stop();
  await rm(folder, { recursive: true });
});

const addressIn = async () =>
  (JSON.parse(await readFile(file, 'utf8')) as { ADAPTER_URL: string }).ADAPTER_URL;

test('the file of a stack that answers is left alone, also at the end of another', async () => {
  const first = await writeStackFile({ ADAPTER_URL: living.url }, file);
  const second = await writeStackFile({ ADAPTER_URL: 'http://127.0.0.1:1' }, file);

  expect([first.takenBy, second.takenBy]).toEqual([undefined, living.url]);
  await second.remove();
  expect(await addressIn()).toBe(living.url);
  await first.remove();
  expect(existsSync(file)).toBe(false);
});

test.each([['nothing'], ['{}'], ['{"ADAPTER_URL":"http://127.0.0.1:1"}']])(
  'a file with %s, of a stack that was killed, is written anew',
  async (text) => {
    await writeFile(file, text);
    const { takenBy } = await writeStackFile({ ADAPTER_URL: living.url }, file);

    expect([takenBy, await addressIn()]).toEqual([undefined, living.url]);
  },
);
