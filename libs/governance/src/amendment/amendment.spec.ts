import { describe, expect, it } from 'vitest';
import { ruleLike } from '../testing/decision-world.js';
import { closingAfter, noteOf } from './amendment.js';

const at = (day: number) => new Date(Date.UTC(2026, 0, day, 9));
const week = { minimumHours: 72, usualHours: 168, maximumHours: 240, urgentMinimumHours: 24 };
const rule = ruleLike({ window: week });
const vote = { openedAt: at(1), closesAt: at(8), windowHours: 168 };

describe('a vote whose text changes', () => {
  it('leaves the shortest time of its rule from then on, and is made no shorter', () => {
    expect(closingAfter(rule, vote, at(2), 'UTC')).toEqual(at(8));
    expect(closingAfter(rule, vote, at(7), 'UTC')).toEqual(at(10));
  });

  it('leaves an urgent vote as long as it was to be', () => {
    const urgent = { openedAt: at(1), closesAt: at(2), windowHours: 24 };
    const noon = new Date(Date.UTC(2026, 0, 1, 12));
    expect(closingAfter(rule, urgent, noon, 'UTC')).toEqual(new Date(Date.UTC(2026, 0, 2, 12)));
  });

  it('does not go on for ever', () => {
    const late = { ...vote, closesAt: at(14) };
    expect(() => closingAfter(rule, late, at(13), 'UTC')).toThrow('too little time');
  });
});

it('a note is short, or none', () => {
  expect([noteOf(' '), noteOf(undefined), noteOf(' a ')]).toEqual([null, null, 'a']);
  expect(() => noteOf('a'.repeat(2001))).toThrow('2,000');
});
