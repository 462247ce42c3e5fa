import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A plugin of `serverless`: bundles the functions anew whenever they are packaged, so that `serverless deploy` never
 * ships what was built from other sources, or nothing. The build runs as an npm script, on the project's own Node.
 */
export default class BuildBeforePackaging {
  hooks = {
    'before:package:createDeploymentArtifacts': () =>
      run('npm', ['run', '-s', 'build'], { shell: process.platform === 'win32' }),
  };
}
