import { expect, test } from 'vitest';
import { noteChange } from './note-change.ts';

const change = { what: 'connection put', connection: 'main', count: 1 };

function anAccess(
  write: (line: string) => Promise<void>,
  caller = () => Promise.resolve('arn:aws:iam::1:user/kim'),
) {
  const complaints: string[] = [];
  const access = { caller, changeLog: () => Promise.resolve({ write }) };
  const terminal = { complain: (line: string) => complaints.push(line) };
  return { access, terminal, complaints };
}

test('A change is noted with who, when, what and how many', async () => {
  const lines: string[] = [];
  const { access, terminal, complaints } = anAccess((line) => {
    lines.push(line);
    return Promise.resolve();
  });
  await noteChange(access, terminal, { ...change, detail: 'refused' });

  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 'INFO',
      message: 'Changed: connection put',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      who: 'arn:aws:iam::1:user/kim',
      connection: 'main',
      count: 1,
      detail: 'refused',
      version: expect.any(String) as string,
    },
  ]);
  expect(complaints).toEqual([]);
});

test('A change of nothing is not noted', async () => {
  const { access, terminal } = anAccess(() => Promise.reject(new Error('must not be called')));
  await noteChange(access, terminal, { ...change, count: 0 });
});

test('A log that cannot be written is a warning', async () => {
  const { access, terminal, complaints } = anAccess(() => Promise.reject(new Error('AccessDenied')));
  await noteChange(access, terminal, change);

  expect(complaints).toEqual(['Not noted in the log of changes: AccessDenied']);
});

test('A caller whom AWS does not name is a warning', async () => {
  const { access, terminal, complaints } = anAccess(
    () => Promise.resolve(),
    () => Promise.reject(new Error('ExpiredToken')),
  );
  await noteChange(access, terminal, change);

  expect(complaints).toEqual(['Not noted in the log of changes: ExpiredToken']);
});
