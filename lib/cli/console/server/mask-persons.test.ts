import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskPersons } from './mask-persons.ts';

test('Identities are masked, and every text that repeats one', () => {
  const shown = maskPersons({
    events: [
      {
        identity: { email: 'jiwoo@example.com', external_id: '7' },
        event: { event_properties: { note: 'ask jiwoo@example.com', df_total: 72000, name: 'Yuja tea' } },
      },
    ],
  });

  expect(shown).toEqual({
    events: [
      {
        identity: { email: '‹17 characters›', external_id: '‹1 characters›' },
        event: { event_properties: { note: '‹21 characters›', df_total: 72000, name: 'Yuja tea' } },
      },
    ],
  });
});

test('No value of a person is left, wherever it stands', () => {
  const name = fc.string({ minLength: 4, maxLength: 20 }).filter((text) => !/characters|number/.test(text));
  fc.assert(
    fc.property(name, fc.jsonValue(), (person, rest) => {
      const shown = JSON.stringify(
        maskPersons({ identity: { email: person }, rest: [rest, `before ${person} after`] }),
      );
      return !shown.includes(`before ${JSON.stringify(person).slice(1, -1)}`);
    }),
  );
});
