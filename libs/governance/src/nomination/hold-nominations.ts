import { randomBytes } from 'node:crypto';
import { awayAmong, classesOf } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { hoursLater } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { candidateStore } from '../proposal/candidate.store.js';
import { bringsSeats, labelsOf, seatsIn } from '../proposal/proposal-options.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { nominationStore } from './nomination.store.js';
import { orderBySeed, reopening, seatsFor } from './nomination.js';

type Electing = DecisionRule & { readonly elects: NonNullable<DecisionRule['elects']> };

/** Whether members are elected under a rule, and its vote does not know yet between whom. */
export const seeksCandidates = (
  rule: DecisionRule,
  { options }: Pick<ProposalRecord, 'options'>,
): rule is Electing => rule.elects !== undefined && options === null;

/**
 * Whom members are elected between, members said: never whoever wrote the draft.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID
 */
export async function requireNominated(
  tx: Tx,
  { id, options }: Pick<ProposalRecord, 'id' | 'options'>,
  rule: DecisionRule,
): Promise<void> {
  if (rule.elects === undefined || options === null) return;
  const election = await nominationStore.lock(tx, id);
  if (election !== null && election.orderSeed !== null) return;
  const message = 'Members nominate who stands, after an election is called.';
  throw governanceErrors.error('PROPOSAL_OPTIONS_INVALID', message, { path: ['options'] });
}

/**
 * Lets members nominate in an election that was called, or whose time for it is over: until when,
 * or null where nominations closed, and candidates are the options of the vote. The proposal is
 * locked. Where too few stand for voters to choose, nominations go on once, for as long again.
 *
 * @throws CodedError ELECTION_WITHOUT_CANDIDATES
 */
export async function holdNominations(
  tx: Tx,
  proposal: ProposalRecord,
  rule: Electing,
): Promise<Date | null> {
  const { id, state, noticeUntil } = proposal;
  const hours = Math.max(rule.elects.nominationHours, rule.noticeHours);
  const until = hoursLater(tx.now, hours, await tx.timeZone());
  if (state === 'draft') {
    await nominationStore.begin(tx, id);
    return until;
  }
  if (noticeUntil !== null && noticeUntil > tx.now) return noticeUntil;
  const election = await nominationStore.lock(tx, id);
  if (election === null) throw nobodyStands('It was announced as no election.');
  const standing = await standingIn(tx, id);
  const seats = seatsIn(rule, proposal.voteTerms);
  if (standing.length <= seats && election.extendedAt === null) {
    await nominationStore.extend(tx, id, until);
    return until;
  }
  if (standing.length === 0) throw nobodyStands('Nobody stands.');
  await close(tx, proposal, { rule, seats, standing });
  return null;
}

function nobodyStands(message: string): Error {
  return governanceErrors.error('ELECTION_WITHOUT_CANDIDATES', message, { path: ['proposalId'] });
}

/** Who accepted and is on the list of members still; nobody leaves it meanwhile. */
async function standingIn(tx: Tx, proposalId: string): Promise<string[]> {
  const accepted = await nominationStore.accepted(tx, proposalId);
  const away = await awayAmong(tx, accepted);
  return accepted.filter((memberId) => !away.has(memberId));
}

async function close(
  tx: Tx,
  { id: proposalId }: ProposalRecord,
  vote: { readonly rule: Electing; readonly seats: number; readonly standing: readonly string[] },
): Promise<void> {
  const { rule, seats, standing } = vote;
  const seed = randomBytes(16).toString('hex');
  const ordered = orderBySeed(seed, standing);
  const wanted = seatsFor(seats, standing.length);
  const options = [...labelsOf(ordered.length), ...(wanted.reopens ? [reopening] : [])];
  const terms = bringsSeats(rule)
    ? { seats: wanted.seats, ...(await groupsOf(tx, rule, ordered, options.length)) }
    : null;
  await nominationStore.close(tx, proposalId, { seed, options, terms });
  await candidateStore.insert(tx, proposalId, 0, ordered);
}

interface WithReserved {
  readonly reserved?: readonly { readonly group: string }[];
}

/** Of which class each candidate is, where seats are kept for classes: of no other is it said. */
async function groupsOf(
  tx: Tx,
  rule: Electing,
  memberIds: readonly string[],
  options: number,
): Promise<{ readonly groups: readonly (string | null)[] } | null> {
  const { reserved } = rule as WithReserved;
  if (reserved === undefined) return null;
  const classes = await classesOf(tx, memberIds);
  const known = new Set(reserved.map(({ group }) => group));
  const groups = memberIds.map((memberId) => classes.get(memberId) ?? '');
  const others = Array.from({ length: options - memberIds.length }, () => null);
  return { groups: [...groups.map((group) => (known.has(group) ? group : null)), ...others] };
}
