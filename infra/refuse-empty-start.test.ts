import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aKeptTemplate } from '../test/support/builders/a-kept-template.ts';
import {
  type RetainedWorld,
  STACK,
  STAGE,
  startRetainedWorld,
} from '../test/support/harness/retained-world.ts';
import { localClientSettings } from './local/aws/local-aws.ts';

type Plugin = new (
  serverless: object,
) => {
  readonly hooks: Readonly<Record<'before:aws:deploy:deploy:createStack', () => Promise<void>>>;
};

/** It is JavaScript, because the framework loads it on any Node. */
const plugin = new URL('refuse-empty-start.js', import.meta.url).href;
const { default: RefuseEmptyStart } = (await import(plugin)) as { default: Plugin };

let world: RetainedWorld;

beforeEach(async () => {
  world = await startRetainedWorld();
  for (const [name, value] of Object.entries(world.environment)) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await world.stop();
});

async function deploy(): Promise<void> {
  const { store } = world.cloudFormation;
  await store.prepare(STACK, { kind: 'CREATE', template: aKeptTemplate(), toImport: [] });
  await store.execute(STACK);
}

/** Runs the plugin as the framework does before it makes a stack. */
async function check(...param: readonly string[]): Promise<void> {
  const client = new CloudFormationClient(localClientSettings(world.cloudFormation.url));
  const provider = {
    getStage: () => STAGE,
    getRegion: () => 'ap-northeast-2',
    naming: { getStackName: () => STACK },
    getCloudFormationClient: () => Promise.resolve(client),
  };
  const { hooks } = new RefuseEmptyStart({
    classes: { Error },
    configurationInput: { params: { default: { startEmpty: 'no' }, prod: undefined } },
    processedInput: { options: { param } },
    getProvider: () => provider,
  });
  await hooks['before:aws:deploy:deploy:createStack']();
}

test('a first deployment begins, and so does one of a stack that stands', async () => {
  await expect(check()).resolves.toBeUndefined();
  await deploy();
  await expect(check()).resolves.toBeUndefined();
});

test('an empty one beside what was left is refused with what to type, unless it is wanted', async () => {
  await deploy();
  world.cloudFormation.store.remove(STACK);

  await expect(check()).rejects.toThrow(
    /adapter take-over stack --stage prod --region ap-northeast-2 .+\n.+--param="startEmpty=yes"/,
  );
  await expect(check('startEmpty=no', 'startEmpty=yes')).resolves.toBeUndefined();
});

test('it looks with the rights that the framework deploys with, such as those of --aws-profile', async () => {
  await deploy();
  world.cloudFormation.store.remove(STACK);
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_PROFILE', 'of-another-account');

  await expect(check()).rejects.toThrow(/adapter take-over stack/);
});

test('it is refused, too, if nobody can see what was left', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', 'http://127.0.0.1:1');

  await expect(check()).rejects.toThrow(/cannot be seen: No connection/);
});
