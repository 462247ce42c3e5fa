import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { startCloudFormationDouble } from '../test/support/doubles/cloud-formation-double.ts';
import { localClientSettings } from './local/aws/local-aws.ts';

type Plugin = new (
  serverless: object,
) => {
  readonly hooks: Readonly<Record<'before:aws:deploy:deploy:createStack', () => Promise<void>>>;
};

/** It is JavaScript, because the framework loads it on any Node. */
const plugin = new URL('refuse-lost-address.js', import.meta.url).href;
const { default: RefuseLostAddress } = (await import(plugin)) as { default: Plugin };

const HTTP_API = { HttpApiUrl: 'https://abc.execute-api.ap-northeast-2.amazonaws.com' };
const DOMAIN = { ...HTTP_API, WebhookOrigin: 'https://hooks.example.com' };
const FUNCTION_URL = { ReceiveWebhookLambdaFunctionUrl: 'https://abc.lambda-url.eu-central-1.on.aws/' };

/** Runs the plugin as the framework does, over a stack with these outputs. */
async function deploy(
  outputs: Readonly<Record<string, string>> | undefined,
  { typed = [], ofStage = {} }: { typed?: readonly string[]; ofStage?: object } = {},
): Promise<void> {
  const double = await startCloudFormationDouble(outputs);
  const provider = {
    getStage: () => 'prod',
    naming: { getStackName: () => 'dfinery-webhook-adapter-prod' },
    getCloudFormationClient: () => Promise.resolve(new CloudFormationClient(localClientSettings(double.url))),
  };
  const { hooks } = new RefuseLostAddress({
    classes: { Error },
    configurationInput: {
      params: { default: { entrance: 'http-api', domainName: '', newAddress: 'no' }, prod: ofStage },
    },
    processedInput: { options: { param: typed } },
    getProvider: () => provider,
  });
  await hooks['before:aws:deploy:deploy:createStack']().finally(() => double.stop());
}

test.each([
  ['there is no stack', undefined, {}],
  ['the stack was taken over', {}, {}],
  ['nothing changes', HTTP_API, {}],
  ['a domain comes', HTTP_API, { typed: ['domainName=hooks.example.com'] }],
  ['the domain is typed again', DOMAIN, { typed: ['domainName=hooks.example.com'] }],
  ['the domain is in serverless.yml', DOMAIN, { ofStage: { domainName: 'hooks.example.com' } }],
  ['the entrance is typed again', FUNCTION_URL, { typed: ['entrance=function-url'] }],
  ['it is wanted', DOMAIN, { typed: ['newAddress=yes'] }],
])('a deployment goes on if %s', async (_, outputs, given) => {
  await expect(deploy(outputs, given)).resolves.toBeUndefined();
});

test.each([
  ['without the domain', DOMAIN, [], 'domainName=hooks.example.com'],
  ['with another domain', DOMAIN, ['domainName=shop.example.com'], 'domainName=hooks.example.com'],
  ['without the entrance', FUNCTION_URL, [], 'entrance=function-url'],
  ['with another entrance', HTTP_API, ['entrance=function-url'], 'entrance=http-api'],
])('one %s is refused with what to type', async (_, outputs, typed, before) => {
  await expect(deploy(outputs, { typed })).rejects.toThrow(
    `which this deployment takes away. Type --param="${before}" as before.`,
  );
});
