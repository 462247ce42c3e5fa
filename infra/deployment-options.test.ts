import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

type Resolve = (context: {
  readonly resolveVariable: (address: string) => Promise<unknown>;
}) => Promise<unknown>;

/** It is CommonJS, because the framework loads it on any Node. */
const options = createRequire(import.meta.url)('./deployment-options.cjs') as Record<
  'bucket' | 'rollbackConfiguration' | 'tags',
  Resolve
>;

/** Answers as the framework does: a variable that is not known is an error, and so is one that nobody asks for here. */
const withVariables = (variables: Readonly<Record<string, unknown>>) => ({
  resolveVariable: (address: string) =>
    address in variables ? Promise.resolve(variables[address]) : Promise.reject(new Error(address)),
});

const stage = { 'self:service': 'dfinery-webhook-adapter', 'sls:stage': 'prod' };
const ALARMS = "cf:dfinery-webhook-adapter-prod.AlarmsOfUpdates, ''";

test.each([
  ['', { service: 'dfinery-webhook-adapter', stage: 'prod' }],
  [
    'cost-center=shop,owner=me',
    { service: 'dfinery-webhook-adapter', stage: 'prod', 'cost-center': 'shop', owner: 'me' },
  ],
])('tags of %j are besides those of the adapter', async (tags, expected) => {
  expect(await options.tags(withVariables({ ...stage, 'param:tags': tags }))).toEqual(expected);
});

test.each([
  ['', { blockPublicAccess: true }],
  ['my-packages', { name: 'my-packages' }],
])('packages go into the bucket %j', async (name, expected) => {
  expect(await options.bucket(withVariables({ 'param:deploymentBucket': name }))).toEqual(expected);
});

test('without watchMinutes the stack is told to watch nothing, and AWS is not asked', async () => {
  expect(await options.rollbackConfiguration(withVariables({ 'param:watchMinutes': 0 }))).toEqual({
    RollbackTriggers: [],
    MonitoringTimeInMinutes: 0,
  });
});

test('an update is watched by the alarms that the stack names', async () => {
  const variables = { ...stage, 'param:watchMinutes': '10', [ALARMS]: 'arn:aws:one,arn:aws:two' };

  expect(await options.rollbackConfiguration(withVariables(variables))).toEqual({
    RollbackTriggers: [
      { Arn: 'arn:aws:one', Type: 'AWS::CloudWatch::Alarm' },
      { Arn: 'arn:aws:two', Type: 'AWS::CloudWatch::Alarm' },
    ],
    MonitoringTimeInMinutes: 10,
  });
});

test('a first deployment is not watched, because an alarm that is not there would fail it', async () => {
  const variables = { ...stage, 'param:watchMinutes': 10, [ALARMS]: '' };

  expect(await options.rollbackConfiguration(withVariables(variables))).toEqual({
    RollbackTriggers: [],
    MonitoringTimeInMinutes: 0,
  });
});
