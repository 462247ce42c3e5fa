import { expect, test } from 'vitest';
import { judgeFindings } from './judge-findings.ts';

const finding = (rule: string, part: string) => ({ rule, part, message: '' });
const accepted = [{ rule: 'S3', of: ['Bucket', /LogGroup$/], because: 'a reason' }];

test('what is accepted is no fault', () => {
  const findings = [finding('S3', 'Bucket'), finding('S3', 'DrainLogGroup')];

  expect(judgeFindings(findings, accepted)).toEqual({ faults: [], gone: [] });
});

test('another part or another rule is a fault', () => {
  const other = [finding('S3', 'Bucket2'), finding('S4', 'Bucket')];
  const findings = [finding('S3', 'Bucket'), finding('S3', 'DrainLogGroup'), ...other];

  expect(judgeFindings(findings, accepted)).toEqual({ faults: other, gone: [] });
});

test('what is accepted and no longer found is told, part by part', () => {
  expect(judgeFindings([finding('S3', 'DrainLogGroup')], accepted).gone).toEqual(['S3: Bucket']);
});
