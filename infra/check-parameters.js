import { createRequire } from 'node:module';
import { givenParameters } from './given-parameters.js';
import {
  faultsOfNames,
  faultsOfParameters,
  faultsOfRegion,
  faultsOfStage,
  parameterChecks,
} from './parameter-rules.js';

/** @type {(name: string) => unknown} */
const require = createRequire(import.meta.url);

/**
 * What the framework tells a plugin.
 * @typedef {{
 *   version: string,
 *   classes: { Error: new (message: string, code: string) => Error },
 *   configurationInput: { params: Record<string, Values>, provider: { stage: string, region: string } },
 *   processedInput: { commands: string[], options: { param?: string[] }, isHelpRequest?: boolean },
 * }} Serverless
 * @typedef {Record<string, string | number | null>} Values numbers in serverless.yml, texts on the command line
 */

/**
 * A plugin of `serverless` that refuses a wrong deployment before anything is packaged, and says all that has to be typed
 * otherwise. It has no hook: the framework's own check of the file comes before any, and names fields of the file.
 * @param {Serverless} serverless
 */
export default function CheckParameters(serverless) {
  if (!packages(serverless.processedInput)) return;
  const faults = isOsls(serverless) ? faultsOf(serverless) : [faultOfFramework(serverless.version)];
  if (faults.length > 0) throw new serverless.classes.Error(faults.join('\n'), 'WRONG_PARAMETERS');
}

/**
 * `remove`, `rollback` and `info` have to work on whatever was deployed.
 * @param {Serverless['processedInput']} input
 */
function packages({ commands: [command, action], isHelpRequest }) {
  return !isHelpRequest && (command === 'package' || (command === 'deploy' && action !== 'list'));
}

/**
 * Serverless Framework 3 and 4 give plugins a `version` as osls does, and no name. So the class tells: it is the one that
 * `npm ci` installed here, if that is osls.
 * @param {object} serverless
 */
function isOsls({ constructor }) {
  try {
    const installed = /** @type {{ name: string }} */ (require('serverless/package.json'));
    return installed.name === 'osls' && require('serverless') === constructor;
  } catch {
    return false;
  }
}

/** @param {string} version */
function faultOfFramework(version) {
  return `This is Serverless Framework ${version}, and not osls: version 3 leaves JSON logs out without a word, and version 4 was never tried. Type \`npm ci\`, and then \`npx serverless deploy …\` in the folder of this project.`;
}

/** @param {Serverless} serverless */
function faultsOf(serverless) {
  const { params, provider } = serverless.configurationInput;
  const { stage, region } = provider;
  const given = serverless.processedInput.options.param ?? [];
  const values = givenParameters(serverless, stage);
  return [
    ...faultsOfStage(stage),
    ...faultsOfRegion(region),
    ...given
      .filter((item) => !/^[^=]+=./s.test(item))
      .map((item) => `--param="${item}" has no value. Leave it out, or type --param="name=value".`),
    ...faultsOfNames(Object.keys(values)),
    ...faultsOfParameters({ parameters: textsOf(values), defaults: textsOf(params.default), region }),
  ];
}

/** @param {Readonly<Record<string, string | number | null | undefined>>} values */
function textsOf(values) {
  return Object.fromEntries(Object.keys(parameterChecks).map((name) => [name, String(values[name] ?? '')]));
}
