import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

const run = promisify(execFile);

/**
 * @typedef {{
 *   getStage: () => string,
 *   getRegion: () => string,
 *   naming: { getStackName: () => string },
 *   getCloudFormationClient: () => Promise<{ send: (command: DescribeStacksCommand) => Promise<unknown> }>,
 * }} Provider
 * What the framework tells a plugin.
 * @typedef {{
 *   classes: { Error: new (message: string, code: string) => Error },
 *   configurationInput: { params: Record<string, { startEmpty?: string } | undefined> },
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
    if (isWanted(this.#serverless, provider.getStage()) || (await hasStack(provider))) return;
    const stage = ['--stage', provider.getStage(), '--region', provider.getRegion()];
    const fault = await faultOf(stage);
    if (fault === undefined) return;
    const sentence = `${fault}\nTo begin empty all the same, type --param="startEmpty=yes".`;
    throw new this.#serverless.classes.Error(sentence, 'EMPTY_START');
  }
}

/**
 * Read from the command line, because `deploy --package` takes all else from the package.
 * @param {Serverless} serverless
 * @param {string} stage
 */
function isWanted({ processedInput: { options }, configurationInput: { params } }, stage) {
  const typed = options.param?.findLast((item) => item.startsWith('startEmpty='));
  return (typed?.split('=')[1] ?? params[stage]?.startEmpty ?? params.default?.startEmpty) === 'yes';
}

/** @param {Provider} provider */
async function hasStack(provider) {
  const client = await provider.getCloudFormationClient();
  try {
    await client.send(new DescribeStacksCommand({ StackName: provider.naming.getStackName() }));
    return true;
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (error instanceof Error && /does not exist/.test(error.message)) return false;
    throw error;
  }
}

/** @param {string[]} stage */
async function faultOf(stage) {
  try {
    const list = ['run', '-s', 'adapter', '--', 'take-over', 'list', '--json', ...stage];
    const { stdout } = await run('npm', list, { shell: process.platform === 'win32' });
    if (stdout.trim() === '') return undefined;
    return `A removed stack left queues, tables or a bucket of this stage. Take them over first: adapter take-over stack ${stage.join(' ')} (docs/remove-and-restore.md).`;
  } catch (error) {
    const reason = String(/** @type {{ stderr?: string }} */ (error).stderr ?? error).trim();
    return `Whether a removed stack left something of this stage cannot be seen: ${reason}`;
  }
}
