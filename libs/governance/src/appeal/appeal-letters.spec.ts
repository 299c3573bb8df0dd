import { lettersOn, newId } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { appealLetters } from './appeal-letters.js';
import { AppealAnswered, AppealTermBegan } from './appeal.events.js';

function written(type: string, more: object) {
  const data = { proposalId: newId(), appealId: newId(), memberId: newId(), ...more };
  const [letter, ...others] = lettersOn(type);
  expect(others).toEqual([]);
  expect(letter?.recipients(data)).toEqual([data.memberId]);
  const to = { email: 'ann@example.org', name: 'Ann', language: 'en' };
  const { subject, text } = letter!.compose({ data, to, sender: 'Millpond' });
  return `${subject}\n${text}`.replaceAll('\n', ' ');
}

it('who is to be expelled is told until when they may appeal, and what comes of it', () => {
  expect(appealLetters).toHaveLength(2);
  const until = '2026-02-03T22:00:00.000Z';
  const first = written(AppealTermBegan.type, { until, isAnew: false });
  expect(first).toContain('decided to expel you');
  expect(first).toContain('until 2026-02-03 22:00 (UTC), once');
  expect(written(AppealTermBegan.type, { until, isAnew: true })).toContain('by no doing of yours');
  expect(written(AppealAnswered.type, { isUpheld: true })).toContain('You are not expelled');
  expect(written(AppealAnswered.type, { isUpheld: false })).toContain('did not uphold');
});
