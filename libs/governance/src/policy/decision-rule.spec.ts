import '../testing/single-choice.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRule } from './decision-rule.js';
import { policyPacks } from './policy-packs.js';
import { waysToVote } from './ways-to-vote.js';

const { rule } = policyPacks[0]!.policies[1]!;
const window = { minimumHours: 48, usualHours: 72, maximumHours: 96, urgentMinimumHours: 24 };
const longest = 24 * 366;
const read = (changes: object) => parseRule({ ...rule, ...changes });
const refusal = (path: readonly string[]) =>
  expect.objectContaining({ code: 'POLICY_RULE_INVALID', path }) as Error;
const whole = refusal(['rule']);

describe('the window of a decision rule', () => {
  it.each([
    ['shortest, usual and longest alike', { minimumHours: 72, maximumHours: 72 }],
    ['an urgent one as long as the shortest', { urgentMinimumHours: 48 }],
    ['none that is urgent', { urgentMinimumHours: null }],
    ['a year and a day', { maximumHours: longest }],
    ['an hour', { minimumHours: 1, usualHours: 1, urgentMinimumHours: 1 }],
  ])('may have %s', (_name, changes) => {
    expect(read({ window: { ...window, ...changes } }).window).toEqual({ ...window, ...changes });
  });

  it.each([
    ['the shortest above the usual', { minimumHours: 73 }],
    ['the usual above the longest', { usualHours: 97 }],
    ['both', { minimumHours: 98, usualHours: 97 }],
  ])('is refused with %s, in words', (_name, changes) => {
    expect(() => read({ window: { ...window, ...changes } })).toThrow(whole);
    expect(() => read({ window: { ...window, ...changes } })).toThrow(
      'The usual window lies between the shortest and the longest.',
    );
  });

  it('is refused with an urgent one above the shortest, in words', () => {
    const wanted = { window: { ...window, urgentMinimumHours: 49 } };
    expect(() => read(wanted)).toThrow(whole);
    expect(() => read(wanted)).toThrow('An urgent window is no longer than the shortest');
  });

  it.each(Object.keys(window))(
    'is refused with %s of nothing, half, too much or a word',
    (field) => {
      for (const hours of [0, -1, 1.5, longest + 1, '72', undefined]) {
        const wanted = { window: { ...window, [field]: hours } };
        expect(() => read(wanted)).toThrow(refusal(['rule', 'window', field]));
      }
    },
  );

  it('has no other fields, and is there', () => {
    expect(() => read({ window: { ...window, weekends: false } })).toThrow(
      refusal(['rule', 'window']),
    );
    for (const none of [null, undefined, 72, []]) {
      expect(() => read({ window: none })).toThrow(refusal(['rule', 'window']));
    }
  });

  it('is sound exactly when urgent ≤ shortest ≤ usual ≤ longest', () => {
    const hours = fc.integer({ min: 1, max: 12 });
    const windows = fc.record({
      minimumHours: hours,
      usualHours: hours,
      maximumHours: hours,
      urgentMinimumHours: fc.option(hours),
    });
    fc.assert(
      fc.property(windows, (wanted) => {
        const { minimumHours, usualHours, maximumHours, urgentMinimumHours } = wanted;
        const ordered = [urgentMinimumHours ?? 1, minimumHours, usualHours, maximumHours];
        const isSound = ordered.every((one, index) => one >= (ordered[index - 1] ?? 0));
        if (isSound) expect(read({ window: wanted }).window).toEqual(wanted);
        else expect(() => read({ window: wanted })).toThrow(whole);
      }),
    );
  });
});

describe('a field of a decision rule', () => {
  it.each([
    ['noticeHours', [-1, longest + 1, 0.5, null, '0']],
    ['timelockHours', [-1, longest + 1, 0.5, null, '0']],
    ['executionWithinHours', [0, -1, longest + 1, 0.5, '1']],
    ['secondersNeeded', [-1, 21, 0.5, null, '1']],
    ['ballotKind', ['', 'x'.repeat(61), null, 7]],
    ['tieRule', ['coin', null]],
    ['secretUntilClosed', [null, 0, 'yes']],
    ['quorum', ['1/2', []]],
    ['lateQuorum', [24]],
    ['earlyClose', ['outcome-certain']],
    ['eligibility', [null, 'all']],
  ])('%s is refused with what it cannot be, and is named', (field, values) => {
    for (const value of values) {
      expect(() => read({ [field]: value })).toThrow(refusal(['rule', field]));
    }
  });

  it.each([
    ['noticeHours', [0, 1, longest]],
    ['timelockHours', [0, 1, longest]],
    ['executionWithinHours', [1, longest, null]],
    ['secondersNeeded', [0, 1, 20]],
    ['tieRule', ['status-quo', 'run-off', 'lot']],
    ['secretUntilClosed', [true, false]],
    ['earlyClose', [null, { when: 'outcome-certain' }]],
  ])('%s is taken as it is at its bounds', (field, values) => {
    for (const value of values)
      expect(read({ [field]: value })).toEqual({ ...rule, [field]: value });
  });

  it.each(Object.keys(rule))('%s has to be there', (field) => {
    const without = Object.fromEntries(Object.entries(rule).filter(([name]) => name !== field));
    expect(() => parseRule(without)).toThrow(refusal(['rule', field]));
  });

  it.each([
    ['quorum', { share: '1/2', of: 'everybody', counts: 'ballots' }, 'of'],
    ['quorum', { share: '3/2', of: 'electorate', counts: 'ballots' }, 'share'],
    ['quorum', { share: '1/2', of: 'electorate', counts: 'heads' }, 'counts'],
    ['lateQuorum', { withinHours: 0, extendHours: 48 }, 'withinHours'],
    ['lateQuorum', { withinHours: 24, extendHours: longest + 1 }, 'extendHours'],
    ['earlyClose', { when: 'bored' }, 'when'],
    ['earlyClose', { when: 'super-quorum', agreeShare: '1' }, 'agreeShare'],
    ['eligibility', { classes: [], standings: ['active'], weightByClass: {} }, 'classes'],
    ['eligibility', { classes: null, standings: [], weightByClass: {} }, 'standings'],
  ])('%s of %o is refused at %s', (field, value, inner) => {
    expect(() => read({ [field]: value })).toThrow(refusal(['rule', field, inner]));
  });
});

describe('a rule under which things are done before they are told', () => {
  const done = {
    alreadyDone: true,
    decision: { kind: 'lazy', objectionsToReject: 1 },
    stances: ['agree', 'abstain', 'disagree'],
    blocks: null,
    quorum: null,
    lateQuorum: null,
    earlyClose: null,
    noticeHours: 0,
    timelockHours: 0,
    secondersNeeded: 0,
    escalatesTo: { policyKey: 'large', on: ['rejected'] },
  };

  it('stands unless somebody objects, and waits for nothing', () => {
    expect(read(done)).toMatchObject(done);
    const { escalatesTo: _none, ...nowhere } = done;
    for (const wrong of [
      nowhere,
      { ...done, alreadyDone: false },
      { ...done, escalatesTo: { policyKey: 'large', on: ['tied'] } },
      {
        ...done,
        decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } },
      },
      { ...done, quorum: { share: '1/2', of: 'electorate', counts: 'ballots' } },
      { ...done, noticeHours: 1 },
      { ...done, timelockHours: 1 },
      { ...done, secondersNeeded: 1 },
      { ...done, ratification: { policyKey: 'large', withinHours: 24 } },
      { ...done, decidedBy: { groupKey: 'gardeners' } },
    ]) {
      expect(() => read(wrong)).toThrow(expect.objectContaining({ code: 'POLICY_RULE_INVALID' }));
    }
  });
});

describe('a decision rule', () => {
  it('is read back as it was written, whatever the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(rule).toReversed());
    expect(parseRule(reversed)).toEqual(rule);
    expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  });

  it('is a copy, which a change of what was read does not reach', () => {
    const written = structuredClone(rule);
    const parsed = parseRule(written);
    Object.assign(written.window, { usualHours: 1 });
    expect(parsed.window).toEqual(rule.window);
  });

  it.each([[null], [undefined], [7], ['stances'], [[]], [true], [() => rule]])(
    'is not %o',
    (input) => {
      expect(() => parseRule(input)).toThrow(
        expect.objectContaining({ code: 'POLICY_RULE_INVALID' }) as Error,
      );
    },
  );

  it('has no field that neither the house nor its ballot kind knows', () => {
    expect(() => read({ seniority: true })).toThrow(whole);
    expect(() => read({ options: ['red', 'green'] })).toThrow(whole);
  });

  it('names a ballot kind that there is, first of all', () => {
    expect(() => read({ ballotKind: 'seance' })).toThrow(refusal(['rule', 'ballotKind']));
    expect(() => read({ ballotKind: 'seance' })).toThrow('There is no such ballot kind.');
    expect(() => read({ ballotKind: 'seance', stances: null })).toThrow(
      refusal(['rule', 'ballotKind']),
    );
  });

  it('has a late quorum only with a quorum', () => {
    const lateQuorum = { withinHours: 24, extendHours: 48 };
    expect(() => read({ quorum: null, lateQuorum })).toThrow(whole);
    expect(() => read({ quorum: null, lateQuorum })).toThrow('A late quorum needs a quorum.');
    expect(read({ quorum: null, lateQuorum: null }).lateQuorum).toBeNull();
    expect(read({ lateQuorum }).lateQuorum).toEqual(lateQuorum);
    expect(read({ lateQuorum: null }).quorum).toEqual(rule.quorum);
  });

  it('lets ballots be taken back only where the count is no secret', () => {
    expect(read({ mayTakeBack: true, secretUntilClosed: false }).mayTakeBack).toBe(true);
    for (const mayTakeBack of [undefined, false]) {
      const { secretUntilClosed } = read({ mayTakeBack, secretUntilClosed: true });
      expect(secretUntilClosed).toBe(true);
    }
    const both = { mayTakeBack: true, secretUntilClosed: true };
    expect(() => read(both)).toThrow(whole);
    expect(() => read(both)).toThrow('In a secret vote a ballot stands');
  });

  it('has members count again, or strangers where it says so and no weight tells a class', () => {
    expect(read({}).recountBy).toBeUndefined();
    for (const recountBy of ['members', 'strangers']) {
      expect(read({ recountBy }).recountBy).toBe(recountBy);
    }
    for (const recountBy of [null, 'everybody', true]) {
      expect(() => read({ recountBy })).toThrow(refusal(['rule', 'recountBy']));
    }
    const weighed = { eligibility: { ...rule.eligibility, weightByClass: { house: 3 } } };
    expect(read({ ...weighed, recountBy: 'members' }).recountBy).toBe('members');
    expect(() => read({ ...weighed, recountBy: 'strangers' })).toThrow(whole);
    expect(() => read({ ...weighed, recountBy: 'strangers' })).toThrow('its voter’s class');
  });

  it('says who gives reasons, as far as its kind has such ballots', () => {
    expect(read({}).reasons).toBeUndefined();
    for (const reasons of ['optional', 'none', 'required', 'for-disagree', 'for-block']) {
      expect(read({ reasons }).reasons).toBe(reasons);
    }
    for (const reasons of [null, 'always', true]) {
      expect(() => read({ reasons })).toThrow(refusal(['rule', 'reasons']));
    }
    const other = (key: string, reasons: string) => () => {
      const known = waysToVote.policies.find((policy) => policy.key === key)!;
      return parseRule({ ...known.rule, reasons }).reasons;
    };
    for (const key of ['choice', 'ranking', 'meeting']) {
      for (const reasons of ['optional', 'none', 'required']) {
        expect(other(key, reasons)()).toBe(reasons);
      }
      expect(other(key, 'for-disagree')).toThrow('not against a proposal');
      expect(other(key, 'for-block')).toThrow(whole);
    }
    expect(other('gradients', 'for-disagree')()).toBe('for-disagree');
    expect(other('consent', 'required')()).toBe('required');
    for (const reasons of ['optional', 'none', 'for-block']) {
      expect(other('consent', reasons)).toThrow('by its method');
    }
  });

  it('does not mean the impossible, as its kind sees it', () => {
    expect(() => read({ stances: ['agree', 'abstain'], blocks: null })).toThrow(
      'Nobody could say no.',
    );
    expect(() => read({ stances: ['agree', 'abstain'], blocks: null })).toThrow(whole);
  });
});

describe('a rule of a kind that draws no lots and ends at its time', () => {
  const { stances: _, decision: __, blocks: ___, ...common } = rule;
  const choice = (changes: object) =>
    parseRule({ ...common, ballotKind: 'pick-one', options: ['red', 'green'], ...changes });

  it('keeps the fields of its kind', () => {
    expect(choice({})).toEqual({
      ...common,
      ballotKind: 'pick-one',
      options: ['red', 'green'],
    });
  });

  it('asks for neither', () => {
    expect(() => choice({ tieRule: 'lot' })).toThrow('no tie that a lot could break');
    expect(() => choice({ tieRule: 'lot' })).toThrow(whole);
    expect(() => choice({ tieRule: 'run-off' })).toThrow('A run-off is between two sides');
    const early = { earlyClose: { when: 'outcome-certain' } };
    expect(() => choice(early)).toThrow('Votes of this kind end at their time.');
    expect(() => choice(early)).toThrow(whole);
  });

  it('is refused at the field of its kind that is at fault', () => {
    expect(() => choice({ options: ['red'] })).toThrow(refusal(['rule', 'options']));
    expect(() => choice({ options: ['red', ''] })).toThrow(refusal(['rule', 'options', '1']));
    expect(() => choice({ options: ['red', 'red'] })).toThrow('An option is named twice.');
  });
});
