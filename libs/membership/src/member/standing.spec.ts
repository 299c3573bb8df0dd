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

const doors: readonly StandingDoor[] = [
  'application',
  'admission',
  'officer',
  'resignation',
  'appeal',
];
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

/** The whole machine as the bylaws have it; every step that is not here is refused. */
const steps = `
  applicant  -> active      by admission
  applicant  -> left        by application, admission
  active     -> paused      by officer
  active     -> in-arrears  by officer
  active     -> suspended   by officer
  active     -> left        by officer, resignation
  paused     -> active      by officer
  paused     -> suspended   by officer
  paused     -> left        by officer, resignation
  in-arrears -> active      by officer
  in-arrears -> suspended   by officer
  in-arrears -> left        by officer, resignation
  suspended  -> active      by officer, appeal
  suspended  -> paused      by appeal
  suspended  -> in-arrears  by appeal
  suspended  -> left        by officer, resignation
  suspended  -> expelled    by officer
  left       -> applicant   by application`;

describe('standing', () => {
  it('changes by these steps and no others', () => {
    const taken = standingNames.flatMap((from) =>
      standingNames.flatMap((to) => {
        const open = doors.filter((door) => nextStandings(from, door).includes(to));
        return open.length === 0 ? [] : [`${from} -> ${to} by ${open.join(', ')}`];
      }),
    );
    const written = steps.trim().split('\n');
    expect(taken.sort()).toEqual(written.map((step) => step.trim().replace(/ +/g, ' ')).sort());
  });

  it('is a member’s while active, paused or in arrears', () => {
    expect(standingNames.filter(belongs)).toEqual(['active', 'paused', 'in-arrears']);
  });

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

  it('lets whoever belongs resign, suspended or not, and nobody else', () => {
    for (const standing of standingNames) {
      const mayLeave = belongs(standing) || standing === 'suspended';
      expect(nextStandings(standing, 'resignation')).toEqual(mayLeave ? ['left'] : []);
    }
  });

  it('refuses a word that is no standing', () => {
    expect(() => parseStanding('friendly')).toThrow(
      expect.objectContaining({ code: 'STANDING_UNKNOWN' }) as Error,
    );
  });
});
