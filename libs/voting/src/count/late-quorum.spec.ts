import { describe, expect, it } from 'vitest';
import type { CastRecord } from '../ballot/ballot.store.js';
import '../kind/stances/stances.kind.js';
import type { Stance } from '../kind/stances/stances.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { ruleLike } from '../testing/rules.js';
import { lateQuorumExtension, quorumReachedAt } from './late-quorum.js';

const rule: VoteRule = {
  ...ruleLike(),
  quorum: { share: '1/5', of: 'electorate', counts: 'ballots-minus-abstentions' },
  lateQuorum: { withinHours: 24, extendHours: 48 },
};
const size = { electorateWeight: 10n, activeMembersWeight: 10n };
const closesAt = new Date('2026-03-10T12:00:00Z');

const ballot = (memberId: string, stance: Stance, at: string, weight = 1n): CastRecord => ({
  memberId,
  mark: stance,
  weight,
  castAt: new Date(at),
});

const reach = (at: string) =>
  lateQuorumExtension(
    rule,
    [ballot('a', 'agree', '2026-03-05T00:00:00Z'), ballot('b', 'agree', at)],
    size,
    closesAt,
  );

describe('a late quorum', () => {
  it('extends from the last hours on, to the millisecond', () => {
    expect(reach('2026-03-09T11:59:59.999Z')).toBeNull();
    expect(reach('2026-03-09T12:00:00Z')).toEqual(new Date('2026-03-12T12:00:00Z'));
  });

  it('does not extend what has no quorum at all', () => {
    const log = [ballot('a', 'agree', '2026-03-10T11:00:00Z')];
    expect(lateQuorumExtension(rule, log, size, closesAt)).toBeNull();
    expect(quorumReachedAt({ ...rule, quorum: null }, log, size)).toEqual([]);
  });

  it('counts a member once, and abstentions only where the quorum does', () => {
    const log = [
      ballot('a', 'agree', '2026-03-05T00:00:00Z'),
      ballot('a', 'disagree', '2026-03-06T00:00:00Z'),
      ballot('b', 'abstain', '2026-03-07T00:00:00Z'),
    ];
    expect(quorumReachedAt(rule, log, size)).toEqual([]);
    const abstainers: VoteRule = {
      ...rule,
      quorum: { share: '1/5', of: 'electorate', counts: 'ballots' },
    };
    expect(quorumReachedAt(abstainers, log, size)).toEqual([new Date('2026-03-07T00:00:00Z')]);
  });

  it('forgets a ballot from when it was taken back, and reaches again with one cast anew', () => {
    const [a, b] = [
      ballot('a', 'agree', '2026-03-05T00:00:00Z'),
      ballot('b', 'agree', '2026-03-06T00:00:00Z'),
    ];
    const takenBackAt = new Date('2026-03-07T00:00:00Z');
    const log = [a, { ...b, takenBackAt }, ballot('b', 'disagree', '2026-03-07T00:00:00Z')];
    expect(quorumReachedAt(rule, log, size)).toEqual([b.castAt, takenBackAt]);
    const silent = [{ ...a, takenBackAt: new Date('2026-03-05T01:00:00Z') }, b];
    expect(quorumReachedAt(rule, silent, size)).toEqual([]);
  });

  it('is none where the rule has none, however late it comes', () => {
    const log = [ballot('a', 'agree', '2026-03-10T11:59:59.999Z', 10n)];
    expect(lateQuorumExtension(rule, log, size, closesAt)).not.toBeNull();
    expect(lateQuorumExtension({ ...rule, lateQuorum: null }, log, size, closesAt)).toBeNull();
  });

  it('is reached by weight, with the ballot that makes it and not the one before', () => {
    const log = [
      ballot('a', 'agree', '2026-03-05T00:00:00Z', 1n),
      ballot('b', 'block', '2026-03-06T00:00:00Z', 1n),
      ballot('c', 'agree', '2026-03-07T00:00:00Z', 5n),
    ];
    expect(quorumReachedAt(rule, log, size)).toEqual([new Date('2026-03-06T00:00:00Z')]);
    const wider = { ...size, electorateWeight: 11n };
    expect(quorumReachedAt(rule, log, wider)).toEqual([new Date('2026-03-07T00:00:00Z')]);
    expect(quorumReachedAt(rule, log, { ...size, electorateWeight: 36n })).toEqual([]);
  });

  it('is not made by one who turns from a side to abstaining', () => {
    const log = [
      ballot('a', 'agree', '2026-03-05T00:00:00Z'),
      ballot('a', 'abstain', '2026-03-06T00:00:00Z'),
      ballot('b', 'agree', '2026-03-07T00:00:00Z'),
    ];
    expect(quorumReachedAt(rule, log, size)).toEqual([]);
    const back = [...log, ballot('a', 'disagree', '2026-03-08T00:00:00Z')];
    expect(quorumReachedAt(rule, back, size)).toEqual([new Date('2026-03-08T00:00:00Z')]);
  });

  it('extends whenever it is reached within the last hours, for the second time as well', () => {
    const lost = [
      ballot('a', 'agree', '2026-03-05T00:00:00Z'),
      ballot('b', 'agree', '2026-03-05T01:00:00Z'),
      ballot('b', 'abstain', '2026-03-06T00:00:00Z'),
    ];
    const again = [...lost, ballot('c', 'agree', '2026-03-10T11:00:00Z')];
    expect(lateQuorumExtension(rule, lost, size, closesAt)).toBeNull();
    expect(quorumReachedAt(rule, again, size)).toHaveLength(2);
    expect(lateQuorumExtension(rule, again, size, closesAt)).toEqual(
      new Date('2026-03-12T12:00:00Z'),
    );
  });

  it('of nothing stood from the beginning: a lone ballot does not reach it', () => {
    const nothing: VoteRule = {
      ...rule,
      quorum: { share: '0/1', of: 'electorate', counts: 'ballots' },
    };
    const log = [ballot('a', 'agree', '2026-03-10T11:00:00Z')];
    expect(lateQuorumExtension(nothing, log, size, closesAt)).toBeNull();
  });

  it('extends by days of the calendar, over the change of the clocks', () => {
    const log = [ballot('a', 'agree', '2026-03-28T10:00:00Z', 9n)];
    const end = new Date('2026-03-28T11:00:00Z');
    expect(lateQuorumExtension(rule, log, size, end, 'Europe/Berlin')).toEqual(
      new Date('2026-03-30T10:00:00Z'),
    );
  });
});
