import { expect, test } from 'vitest';
import { replacements } from './support/reading/replacements.ts';

const queue = (Properties: Record<string, unknown> = {}) => ({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties } },
});

test.each([
  ['nothing', queue(), queue(), []],
  ['a change in place', queue({ VisibilityTimeout: 60 }), queue({ VisibilityTimeout: 370 }), []],
  ['another name', queue(), queue({ QueueName: 'orders' }), ['Queue is replaced: QueueName']],
  ['a queue that is gone', queue(), { Resources: {} }, ['Queue is gone']],
  ['a resource without orders', { Resources: { Role: { Type: 'AWS::IAM::Role' } } }, { Resources: {} }, []],
])('An update with %s', (_, before, after, expected) => {
  expect(replacements(before, after)).toEqual(expected);
});
