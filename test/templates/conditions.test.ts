import { expect, test } from 'vitest';
import type { Template } from '../support/harness/packaged-service.ts';
import { conditionValues, interactingConditions, resolveConditions } from './conditions.ts';
import { untried } from './untried.ts';

const AWAY = { Ref: 'AWS::NoValue' };

/** As the framework packages it: `key` and `email` are the values of two parameters. */
const templateWith = (key: string, email: string): Template => ({
  Conditions: {
    HasKey: { 'Fn::Not': [{ 'Fn::Equals': [key, ''] }] },
    HasEmail: { 'Fn::Not': [{ 'Fn::Equals': [email, ''] }] },
    HasBoth: { 'Fn::And': [{ Condition: 'HasKey' }, { Condition: 'HasEmail' }] },
  },
  Resources: {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        KmsMasterKeyId: { 'Fn::If': ['HasKey', key, AWAY] },
        Tags: [
          { 'Fn::If': ['HasBoth', { Key: 'both' }, AWAY] },
          { 'Fn::If': ['HasEmail', { Key: 'mail' }, AWAY] },
          { Key: 'any' },
        ],
      },
    },
    Mail: { Type: 'AWS::SNS::Subscription', Properties: {}, Condition: 'HasEmail' },
  },
  Outputs: {
    Wanted: { Value: { 'Fn::If': ['HasEmail', 'yes', 'no'] } },
    Key: { Condition: 'HasKey', Value: key },
    Address: { Condition: 'HasEmail', Value: email },
  },
});

test('conditions are worked out', () => {
  expect([...conditionValues(templateWith('k', ''))]).toEqual([
    ['HasKey', true],
    ['HasEmail', false],
    ['HasBoth', false],
  ]);
});

test('a condition of another form is refused', () => {
  const template = { ...templateWith('', ''), Conditions: { Odd: { 'Fn::Contains': [] } } };

  expect(() => conditionValues(template)).toThrow('No such operator of a condition: Fn::Contains');
});

test('a template is resolved to what is deployed', () => {
  expect(resolveConditions(templateWith('k', ''))).toEqual({
    Conditions: {},
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'k', Tags: [{ Key: 'any' }] } },
    },
    Outputs: { Wanted: { Value: 'no' }, Key: { Value: 'k' } },
  });
});

test('conditions that shape one resource interact, unless one is made of the other', () => {
  expect(interactingConditions(templateWith('', ''))).toEqual([['HasEmail', 'HasKey']]);
});

test('what no set tries is told', () => {
  const both = templateWith('k', 'e');
  const none = templateWith('', '');

  expect(untried([both, none])).toEqual(['HasEmail=true HasKey=false', 'HasEmail=false HasKey=true']);
  expect(untried([both, none, templateWith('k', ''), templateWith('', 'e')])).toEqual([]);
  expect(untried([both])).toContain('HasEmail=false');
});
