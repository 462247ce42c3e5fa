import { expect, test } from 'vitest';
import { faults } from '../../../lib/cli/console/console-api.ts';
import { readStandingStep, type StepInput } from '../dfinery-double/script.ts';
import { faultOfStep, stepOfFault } from './fault-steps.ts';

function faultOf(input: StepInput | undefined) {
  const reading = readStandingStep(JSON.stringify(input ?? null));
  return reading.valid ? faultOfStep(reading.step) : reading.issues;
}

test.each(faults)('The step of a fault is a step, and tells its fault: %s', (fault) => {
  expect(faultOf(stepOfFault[fault])).toBe(fault);
});

test.each<[StepInput, string]>([
  [{ pass: true }, 'none'],
  [{ code: '40201' }, 'refuse'],
  [{ status: 503 }, 'error'],
  [{ fault: 'slow-body' }, 'timeout'],
  [{ fault: 'empty' }, 'not-json'],
])('Another step tells the fault that is most like it: %j', (step, fault) => {
  expect(faultOf(step)).toBe(fault);
});
