import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatabaseClock } from './database-clock.js';

const start = Date.parse('2026-03-29T01:30:00Z');
const hourMs = 3_600_000;

/** A machine whose clock is off, and a database that is some way away. */
class Installation {
  tick = 5_000;
  /** What the machine's clock shows, and the database's, when the ticks begin. */
  wallStart = start;
  databaseStart = start;
  readonly told: (readonly [number, boolean])[] = [];
  readonly clock = new DatabaseClock((drift, isOff) => this.told.push([drift, isOff]), {
    wallMs: () => this.wallStart + this.tick,
    tickMs: () => this.tick,
  });

  get databaseMs(): number {
    return this.databaseStart + this.tick;
  }

  /** How far the clock is from the database's. */
  get errorMs(): number {
    return Math.abs(this.clock.now().getTime() - this.databaseMs);
  }

  read(thereMs: number, backMs = thereMs): void {
    const hear = this.clock.ask();
    this.tick += thereMs;
    const at = new Date(this.databaseMs);
    this.tick += backMs;
    hear(at);
  }
}

describe('the database’s clock', () => {
  it('is not believed before it was read', () => {
    const { clock } = new Installation();
    expect(clock.isUnsure).toBe(true);
    expect(() => clock.now()).toThrow('was read before it is believed');
  });

  it('is told whatever the machine’s shows, within half of the way there and back', () => {
    const ways = fc.integer({ min: 0, max: 500 });
    const off = fc.integer({ min: -30 * 24 * hourMs, max: 30 * 24 * hourMs });
    fc.assert(
      fc.property(off, fc.array(fc.tuple(ways, ways, ways), { minLength: 1 }), (hours, reads) => {
        const house = new Installation();
        house.wallStart += hours;
        const slacks: number[] = [];
        for (const [thereMs, backMs, pauseMs] of reads) {
          house.read(thereMs, backMs);
          slacks.push((thereMs + backMs) / 2);
          house.tick += pauseMs;
          // Twice: the closest is kept, and may have been at the far end of its own.
          expect(house.errorMs).toBeLessThanOrEqual(Math.max(...slacks) * 2 + 1);
        }
        expect(house.clock.driftMs).toBeCloseTo(hours, -4);
      }),
    );
  });

  it('keeps the closest reading when a slower one says the same', () => {
    const house = new Installation();
    house.read(1, 1);
    house.read(400, 0);
    expect(house.errorMs).toBeLessThanOrEqual(1);
    house.read(0, 0);
    expect(house.errorMs).toBe(0);
  });

  it('is never worse for a wide reading after a close one, whichever way it leans', () => {
    const close = fc.integer({ min: 0, max: 3 });
    const wide = fc.integer({ min: 10, max: 5_000 });
    fc.assert(
      fc.property(close, close, wide, close, fc.boolean(), (there, back, long, short, isBack) => {
        const house = new Installation();
        house.read(there, back);
        if (isBack) house.read(short, long);
        else house.read(long, short);
        // What the ticks may wander meanwhile, and what readings are rounded to.
        expect(house.errorMs).toBeLessThanOrEqual((there + back) / 2 + 1);
      }),
    );
  });

  it('follows at once when another database answers, whose clock is another', () => {
    const house = new Installation();
    house.read(1, 1);
    for (const jump of [hourMs, -2 * hourMs, 5_000]) {
      house.databaseStart += jump;
      house.read(20, 30);
      expect(house.errorMs).toBeLessThanOrEqual(25);
    }
  });

  it('is read anew after a quiet while, and when the machine slept or was set', () => {
    const house = new Installation();
    house.read(1);
    expect(house.clock.isUnsure).toBe(false);
    house.tick += 9_000;
    expect(house.clock.isUnsure).toBe(false);
    house.tick += 2_000;
    expect(house.clock.isUnsure).toBe(true);
    house.read(1);
    expect(house.clock.isUnsure).toBe(false);
    // Ticks stand still while a machine sleeps, and its clock does not.
    for (const jump of [hourMs, -hourMs]) {
      house.wallStart += jump;
      expect(house.clock.isUnsure).toBe(true);
      house.read(1);
      expect(house.clock.isUnsure).toBe(false);
    }
  });

  it('tells a drift once when it begins, and once when it ends', () => {
    const house = new Installation();
    for (let reads = 0; reads < 3; reads += 1) house.read(0);
    house.wallStart += 999;
    house.read(0);
    expect(house.told).toEqual([]);
    house.wallStart = start - hourMs;
    for (let reads = 0; reads < 3; reads += 1) house.read(0);
    expect(house.told).toEqual([[-hourMs, true]]);
    house.wallStart = start + 700;
    house.read(0);
    expect(house.told).toHaveLength(1);
    house.wallStart = start + 499;
    for (let reads = 0; reads < 3; reads += 1) house.read(0);
    expect(house.told[1]).toEqual([499, false]);
    expect(house.told).toHaveLength(2);
  });
});
