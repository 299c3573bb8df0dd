import { canonicalJson } from '@rochdale/platform';
import { shareOf } from '../../rule/share.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { isStancesRule } from './stances.js';
import type { Denominator, StancesRule, Threshold } from './stances.js';

/** From what is the easiest to have a share of to what is the hardest: each is of no fewer. */
const bodies: readonly Denominator[] = [
  'cast-minus-abstentions',
  'cast',
  'electorate',
  'active-members',
];

const isOfNoFewer = (given: Denominator, asked: Denominator): boolean =>
  bodies.indexOf(given) >= bodies.indexOf(asked);

const isNoLess = (given: string, asked: string): boolean =>
  shareOf(given).compare(shareOf(asked)) >= 0;

/** As much agreement, of no fewer: where it is the same share, also where more than it is asked. */
function agreesAtLeast(given: Threshold, asked: Threshold): boolean {
  if (!isOfNoFewer(given.of, asked.of) || !isNoLess(given.share, asked.share)) return false;
  const isSame = shareOf(given.share).compare(shareOf(asked.share)) === 0;
  return !isSame || given.strict || !asked.strict;
}

function takesPartAtLeast({ quorum: given }: VoteRule, { quorum: asked }: VoteRule): boolean {
  if (asked === null) return true;
  return (
    given !== null &&
    isOfNoFewer(given.of, asked.of) &&
    isNoLess(given.share, asked.share) &&
    (asked.counts === 'ballots' || given.counts === asked.counts)
  );
}

function blocksAtLeast({ blocks: given }: StancesRule, { blocks: asked }: StancesRule): boolean {
  if (asked === null) return true;
  if (given === null) return false;
  if (given.liftedAtShare === null) return true;
  return asked.liftedAtShare !== null && isNoLess(given.liftedAtShare, asked.liftedAtShare);
}

/** Who votes, with which weight: nobody else's rule is at least theirs. */
const votersOf = ({ eligibility, classShares, leavers, pausedCount }: VoteRule): string =>
  canonicalJson({
    eligibility,
    classShares: classShares ?? null,
    leavers: leavers ?? 'count',
    pausedCount: pausedCount ?? 'always',
  });

/**
 * Whether a rule asks of a vote at least what another does: the same voters, as much agreement and
 * as many who take part, ties that are lost and blocks that stand wherever the other has them. Of
 * rules about anything but stances nobody can say.
 */
export function asksAtLeast(given: VoteRule, asked: VoteRule): boolean {
  if (!isStancesRule(given) || !isStancesRule(asked)) return false;
  if (given.decision.kind !== 'threshold' || asked.decision.kind !== 'threshold') return false;
  return (
    votersOf(given) === votersOf(asked) &&
    agreesAtLeast(given.decision.agree, asked.decision.agree) &&
    takesPartAtLeast(given, asked) &&
    blocksAtLeast(given, asked) &&
    (given.tieRule === asked.tieRule || given.tieRule === 'status-quo') &&
    (given.earlyClose === null ||
      given.earlyClose.when === 'outcome-certain' ||
      canonicalJson(given.earlyClose) === canonicalJson(asked.earlyClose ?? {}))
  );
}
