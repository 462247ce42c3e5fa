import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findStack } from './find-stack.js';
import { givenParameters } from './given-parameters.js';

const run = promisify(execFile);

/** @typedef {import('@aws-sdk/client-cloudformation').CloudFormationClient} CloudFormationClient */

/**
 * @typedef {{
 *   getStage: () => string,
 *   getRegion: () => string,
 *   naming: { getStackName: () => string },
 *   getCloudFormationClient: () => Promise<CloudFormationClient>,
 * }} Provider
 * What the framework tells a plugin.
 * @typedef {{
 *   classes: { Error: new (message: string, code: string) => Error },
 *   configurationInput: { params: Record<string, Record<string, string> | undefined> },
 *   processedInput: { options: { param?: string[] } },
 *   getProvider: (name: 'aws') => Provider,
 * }} Serverless
 */

/**
 * A plugin of `serverless` that refuses to deploy an empty stage while something of an earlier one is left: orders would count
 * twice, and erased customers would be sent. `adapter` runs on the project's own Node, as the build does.
 */
export default class RefuseEmptyStart {
  #serverless;
  hooks = { 'before:aws:deploy:deploy:createStack': () => this.#check() };

  /** @param {Serverless} serverless */
  constructor(serverless) {
    this.#serverless = serverless;
  }

  async #check() {
    const provider = this.#serverless.getProvider('aws');
    if (givenParameters(this.#serverless, provider.getStage())['startEmpty'] === 'yes') return;
    const client = await provider.getCloudFormationClient();
    if ((await findStack(client, provider.naming.getStackName())) !== undefined) return;
    const stage = ['--stage', provider.getStage(), '--region', provider.getRegion()];
    const fault = await faultOf(stage, await environmentOf(client));
    if (fault === undefined) return;
    const sentence = `${fault}\nTo begin empty all the same, type --param="startEmpty=yes".`;
    throw new this.#serverless.classes.Error(sentence, 'EMPTY_START');
  }
}

/**
 * The framework also takes credentials from `--aws-profile` and elsewhere. Any others may be of an account where nothing was left.
 * @param {CloudFormationClient} client
 */
async function environmentOf(client) {
  const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
  return {
    ...process.env,
    AWS_PROFILE: undefined,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/**
 * @param {string[]} stage
 * @param {NodeJS.ProcessEnv} env
 */
async function faultOf(stage, env) {
  try {
    const list = ['run', '-s', 'adapter', '--', 'take-over', 'list', '--json', ...stage];
    const { stdout } = await run('npm', list, { env, shell: process.platform === 'win32' });
    if (stdout.trim() === '') return undefined;
    return `A removed stack left queues, tables or a bucket of this stage. Take them over first: adapter take-over stack ${stage.join(' ')} (docs/remove-and-restore.md).`;
  } catch (error) {
    const reason = String(/** @type {{ stderr?: string }} */ (error).stderr ?? error).trim();
    return `Whether a removed stack left something of this stage cannot be seen: ${reason}`;
  }
}
