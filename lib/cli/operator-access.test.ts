import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningServer, startServer } from '../../infra/local/http-server.ts';
import { startCloudFormationDouble } from '../../test/support/doubles/cloud-formation-double.ts';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { stageEnvironment } from './find-environment.ts';
import { openAccess, openConnections } from './operator-access.ts';

let cloudFormation: RunningServer | undefined;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test').stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await cloudFormation?.stop();
});

const outputs = {
  EventsQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/events',
  EventsDeadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/dead',
  FetchesQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/fetches',
  FetchesDeadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/fetches-dead',
  ParkedDeliveriesBucketName: 'parked-bucket',
  LogGroups: '/aws/lambda/one,/aws/lambda/two',
  LedgerTableName: 'ledger-table',
  ErasuresQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/erasures',
  ErasuresDeadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/000000000000/erasures-dead',
  ErasuresTableName: 'erasures-table',
  TokensTableName: 'tokens-table',
};

async function startCloudFormation(status: number, more = {}): Promise<string> {
  cloudFormation = await startCloudFormationDouble(status === 200 ? { ...outputs, ...more } : undefined);
  return cloudFormation.url;
}

const environment = (endpoint: string) => ({
  AWS_ENDPOINT_URL_CLOUDFORMATION: endpoint,
  AWS_REGION: 'eu-central-1',
});

test.each([
  { HttpApiUrl: 'https://abc.execute-api.eu-central-1.amazonaws.com' },
  { ReceiveWebhookLambdaFunctionUrl: 'https://abc.lambda-url.eu-central-1.on.aws/' },
])('the address of a stage is found in %j, and never ends with a slash', async (output) => {
  const terminal = recordTerminal({}, environment(await startCloudFormation(200, output)));
  using access = await openAccess({ stage: 'prod' }, terminal);

  expect(`${access.address()}/`).toBe(new URL(Object.values(output).join()).href);
});

test('a domain of its own is the address of a stage, before that of the API', async () => {
  const addresses = {
    HttpApiUrl: 'https://abc.execute-api.eu-central-1.amazonaws.com',
    WebhookOrigin: 'https://webhooks.example.com',
  };
  const terminal = recordTerminal({}, environment(await startCloudFormation(200, addresses)));
  using access = await openAccess({ stage: 'prod' }, terminal);

  expect(access.address()).toBe('https://webhooks.example.com');
});

test('a stage is found by the outputs of its stack', async () => {
  const terminal = recordTerminal({}, environment(await startCloudFormation(200)));
  using access = await openAccess({ stage: 'prod' }, terminal);

  expect(access.config).toEqual({
    EVENTS_QUEUE_URL: outputs.EventsQueueUrl,
    LOG_GROUPS: outputs.LogGroups,
    CHANGES_LOG_GROUP: '/dfinery-webhook-adapter/prod/changes',
    POWERTOOLS_SERVICE_NAME: 'dfinery-webhook-adapter-prod',
    POWERTOOLS_METRICS_NAMESPACE: 'DfineryWebhookAdapter',
    DEAD_LETTER_QUEUE_URL: outputs.EventsDeadLetterQueueUrl,
    ERASURES_QUEUE_URL: outputs.ErasuresQueueUrl,
    ERASURES_DEAD_LETTER_QUEUE_URL: outputs.ErasuresDeadLetterQueueUrl,
    ERASURES_TABLE: 'erasures-table',
    ERASURE_KEY_PARAMETER: '/dfinery-webhook-adapter/prod/erasure-key',
    FETCHES_QUEUE_URL: outputs.FetchesQueueUrl,
    FETCHES_DEAD_LETTER_QUEUE_URL: outputs.FetchesDeadLetterQueueUrl,
    PARKED_BUCKET: 'parked-bucket',
    LEDGER_TABLE: 'ledger-table',
    TOKENS_TABLE: 'tokens-table',
    CONNECTIONS_PATH: '/dfinery-webhook-adapter/prod/connections',
    FUNCTION_PREFIX: 'dfinery-webhook-adapter-prod-',
  });
  expect(access.environment).toMatchObject({ AWS_REGION: 'eu-central-1' });
});

test('the quota of the account is read from Lambda', async () => {
  const lambda = await startServer((request, response) => {
    const isAsked = request.url === '/2016-08-19/account-settings';
    response.writeHead(isAsked ? 200 : 404, { 'content-type': 'application/json' });
    response.end('{"AccountLimit":{"ConcurrentExecutions":10}}');
    return Promise.resolve();
  });
  const variables = { ...environment(await startCloudFormation(200)), AWS_ENDPOINT_URL_LAMBDA: lambda.url };
  using access = await openAccess({ stage: 'prod' }, recordTerminal({}, variables));

  expect(await access.concurrency()).toBe(10);
  await lambda.stop();
});

test('the commands look for the service by the name it is deployed under', () => {
  const deployed = readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8');

  expect(/^service: (.+)$/m.exec(deployed)?.[1]).toBe('dfinery-webhook-adapter');
});

test('a stage that does not exist is named', async () => {
  const terminal = recordTerminal({}, environment(await startCloudFormation(400)));

  await expect(openAccess({ stage: 'prod' }, terminal)).rejects.toThrow(
    /^There is no stack dfinery-webhook-adapter-prod in eu-central-1\. .*--region/,
  );
});

test('without a stage the environment names the adapter, and missing variables are named', async () => {
  const terminal = recordTerminal({}, { EVENTS_QUEUE_URL: outputs.EventsQueueUrl });

  await expect(openAccess({}, terminal)).rejects.toThrow(/LEDGER_TABLE: missing/);
});

test('an environment that names no adapter is answered with the options that do', async () => {
  await expect(openAccess({}, recordTerminal({}))).rejects.toThrow(
    'Which adapter? Add --stage NAME or --local',
  );
});

test('the file of npm start is offered if no adapter is named', async () => {
  const terminal = recordTerminal({ '.local-stack.json': '{}' });

  await expect(openAccess({}, terminal)).rejects.toThrow(/--local\. npm start left its file in this folder/);
});

describe('the stage', () => {
  test('of ADAPTER_STAGE counts if none is given', async () => {
    const variables = { ...environment(await startCloudFormation(200)), ADAPTER_STAGE: 'prod' };
    using access = await openAccess({}, recordTerminal({}, variables));

    expect(access.config.CONNECTIONS_PATH).toBe('/dfinery-webhook-adapter/prod/connections');
    using connections = await openConnections({}, recordTerminal({}, variables));
    expect(connections.environment['CONNECTIONS_PATH']).toBe('/dfinery-webhook-adapter/prod/connections');
  });

  test('of the variable does not count with --local', async () => {
    const terminal = recordTerminal({}, { ADAPTER_STAGE: 'prod' });

    await expect(openAccess({ local: true }, terminal)).rejects.toThrow(/is npm start running/);
  });
});

describe('the region of a stage', () => {
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'adapter-'));
    writeFileSync(join(folder, 'config'), '[profile shop]\nregion = eu-west-3\n');
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
      .stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
      .stubEnv('AWS_REGION', undefined)
      .stubEnv('AWS_DEFAULT_REGION', undefined)
      .stubEnv('AWS_PROFILE', undefined);
  });

  const regionOf = async (args: { readonly region?: string }, variables: Record<string, string> = {}) =>
    (await stageEnvironment('prod', args, { environment: variables })).AWS_REGION;

  test.each([
    [{ region: 'us-east-1' }, { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-1' }, 'us-east-1'],
    [{}, { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-1' }, 'us-east-2'],
    [{}, { AWS_DEFAULT_REGION: 'us-west-1' }, 'us-west-1'],
    [{}, {}, 'ap-northeast-2'],
  ])('%j %j', async (args, variables, region) => {
    expect(await regionOf(args, variables)).toBe(region);
  });

  test('is that of the profile if no variable names one', async () => {
    vi.stubEnv('AWS_PROFILE', 'shop');

    expect(await regionOf({})).toBe('eu-west-3');
  });
});

test('without npm start there is no local stack', async () => {
  await expect(openAccess({ local: true }, recordTerminal({}))).rejects.toThrow(/is npm start running/);
});
