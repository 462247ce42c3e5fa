import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { defaultParameters } from '../test/support/reading/default-parameters.ts';
import CheckParameters from './check-parameters.js';

interface Deployment {
  readonly commands?: readonly string[];
  readonly stage?: string;
  readonly region?: string;
  readonly param?: readonly string[];
  /** Section of the stage in serverless.yml. */
  readonly section?: Readonly<Record<string, string | number>>;
  readonly isHelpRequest?: boolean;
}

const { prototype: osls } = createRequire(import.meta.url)('serverless') as { prototype: object };

/** Makes the plugin as the framework does. Returns what it prints, or `undefined`. */
function refusalOf(
  { commands = ['deploy'], stage = 'prod', region = 'ap-northeast-2', param = [], ...rest }: Deployment,
  framework = osls,
): string | undefined {
  const serverless = Object.assign(Object.create(framework) as object, {
    version: '3.40.0',
    classes: { Error },
    configurationInput: {
      params: { default: defaultParameters(), prod: rest.section },
      provider: { stage, region },
    },
    processedInput: { commands, options: { param }, isHelpRequest: rest.isHelpRequest ?? false },
  });
  try {
    Reflect.construct(CheckParameters, [serverless]);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<Deployment>([
  {},
  { commands: ['package'], param: ['memorySize=1024', 'runbookUrl=https://git.example.com/?a=b'] },
  { section: { drainConcurrency: 20 } },
  { section: { drainConcurrency: 1 }, param: ['drainConcurrency=20'] },
])('%j is deployed', (deployment) => {
  expect(refusalOf(deployment)).toBeUndefined();
});

test('all faults are said at once, a line each', () => {
  const refusal = refusalOf({
    stage: 'a-stage-named-after-a-branch',
    region: 'seoul',
    param: ['alarmEmail=', 'drainConcurency=9', 'batchWindowSeconds=0', 'routeRateLimit=100'],
  });

  expect(refusal?.split('\n')).toEqual([
    expect.stringMatching(/^The stage "a-stage-named-after-a-branch" has 28 characters\. Type /),
    expect.stringMatching(/^"seoul" is no region of AWS\. Type /),
    expect.stringMatching(/^--param="alarmEmail=" has no value\. Leave it out, or type /),
    expect.stringMatching(/^There is no parameter drainConcurency\. Type --param="drainConcurrency=…"/),
    expect.stringMatching(
      /^The parameter batchWindowSeconds is "0"\. It has to be a whole number from 1 to 300 /,
    ),
    expect.stringMatching(/^The parameter routeRateLimit does nothing without routeBurstLimit\. Type /),
  ]);
});

test('a stage’s own section of serverless.yml is checked too', () => {
  expect(refusalOf({ section: { drainConcurrency: 1 } })).toContain('The parameter drainConcurrency is "1".');
  expect(refusalOf({ section: { drains: 2 } })).toContain('There is no parameter drains.');
});

test.each([
  { commands: ['remove'] },
  { commands: ['rollback'] },
  { commands: ['info'] },
  { commands: ['deploy', 'list'] },
  { commands: ['deploy'], isHelpRequest: true },
])('%j works on a stage that could not be deployed', (deployment) => {
  expect(refusalOf({ ...deployment, stage: 'x'.repeat(40), param: ['tracing=On'] })).toBeUndefined();
});

test('one function is not deployed with a wrong parameter', () => {
  expect(refusalOf({ commands: ['deploy', 'function'], param: ['tracing=On'] })).toContain('tracing');
});

describe('another framework is refused', () => {
  test('whatever the parameters', () => {
    expect(refusalOf({ param: ['tracing=On'] }, {})).toBe(
      'This is Serverless Framework 3.40.0, and not osls: version 3 leaves JSON logs out without a word, and version 4 was never tried. Type `npm ci`, and then `npx serverless deploy …` in the folder of this project.',
    );
  });

  test('but not where nothing is packaged', () => {
    expect(refusalOf({ commands: ['remove'] }, {})).toBeUndefined();
  });
});
