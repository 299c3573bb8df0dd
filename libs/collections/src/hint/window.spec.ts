import { expect, it } from 'vitest';
import { endOfWindow } from './window.js';

const endOf = (at: string): string => endOfWindow(new Date(at)).toISOString();

it('is behind each of its hints, and the same for all of them', () => {
  expect(endOf('2026-01-01T09:00:00.000Z')).toBe('2026-01-01T09:00:10.000Z');
  expect(endOf('2026-01-01T09:00:09.999Z')).toBe('2026-01-01T09:00:10.000Z');
  expect(endOf('2026-01-01T09:00:10.000Z')).toBe('2026-01-01T09:00:20.000Z');
});
