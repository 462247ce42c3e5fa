import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../model/errors.ts';
import { awsFaultOf } from './aws-fault.ts';

const named = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('a fault of AWS is one line', () => {
  test.each([
    [
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      'No AWS credentials: set AWS_PROFILE, or run aws sso login',
    ],
    [
      named('CredentialsProviderError', 'Token is expired. To refresh this SSO session run aws sso login'),
      'The AWS credentials have expired: run aws sso login, or fetch new ones',
    ],
    [
      named('CredentialsProviderError', 'Could not resolve credentials using profile: [prod]'),
      'The AWS profile gives no credentials: Could not resolve credentials using profile: [prod]',
    ],
    [
      named('ExpiredTokenException', 'The security token included in the request is expired'),
      'The AWS credentials have expired: run aws sso login, or fetch new ones',
    ],
    [
      named('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'AWS does not accept these credentials (UnrecognizedClientException): is it the right profile?',
    ],
    [
      named('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND', hostname: 'ssm.eu-west-9.amazonaws.com' }),
      'ssm.eu-west-9.amazonaws.com is not found: is the region right, and is there a network?',
    ],
    [
      named('Error', 'connect ECONNREFUSED 127.0.0.1:4566', { code: 'ECONNREFUSED' }),
      'No connection: connect ECONNREFUSED 127.0.0.1:4566 (does npm start still run?)',
    ],
    [named('TimeoutError', 'aborted'), 'No answer in time: is there a network?'],
    [named('Error', 'Region is missing'), 'No AWS region: add --region, or set AWS_REGION'],
  ])('%s', (error, line) => {
    expect(awsFaultOf(error)?.line).toBe(line);
  });

  test('that says which action is denied on what, and that it is a refusal', () => {
    const message =
      'User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: sqs:SendMessage on resource: ' +
      'arn:aws:sqs:eu-west-1:111122223333:events because no identity-based policy allows the sqs:SendMessage action';

    expect(awsFaultOf(named('AccessDeniedException', message))).toEqual({
      line: 'AWS denies access: sqs:SendMessage is not allowed on arn:aws:sqs:eu-west-1:111122223333:events',
      isRefusal: true,
    });
    expect(awsFaultOf(named('AccessDenied', 'Access Denied'))?.line).toBe('AWS denies access: Access Denied');
  });

  test('behind an error of a store, and among several', () => {
    const refused = named('', '', { code: 'ECONNREFUSED' });
    const cause = new AggregateError([refused]);
    const error = new UnavailableError('The ledger did not answer', { code: 'ledger-unavailable', cause });

    expect(awsFaultOf(error)?.line).toBe('No connection: ECONNREFUSED');
  });
});

test.each([new Error('other'), 'text', undefined])('%s is none', (error) => {
  expect(awsFaultOf(error)).toBeUndefined();
});
