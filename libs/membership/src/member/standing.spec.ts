import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  belongs,
  nextStandings,
  parseStanding,
  standingNames,
  standingTransitions,
  transition,
} from './standing.js';
import type { Standing, StandingDoor } from './standing.js';

const doors: readonly StandingDoor[] = ['application', 'admission', 'officer', 'resignation'];
const anyStanding = fc.constantFrom(...standingNames);
const anyDoor = fc.constantFrom(...doors);

function everReachable(from: Standing): Set<Standing> {
  const found = new Set<Standing>();
  const waiting: Standing[] = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { from: source, to } of standingTransitions) {
      if (source === next && !found.has(to)) {
        found.add(to);
        waiting.push(to);
      }
    }
  }
  return found;
}

describe('standing', () => {
  it('starts with applying and reaches every other standing', () => {
    expect([...everReachable('applicant')].sort()).toEqual([...standingNames].sort());
  });

  it('names each step once', () => {
    const steps = standingTransitions.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(steps).size).toBe(steps.length);
  });

  it('changes only by a step of the machine', () => {
    fc.assert(
      fc.property(anyStanding, anyStanding, anyDoor, (from, to, door) => {
        const allowed = standingTransitions.some(
          (step) => step.from === from && step.to === to && step.doors.includes(door),
        );
        if (allowed) expect(transition(from, to, door)).toBe(to);
        else {
          expect(() => transition(from, to, door)).toThrow(
            expect.objectContaining({ code: 'STANDING_CHANGE_REFUSED' }) as Error,
          );
        }
      }),
    );
  });

  it('lets nobody become active but through admission or back from another standing', () => {
    const ways = standingTransitions.filter(({ to }) => to === 'active');
    const byApplicants = ways.filter(({ from }) => from === 'applicant');
    expect(byApplicants).toEqual([{ from: 'applicant', to: 'active', doors: ['admission'] }]);
    expect(ways.some(({ from }) => from === 'left' || from === 'expelled')).toBe(false);
  });

  it('expels only who was suspended, and for good', () => {
    expect(standingTransitions.filter(({ to }) => to === 'expelled').map((s) => s.from)).toEqual([
      'suspended',
    ]);
    expect(everReachable('expelled').size).toBe(0);
  });

  it('lets every current member resign, and nobody else', () => {
    for (const standing of standingNames) {
      expect(nextStandings(standing, 'resignation')).toEqual(belongs(standing) ? ['left'] : []);
    }
  });

  it('refuses a word that is no standing', () => {
    expect(() => parseStanding('friendly')).toThrow(
      expect.objectContaining({ code: 'STANDING_UNKNOWN' }) as Error,
    );
  });
});
