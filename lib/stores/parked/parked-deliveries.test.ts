import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { startServer } from '../../../infra/local/http-server.ts';
import { createParkedDeliveries } from './parked-deliveries.ts';

let stop: () => Promise<void> = () => Promise.resolve();
afterEach(() => stop());

/** A bucket that answers every request with an error of S3. */
async function bucketThatAnswers(status: number, code: string) {
  const server = await startServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
    return Promise.resolve();
  });
  const settings = { ...localClientSettings(server.url), forcePathStyle: true, maxAttempts: 1 };
  const s3 = new S3Client(settings);
  stop = async () => {
    s3.destroy();
    await server.stop();
  };
  return createParkedDeliveries({ s3, bucket: 'parked', budgetMs: 30_000 });
}

test.each([
  [403, 'AccessDenied'],
  [403, 'InvalidObjectState'],
  [400, 'KMS.DisabledException'],
])('an object that S3 refuses with %s %s cannot be read, which is a result', async (status, code) => {
  const deliveries = await bucketThatAnswers(status, code);

  expect(await deliveries.get('main/a')).toEqual({ kind: 'unreadable', problem: code });
});

test('an object that is not there is gone', async () => {
  expect(await (await bucketThatAnswers(404, 'NoSuchKey')).get('main/a')).toEqual({ kind: 'gone' });
});

test.each([
  [500, 'InternalError'],
  [503, 'SlowDown'],
  [400, 'ExpiredToken'],
])('an answer %s %s says nothing about the object: it throws', async (status, code) => {
  const deliveries = await bucketThatAnswers(status, code);

  await expect(deliveries.get('main/a')).rejects.toMatchObject({ name: code });
});
