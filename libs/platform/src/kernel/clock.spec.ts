import { describe, expect, it } from 'vitest';
import { SettableClock, SystemClock } from './clock.js';

const start = new Date('2026-01-31T09:00:00.500Z');

describe('a clock that is set', () => {
  it('stands until it is moved', () => {
    const clock = new SettableClock(start);
    expect(clock.now()).toEqual(start);
    expect(clock.now()).toEqual(start);
  });

  it.each([
    [{ seconds: 1 }, '2026-01-31T09:00:01.500Z'],
    [{ minutes: 1 }, '2026-01-31T09:01:00.500Z'],
    [{ hours: 15 }, '2026-02-01T00:00:00.500Z'],
    [{ days: 29 }, '2026-03-01T09:00:00.500Z'],
    [{ days: -1, hours: 1, minutes: 2, seconds: 3 }, '2026-01-30T10:02:03.500Z'],
    [{}, '2026-01-31T09:00:00.500Z'],
  ])('goes on by %j', (duration, expected) => {
    const clock = new SettableClock(start);
    clock.advance(duration);
    expect(clock.now().toISOString()).toBe(expected);
  });

  it('is set to another moment, back as well', () => {
    const clock = new SettableClock(start);
    clock.set(new Date(0));
    expect(clock.now()).toEqual(new Date(0));
  });

  it('is not moved by whoever was told the time', () => {
    const mine = new Date(start);
    const clock = new SettableClock(mine);
    mine.setUTCFullYear(1999);
    clock.now().setUTCFullYear(1999);
    expect(clock.now()).toEqual(start);
  });
});

describe('the machine’s clock', () => {
  it('tells the machine’s time', () => {
    const before = Date.now();
    const now = new SystemClock().now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});
