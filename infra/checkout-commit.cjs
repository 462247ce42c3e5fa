/** Returns what `serverless.yml` says of the commit that is packaged. Runs as an npm script, on the project's own Node. */
module.exports = async () => {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const options = { cwd: `${__dirname}/..`, shell: process.platform === 'win32' };
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'commit'], options);
  return { commit: stdout.trim() };
};
