import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A plugin of `serverless` that bundles the functions whenever they are packaged. So `serverless deploy` never ships a
 * stale or a missing bundle. The build runs as an npm script, on the project's own Node.
 */
export default class BuildBeforePackaging {
  hooks = {
    'before:package:createDeploymentArtifacts': () =>
      run('npm', ['run', '-s', 'build'], { shell: process.platform === 'win32' }),
  };
}
