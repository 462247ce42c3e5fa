import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acceptedFindings } from './accepted-findings.ts';
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

test('the page for companies names the rules that a template breaks, and no others', () => {
  const [, section = ''] = readFileSync('docs/deploy.md', 'utf8').split('## Rules of your organization');
  const named = section.match(/CT\.\w+\.PR\.\d+/g) ?? [];

  expect([...new Set(named)].sort()).toEqual(
    acceptedFindings['AWS Control Tower'].map(({ rule }) => rule).sort(),
  );
});
