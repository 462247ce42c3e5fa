/** Returns the alarms for `serverless.yml`, by the parameter `alarms`. Runs as an npm script, on the project's own Node. */
module.exports = async () => {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const options = { cwd: `${__dirname}/../..`, shell: process.platform === 'win32' };
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'alarms'], options);
  /** @type {unknown} */
  const alarms = JSON.parse(stdout);
  return alarms;
};
