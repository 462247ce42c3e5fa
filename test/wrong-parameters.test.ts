import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adapter-refused-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Packages as an operator does. Returns what is printed and the exit code. */
function packageInto(path: string, options: readonly string[]): Promise<{ code: unknown; printed: string }> {
  return new Promise((resolve) => {
    execFile('node_modules/.bin/serverless', ['package', '--package', path, ...options], (error, printed) => {
      resolve({ code: error?.code ?? 0, printed });
    });
  });
}

const LONG_STAGE = 'preview-of-a-branch-with-a-name';

const KEY_ELSEWHERE = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Each was packaged once, or refused in words that name a field of the template. */
const refusals: readonly (readonly [options: string, ...sentences: readonly string[]])[] = [
  [
    '--param=routeRateLimit=100',
    'The parameter routeRateLimit does nothing without routeBurstLimit. Type --param="routeBurstLimit=100" besides, or leave both out.',
  ],
  [
    '--param=routeBurstLimit=50',
    'The parameter routeBurstLimit does nothing without routeRateLimit. Type --param="routeRateLimit=50" besides, or leave both out.',
  ],
  [
    '--param=batchWindowSeconds=0',
    'The parameter batchWindowSeconds is "0". It has to be a whole number from 1 to 300 (Lambda takes no batches above ten without a window), such as --param="batchWindowSeconds=5".',
  ],
  [
    '--param=silenceAlarmHours=200',
    'The parameter silenceAlarmHours is "200". It has to be a whole number from 1 to 168 (CloudWatch looks back no more than seven days), such as --param="silenceAlarmHours=24".',
  ],
  [
    '--param=ledgerOutage=foo',
    'The parameter ledgerOutage is "foo". It has to be wait or deliver, such as --param="ledgerOutage=wait".',
  ],
  [
    '--param=dfineryBaseUrl=http://x',
    'The parameter dfineryBaseUrl is "http://x". It has to be an origin with https (http for this machine only), without a path, such as --param="dfineryBaseUrl=https://openapi.dfinery.ai".',
  ],
  [
    '--param=alarmEmail=foo',
    'The parameter alarmEmail is "foo". It has to be one address of a mailbox, such as --param="alarmEmail=alarms@example.com".',
  ],
  [
    '--param=oldestEventAlarmMs=abc',
    'The parameter oldestEventAlarmMs is "abc". It has to be a whole number from 1 to 864000000 (an event waits for ten days at most), such as --param="oldestEventAlarmMs=7200000".',
  ],
  [
    '--param=drainConcurrency=1 --param=memorySize=64 --param=logRetentionDays=45 --param=tracing=On',
    'The parameter logRetentionDays is "45". It has to be one of the numbers of days that CloudWatch Logs takes (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653), such as --param="logRetentionDays=30".',
    'The parameter memorySize is "64". It has to be a whole number from 256 to 10240 (the functions use up to 170 MB, and Lambda gives at most 10,240), such as --param="memorySize=512".',
    'The parameter drainConcurrency is "1". It has to be a whole number from 2 to 1000 (Lambda limits an SQS queue to no fewer and no more), such as --param="drainConcurrency=5".',
    'The parameter tracing is "On". It has to be PassThrough or Active, such as --param="tracing=PassThrough".',
  ],
  [
    '--param=drainConcurency=9',
    'There is no parameter drainConcurency. Type --param="drainConcurrency=…", or another name of docs/reference.md.',
  ],
  [
    '--param=entrance=alb',
    'The parameter entrance is "alb". It has to be http-api or function-url, such as --param="entrance=http-api".',
  ],
  [
    '--param=entrance=function-url --param=accessLog=requests',
    'The parameter accessLog does nothing with entrance=function-url. Leave it out, or type --param="entrance=http-api".',
  ],
  [
    `--param=kmsKeyArn=${KEY_ELSEWHERE}`,
    'The key of kmsKeyArn is in eu-west-1 and the deployment in ap-northeast-2. Type a key of ap-northeast-2; or, for a stage that is not deployed yet, --region eu-west-1.',
  ],
  [
    '--param=vpcSubnetIds=subnet-0123abcd',
    'The parameter vpcSubnetIds does nothing without vpcSecurityGroupIds. Type --param="vpcSecurityGroupIds=sg-0123456789abcdef0" besides, or leave both out.',
  ],
  [
    `--stage ${LONG_STAGE} --region seoul --param=alarmEmail= --param=pollMinutes=1`,
    `The stage "${LONG_STAGE}" has 31 characters. Type a --stage of at most 25, because Lambda's names, such as dfinery-webhook-adapter-STAGE-receiveWebhook, end at 64.`,
    '"seoul" is no region of AWS. Type one such as --region ap-northeast-2.',
    '--param="alarmEmail=" has no value. Leave it out, or type --param="name=value".',
    'The parameter pollMinutes is "1". It has to be a whole number from 2 to 1440 (a shop is asked once a day at least), such as --param="pollMinutes=15".',
  ],
];

test.each(refusals)('%s is refused, and nothing is packaged', async (options, ...sentences) => {
  const path = join(folder, 'package');

  expect(await packageInto(path, options.split(' '))).toEqual({
    code: 1,
    printed: `Error:\n${sentences.join('\n')}\n`,
  });
  expect(existsSync(path)).toBe(false);
});
