import { findStack } from './find-stack.js';
import { givenParameters } from './given-parameters.js';

/**
 * @typedef {{
 *   getStage: () => string,
 *   naming: { getStackName: () => string },
 *   getCloudFormationClient: () => Promise<import('@aws-sdk/client-cloudformation').CloudFormationClient>,
 * }} Provider
 * What the framework tells a plugin.
 * @typedef {{
 *   classes: { Error: new (message: string, code: string) => Error },
 *   configurationInput: { params: Record<string, Record<string, string> | undefined> },
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
    const parameters = givenParameters(this.#serverless, provider.getStage());
    if (parameters['newAddress'] === 'yes') return;
    const lost = lostAddress(await outputsOf(provider), parameters);
    if (lost === undefined) return;
    const sentence = `Shops send to ${lost.address}, which this deployment takes away. Type --param="${lost.as}" as before. If every shop is told a new address, type --param="newAddress=yes" (docs/reference.md).`;
    throw new this.#serverless.classes.Error(sentence, 'LOST_ADDRESS');
  }
}

/**
 * @param {Readonly<Record<string, string | undefined>>} outputs
 * @param {Readonly<Record<string, string | undefined>>} parameters
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

/** @param {Provider} provider */
async function outputsOf(provider) {
  const stack = await findStack(await provider.getCloudFormationClient(), provider.naming.getStackName());
  return Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
  );
}
