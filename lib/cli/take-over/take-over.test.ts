import { CloudFormationClient, CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { aKeptTemplate } from '../../../test/support/builders/a-kept-template.ts';
import {
  type RetainedWorld,
  STACK,
  startRetainedWorld,
} from '../../../test/support/harness/retained-world.ts';
import { keptNames } from '../../stores/stacks/kept-resources.ts';

let world: RetainedWorld;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local').stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  world = await startRetainedWorld();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await world.stop();
});

/** As `serverless deploy` does, but for what keeps nothing. */
async function deploy(): Promise<Readonly<Record<string, string>>> {
  const { store } = world.cloudFormation;
  const kind = store.living(STACK) === undefined ? 'CREATE' : 'UPDATE';
  await store.prepare(STACK, { kind, template: aKeptTemplate(), toImport: [] });
  await store.execute(STACK);
  return world.resourcesOf();
}

function remove(): void {
  world.cloudFormation.store.remove(STACK);
}

const keptOf = (resources: Readonly<Record<string, string>>) =>
  Object.fromEntries(keptNames.map((name) => [name, resources[name]]));

/** The id that a removed stack is shown with. */
const idsOfRemoved = () =>
  world.cloudFormation.store.stacks
    .filter(({ deletedAt }) => deletedAt !== undefined)
    .map(({ id }) => (id.split('/').at(-1) ?? '').slice(0, 8));

test('An installation that was removed is taken over whole, and the deployment makes nothing of it anew', async () => {
  const before = keptOf(await deploy());
  remove();

  const { exitCode, complaints } = await world.run('take-over', 'stack', '--yes');

  expect([exitCode, complaints.at(-1)]).toEqual([
    0,
    'npx serverless deploy --stage prod --region ap-northeast-2',
  ]);
  expect(world.cloudFormation.store.living(STACK)?.status).toBe('IMPORT_COMPLETE');
  expect(keptOf(await deploy())).toEqual(before);
});

test('Without it the deployment makes all of it anew', async () => {
  const before = Object.values(keptOf(await deploy()));
  remove();

  const after = Object.values(keptOf(await deploy()));

  expect(after.filter((physicalId) => before.includes(physicalId))).toEqual([]);
});

test('Settings are told as they are, so that the deployment changes what differs', async () => {
  const { EventsDeadLetterQueue = '', LedgerTable = '' } = await deploy();
  remove();
  world.settings.set(LedgerTable, { expiryAttribute: undefined, isRecoverable: false });

  await world.run('take-over', 'stack', '--yes');

  const template = JSON.parse(world.cloudFormation.changes.at(-1)?.template ?? '{}') as {
    Resources: Record<string, { DeletionPolicy: string; Properties: Record<string, unknown> }>;
  };
  const { EventsQueue, ErasuresTable, LedgerTable: ledger } = template.Resources;
  expect(EventsQueue?.Properties).toMatchObject({
    VisibilityTimeout: 370,
    MessageRetentionPeriod: 1_209_600,
    RedrivePolicy: {
      deadLetterTargetArn: `arn:aws:sqs:ap-northeast-2:000000000000:${EventsDeadLetterQueue.split('/').at(-1)}`,
      maxReceiveCount: 1000,
    },
  });
  expect(ErasuresTable?.Properties).toMatchObject({
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  expect(Object.keys(ledger?.Properties ?? {}).sort()).toEqual([
    'AttributeDefinitions',
    'BillingMode',
    'KeySchema',
  ]);
  // A name would be taken away again by the deployment, which has none, and that replaces the resource.
  expect(JSON.stringify(template)).not.toMatch(/"(QueueName|TableName|BucketName)"/);
  expect(new Set(Object.values(template.Resources).map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(
    new Set(['Retain']),
  );
});

test('A dry run shows what would be taken, and changes nothing', async () => {
  const { EventsQueue = '' } = await deploy();
  await world.sqs.send(new SendMessageCommand({ QueueUrl: EventsQueue, MessageBody: 'an order' }));
  remove();

  const { exitCode, printed, complaints } = await world.run('take-over', 'stack');

  expect([exitCode, complaints]).toEqual([0, ['Nothing was changed. Add --yes to do it.']]);
  expect(printed.map((line) => JSON.parse(line) as unknown)).toContainEqual({
    name: 'EventsQueue',
    physicalId: EventsQueue,
    holds: 'messages: 1',
    from: idsOfRemoved()[0],
    removedAt: expect.any(String) as string,
  });
  expect(printed).toHaveLength(keptNames.length);
  expect(world.cloudFormation.store.living(STACK)).toBeUndefined();
});

describe('if two installations left something', () => {
  test('it is shown, and a person has to choose one of them', async () => {
    const first = keptOf(await deploy());
    remove();
    const second = keptOf(await deploy());
    remove();

    const { exitCode, complaints } = await world.run('take-over', 'stack', '--yes');

    expect(exitCode).toBe(1);
    expect(complaints.join()).toMatch(
      /There are 2 of LedgerTable: \S+ \(items: about 0; of \w{8}, removed .+--from ID takes those of one/s,
    );
    expect(complaints.join()).toContain(first['LedgerTable']);
    expect(complaints.join()).toContain(second['LedgerTable']);

    const [id = ''] = idsOfRemoved();
    await world.run('take-over', 'stack', '--from', id, '--yes');
    expect(keptOf(world.resourcesOf())).toEqual(first);
  });

  test('a mixture of both is refused if dead letters would be out of sight', async () => {
    await deploy();
    remove();
    const { EventsDeadLetterQueue = '' } = await deploy();
    remove();
    const [id = ''] = idsOfRemoved();

    const mixed = ['--from', id, '--use', `EventsDeadLetterQueue=${EventsDeadLetterQueue}`];
    const { exitCode, complaints } = await world.run('take-over', 'stack', ...mixed, '--yes');

    expect(exitCode).toBe(1);
    expect(complaints.join()).toMatch(
      /EventsQueue sends its dead letters to \S+, and not to \S+: they are of two/,
    );
  });

  test('list shows all, the newest first', async () => {
    await deploy();
    remove();
    await deploy();
    remove();

    const { printed } = await world.run('take-over', 'list');

    const rows = printed.map((line) => JSON.parse(line) as { from: string });
    expect(rows).toHaveLength(2 * keptNames.length);
    expect([...new Set(rows.map(({ from }) => from))].sort()).toEqual([...idsOfRemoved()].sort());
  });

  test('the same resources of two stacks are one choice', async () => {
    const first = keptOf(await deploy());
    remove();
    await world.run('take-over', 'stack', '--yes');
    await deploy();
    remove();

    expect((await world.run('take-over', 'stack', '--yes')).exitCode).toBe(0);
    expect(keptOf(world.resourcesOf())).toEqual(first);
  });
});

describe('a table', () => {
  test('that was restored takes the place of the one that was left', async () => {
    const before = await deploy();
    remove();
    await makeTable('ledger-of-yesterday');

    const named = ['--use', 'LedgerTable=ledger-of-yesterday'];
    expect((await world.run('take-over', 'stack', ...named, '--yes')).exitCode).toBe(0);

    expect(keptOf(world.resourcesOf())).toEqual({ ...keptOf(before), LedgerTable: 'ledger-of-yesterday' });
  });

  test('that is gone is missed, and an empty one has to be asked for', async () => {
    const { TokensTable = '' } = await deploy();
    remove();
    await world.dynamoDb.send(new DeleteTableCommand({ TableName: TokensTable }));

    const refused = await world.run('take-over', 'stack', '--yes');
    expect([refused.exitCode, refused.complaints[0]]).toEqual([
      1,
      expect.stringContaining('No TokensTable is known: name it, or have an empty one made'),
    ]);
    expect((await world.run('take-over', 'stack', '--new', 'TokensTable', '--yes')).exitCode).toBe(0);

    expect(Object.keys(world.resourcesOf())).not.toContain('TokensTable');
    expect(Object.keys(await deploy())).toContain('TokensTable');
  });

  test('is as a queue in this: one that is gone is missed', async () => {
    const { EventsDeadLetterQueue = '' } = await deploy();
    remove();
    await world.sqs.send(new DeleteQueueCommand({ QueueUrl: EventsDeadLetterQueue }));

    const { complaints } = await world.run('take-over', 'stack');

    expect(complaints.join()).toContain('No EventsDeadLetterQueue is known');
  });

  test('of something else is refused', async () => {
    await deploy();
    remove();
    await makeTable('customers', 'email');

    const { exitCode, complaints } = await world.run('take-over', 'stack', '--use', 'LedgerTable=customers');

    expect([exitCode, complaints]).toEqual([
      1,
      ['customers is no table of this adapter: its key is email HASH'],
    ]);
  });

  test('that is not there is named', async () => {
    const { exitCode, complaints } = await world.run('take-over', 'stack', '--use', 'LedgerTable=nowhere');

    expect([exitCode, complaints]).toEqual([1, ['There is no nowhere: is the region right?']]);
  });
});

describe('a stack that is in the way', () => {
  test.each([
    ['UPDATE_COMPLETE', /it is UPDATE_COMPLETE\. take-over contents puts into it .+ serverless remove/],
    ['ROLLBACK_COMPLETE', /it is ROLLBACK_COMPLETE\. Remove it first; .+ serverless remove --stage prod/],
    ['DELETE_FAILED', /it is DELETE_FAILED\. Remove it first; .+ serverless remove --stage prod/],
    ['UPDATE_IN_PROGRESS', /it is UPDATE_IN_PROGRESS\. Wait until that is over/],
  ])('is named with what to do: %s', async (status, sentence) => {
    await deploy();
    const stack = world.cloudFormation.store.living(STACK);
    if (stack !== undefined) stack.status = status;

    const { exitCode, complaints } = await world.run('take-over', 'stack', '--yes');

    expect([exitCode, complaints.length]).toEqual([1, 1]);
    expect(complaints[0]).toMatch(sentence);
  });

  test('without resources is used: an attempt that was broken off left it with its change', async () => {
    await deploy();
    remove();
    const client = new CloudFormationClient(localClientSettings(world.cloudFormation.url));
    await client.send(
      new CreateChangeSetCommand({
        StackName: STACK,
        ChangeSetName: 'take-over',
        ChangeSetType: 'CREATE',
        TemplateBody: '{"Resources":{}}',
      }),
    );

    const { exitCode, complaints } = await world.run('take-over', 'stack', '--yes');

    expect([exitCode, complaints[0]]).toEqual([
      0,
      `The stack ${STACK} has them. Now deploy, with the parameters as before:`,
    ]);
  });

  test('as it was refused an import, it is removed, so that a deployment can begin', async () => {
    await deploy();
    // Another stack has them by now.
    const { store } = world.cloudFormation;
    remove();
    await world.run('take-over', 'stack', '--yes');
    const other = store.living(STACK);
    Object.assign(other ?? {}, { name: 'another-stack' });

    const { exitCode, complaints } = await world.run('take-over', 'stack', '--yes');

    expect(exitCode).toBe(1);
    expect(complaints.join()).toMatch(/CloudFormation refuses to import: .+already exists in another stack/);
    expect(store.living(STACK)).toBeUndefined();
  });
});

test('A resource whose name is that of another is refused: tables look alike', async () => {
  const { TokensTable = '', FetchesQueue = '' } = await deploy();
  remove();

  const table = await world.run('take-over', 'stack', '--use', `LedgerTable=${TokensTable}`);
  const queue = await world.run('take-over', 'stack', '--use', `EventsQueue=${FetchesQueue}`);

  expect([table.exitCode, table.complaints]).toEqual([
    1,
    [`${TokensTable} is a TokensTable, and no LedgerTable`],
  ]);
  expect([queue.exitCode, queue.complaints]).toEqual([
    1,
    [`${FetchesQueue} is a FetchesQueue, and no EventsQueue`],
  ]);
});

test.each([
  [['stack', '--use', 'Ledger=x'], /Unknown NAME: Ledger\. There are ErasuresTable/],
  [['stack', '--use', 'LedgerTable'], /--use LedgerTable names no resource/],
  [['stack', '--use', 'EventsQueue=my-queue'], /EventsQueue needs the address of a queue: https/],
  [['stack', '--use', 'LedgerTable=https://x/y'], /LedgerTable is no queue, so it has no address/],
  [['contents'], /contents needs --from ID or --use/],
  [['contents', '--new', 'LedgerTable', '--from', '1'], /--new is for stack/],
  [['list', '--yes'], /list takes only/],
  [['everything'], /take-over needs list, stack or contents/],
])('%j is wrong usage', async (args, sentence) => {
  const { exitCode, complaints } = await world.run('take-over', ...args);

  expect(exitCode).toBe(2);
  expect(complaints.join()).toMatch(sentence);
});

test('With nothing left it says so', async () => {
  const list = await world.run('take-over', 'list');
  const stack = await world.run('take-over', 'stack');

  expect([list.exitCode, list.complaints.join()]).toEqual([
    0,
    expect.stringContaining('No stack dfinery-webhook-adapter-prod was removed in ap-northeast-2'),
  ]);
  expect([stack.exitCode, stack.complaints.join()]).toEqual([
    1,
    expect.stringContaining('CloudFormation forgets after 90 days'),
  ]);
});

async function makeTable(TableName: string, key = 'id'): Promise<void> {
  await world.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    }),
  );
}
