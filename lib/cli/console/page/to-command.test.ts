import { expect, test } from 'vitest';
import { toCommand } from './to-command.ts';

test('a word that the shell would take apart is quoted', () => {
  expect(toCommand(['trace', "#10'42 a", '--connection', 'main'], ['--stage', 'prod'])).toBe(
    `adapter trace '#10'\\''42 a' --connection main --stage prod`,
  );
});
