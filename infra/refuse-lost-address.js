import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/**
 * @typedef {{ Stacks?: { Outputs?: { OutputKey?: string, OutputValue?: string }[] }[] }} Described
 * @typedef {{
 *   getStage: () => string,
 *   naming: { getStackName: () => string },
 *   getCloudFormationClient: () => Promise<{ send: (command: DescribeStacksCommand) => Promise<Described> }>,
 * }} Provider
 * @typedef {Partial<Record<'entrance' | 'domainName' | 'newAddress', string>>} Parameters
 * What the framework tells a plugin.
 * @typedef {{
 *   classes: { Error: new (message: string, code: string) => Error },
 *   configurationInput: { params: Record<string, Parameters | undefined> },
 *   processedInput: { options: { param?: string[] } },
 *   getProvider: (name: 'aws') => Provider,
 * }} Serverless
 */

/** The output that has the address of each entrance. The framework writes both. */
const OUTPUT_OF_ENTRANCE = { 'http-api': 'HttpApiUrl', 'function-url': 'ReceiveWebhookLambdaFunctionUrl' };

/**
 * A plugin of `serverless` that refuses to take away the address that shops send to. A parameter that is left out goes back to its
 * default, so a deployment that only forgets one would do it, and every webhook from then on would be lost.
 */
export default class RefuseLostAddress {
  #serverless;
  hooks = { 'before:aws:deploy:deploy:createStack': () => this.#check() };

  /** @param {Serverless} serverless */
  constructor(serverless) {
    this.#serverless = serverless;
  }

  async #check() {
    const provider = this.#serverless.getProvider('aws');
    const parameters = parametersOf(this.#serverless, provider.getStage());
    if (parameters.newAddress === 'yes') return;
    const lost = lostAddress(await outputsOf(provider), parameters);
    if (lost === undefined) return;
    const sentence = `Shops send to ${lost.address}, which this deployment takes away. Type --param="${lost.as}" as before. If every shop is told a new address, type --param="newAddress=yes" (docs/reference.md).`;
    throw new this.#serverless.classes.Error(sentence, 'LOST_ADDRESS');
  }
}

/**
 * @param {Readonly<Record<string, string | undefined>>} outputs
 * @param {Parameters} parameters
 */
function lostAddress(outputs, { entrance, domainName }) {
  const { WebhookOrigin: origin } = outputs;
  if (origin !== undefined && origin !== `https://${domainName}`) {
    return { address: origin, as: `domainName=${origin.replace('https://', '')}` };
  }
  return Object.entries(OUTPUT_OF_ENTRANCE)
    .filter(([name]) => name !== entrance)
    .map(([name, output]) => ({ address: outputs[output], as: `entrance=${name}` }))
    .find(({ address }) => address !== undefined);
}

/**
 * Those of a folder that `deploy --package` takes are not seen.
 * @param {Serverless} serverless
 * @param {string} stage
 * @returns {Parameters}
 */
function parametersOf({ processedInput: { options }, configurationInput: { params } }, stage) {
  /** @type {[string, string][]} */
  const typed = (options.param ?? []).map((item) => {
    const [name = '', value = ''] = item.split('=');
    return [name, value];
  });
  return { ...params.default, ...params[stage], ...Object.fromEntries(typed) };
}

/** @param {Provider} provider */
async function outputsOf(provider) {
  const client = await provider.getCloudFormationClient();
  try {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: provider.naming.getStackName() }),
    );
    return Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (error instanceof Error && /does not exist/.test(error.message)) return {};
    throw error;
  }
}
