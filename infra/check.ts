import { spawnSync } from 'node:child_process';

/** The npm scripts of `npm run check`. Each is run, so that one run shows all there is to mend. */
const scripts = ['format:check', 'lint', 'types', 'unused'] as const;

const failed = scripts.filter((script) => {
  process.stdout.write(`== ${script}\n`);
  const { status } = spawnSync('npm', ['run', '-s', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status !== 0;
});

if (failed.length > 0) {
  process.stderr.write(
    `\nFailed: ${failed.join(', ')}. \`npm run format\` mends what it can of format:check.\n`,
  );
  process.exitCode = 1;
}
