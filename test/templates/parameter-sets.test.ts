import { expect, test } from 'vitest';
import { MAX_STAGE } from '../../infra/parameter-rules.js';
import { defaultParameters } from '../support/reading/default-parameters.ts';
import { LONGEST_STAGE, outsideTemplates, parameterSets } from './parameter-sets.ts';

const defaults = defaultParameters();

test('some set has every parameter other than by default, and none that there is not', () => {
  const changed = parameterSets.flatMap(({ parameters }) =>
    Object.entries(parameters).flatMap(([name, value]) => (value === defaults[name] ? [] : [name])),
  );

  expect([...new Set([...changed, ...outsideTemplates])].sort()).toEqual(Object.keys(defaults).sort());
});

test('some set has the longest stage', () => {
  expect(LONGEST_STAGE).toHaveLength(MAX_STAGE);
  expect(parameterSets.map(({ stage }) => stage)).toContain(LONGEST_STAGE);
});
