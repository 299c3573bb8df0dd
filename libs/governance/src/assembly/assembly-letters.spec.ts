import { lettersOn, newId } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { CheckedByAnotherLetter } from './assembly-letters.js';
import { CheckedByAnother } from './assembly.events.js';

it('who was checked in or out by another is told, and what to do where that is not so', () => {
  const [letter] = lettersOn(CheckedByAnother.type);
  expect(letter?.kind).toBe(CheckedByAnotherLetter.kind);
  const written = (isLeaving: boolean) => {
    const data = { assemblyId: newId(), memberId: newId(), isLeaving };
    expect(letter?.recipients(data)).toEqual([data.memberId]);
    const to = { email: 'ann@example.org', name: 'Ann', language: 'en' };
    return letter!.compose({ data, to, sender: 'Millpond' }).text.replaceAll('\n', ' ');
  };
  expect(written(false)).toContain('If you are not there, say so');
  expect(written(true)).toContain('you left an assembly of Millpond');
});
