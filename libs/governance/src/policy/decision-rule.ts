import {
  contradictionOfElectorate,
  contradictionOfPaper,
  contradictionOfSecrecy,
  findBallotKind,
  isAtLeast,
  share,
  voteRule,
} from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';
import { z } from 'zod';
import { roleNames, shapeFaultOf } from '@rochdale/platform';
import { failedOutcomes } from '../links/links.js';
import { governanceErrors } from '../governance.errors.js';

const policyKey = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);

const hours = z
  .int()
  .min(0)
  .max(24 * 366);

/** What an election is for, and its terms. */
const elects = z.strictObject({
  /** The offices that those who win may be put into; each election is to one of them. */
  offices: z.array(z.enum(roleNames)).min(1),
  /** How long members nominate after it is called; once more where too few stand. */
  nominationHours: hours.min(1),
  /** How many months they hold it. */
  termMonths: z.int().min(1).max(120),
});

/** What a rule says besides how votes are held. */
export const policyTerms = z.strictObject({
  window: z.strictObject({
    minimumHours: hours.min(1),
    usualHours: hours.min(1),
    maximumHours: hours.min(1),
    /** How short it may be made when marked urgent with a reason; null when it may not. */
    urgentMinimumHours: hours.min(1).nullable(),
  }),
  noticeHours: hours,
  timelockHours: hours,
  /** How long an execution that failed may be tried again before what passed lapses. */
  executionWithinHours: hours.min(1).nullable(),
  secondersNeeded: z.int().min(0).max(20),
  /**
   * Who puts proposals to the working group that decides them: any member. Those who are in it
   * where it is left out. Where everybody decides it says nothing.
   */
  filedBy: z.enum(['members']).optional(),
  /**
   * What has to lie in a fund, of a currency, before money is set aside under the rule: when the
   * vote opens, and again when it is carried out. Without an amount the fund says it itself, by its
   * limit, and where there is no such fund nothing has to. Left out, nothing has to either.
   */
  buffer: z
    .strictObject({
      fundKey: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
      atLeastMinor: z
        .string()
        .regex(/^[1-9]\d{0,14}$/)
        .optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional(),
    })
    .optional(),
  /**
   * Who counts a public vote again ballot by ballot, without names, once it is decided: members
   * alone where it is left out.
   */
  recountBy: z.enum(['members', 'strangers']).optional(),
  /**
   * Where a vote that fails goes by itself, and after which outcomes: to a vote on the same under
   * another policy. Left out, it ends there.
   */
  escalatesTo: z
    .strictObject({ policyKey, on: z.array(z.enum(failedOutcomes)).min(1).max(3) })
    .optional(),
  /**
   * Under which policy, and within how long, the members say afterwards whether what passed stands.
   * Left out, it stands.
   */
  ratification: z.strictObject({ policyKey, withinHours: hours.min(1) }).optional(),
  /**
   * Votes that an assembly decides: opened and closed by hand, among those who are present; so
   * large a share of those who may vote has to be. Left out, votes open and close by time.
   */
  assembly: z.strictObject({ presentShare: share }).optional(),
  /**
   * What is told under it was done already, and nothing else follows from it. Whoever would rather
   * have it decided objects as long as it lies open: then it goes on to the policy that it
   * escalates to. Left out, nothing is done before it is decided.
   */
  alreadyDone: z.literal(true).optional(),
  /** Where members are elected under it; nothing else is decided by such a vote. */
  elects: elects.optional(),
});

/** What a rule says of a proposal's way to the vote, and of what follows it. */
export type PolicyTerms = z.infer<typeof policyTerms>;

/**
 * How one kind of question is decided: what proposals need, what every vote is held under, and the
 * fields of the ballot kind. Plain data, in one flat object; frozen into each proposal it governs.
 */
export type DecisionRule = VoteRule & PolicyTerms;

interface Fault {
  readonly message: string;
  readonly path: readonly string[];
}

function invalid({ message, path }: Fault): Error {
  return governanceErrors.error('POLICY_RULE_INVALID', message, { path: ['rule', ...path] });
}

function read<Shape>(shape: z.ZodType<Shape>, input: object): Shape {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(shapeFaultOf(parsed.error, input));
}

/** The fields of an object that a shape knows, and the others. */
function split(input: object, known: object): readonly [object, object] {
  const entries = Object.entries(input);
  return [
    Object.fromEntries(entries.filter(([name]) => name in known)),
    Object.fromEntries(entries.filter(([name]) => !(name in known))),
  ];
}

/** Whether votes may weigh more or less than one; they do so by class alone. */
export const weighsClasses = ({ eligibility, classShares }: VoteRule): boolean =>
  classShares !== undefined || Object.keys(eligibility.weightByClass).length > 0;

function contradiction(rule: DecisionRule): string | null {
  const { window, lateQuorum, quorum } = rule;
  if (window.minimumHours > window.usualHours || window.usualHours > window.maximumHours) {
    return 'The usual window lies between the shortest and the longest.';
  }
  if ((window.urgentMinimumHours ?? 0) > window.minimumHours) {
    return 'An urgent window is no longer than the shortest usual one.';
  }
  if (lateQuorum !== null && quorum === null) return 'A late quorum needs a quorum.';
  if (rule.delegation !== undefined && rule.earlyClose?.when === 'super-quorum') {
    return 'Where some vote for others, a vote ends early only when its outcome is certain.';
  }
  if (rule.delegation?.atMost === 0 && rule.delegation.proxies === undefined) {
    return 'Where nobody may vote for others, a rule says nothing of delegation.';
  }
  if (rule.delegation !== undefined && rule.secretUntilClosed) {
    return 'In a secret vote nobody votes for another: who is voted for reads what was cast.';
  }
  if (rule.mayTakeBack === true && rule.secretUntilClosed) {
    return 'In a secret vote a ballot stands: one ballot less would tell who took theirs back.';
  }
  if (rule.decidedBy !== undefined && rule.elects !== undefined) {
    return 'To offices members are elected by all.';
  }
  if ((rule.buffer?.atLeastMinor === undefined) !== (rule.buffer?.currency === undefined)) {
    return 'A buffer is an amount of a currency, or what its fund may hold.';
  }
  const ofElectorate = contradictionOfElectorate(rule);
  if (ofElectorate !== null) return ofElectorate;
  return rule.recountBy === 'strangers' && weighsClasses(rule)
    ? 'Where weights differ by class, a ballot’s weight would tell strangers its voter’s class.'
    : null;
}

/** Why a rule cannot be of an assembly, in a sentence; null where it can, or is of none. */
function contradictionOfAssembly(rule: DecisionRule): string | null {
  if (rule.assembly === undefined) return null;
  if (rule.noticeHours === 0) {
    return 'Members are told beforehand what an assembly decides: it needs a notice.';
  }
  if (rule.earlyClose !== null || rule.lateQuorum !== null) {
    return 'A vote in an assembly is closed by who chairs it.';
  }
  if (rule.delegation !== undefined) {
    return 'Those who are present vote: who votes for others could not be told from them.';
  }
  if (rule.paper !== undefined) {
    return 'Papers are counted after the time of a vote, and an assembly’s is closed by hand.';
  }
  if (rule.secrecy !== undefined) {
    return 'Whoever closes a vote by hand after one ballot would read what it says.';
  }
  if (!rule.secretUntilClosed) {
    return 'Whoever closes a vote by hand does not know how it stands: it is secret until then.';
  }
  if (rule.quorum === null || !isAtLeast(rule.quorum.share, '1/2')) {
    return 'Half of those who are present vote, or more: no chair decides alone what others miss.';
  }
  if (rule.electorateList === 'members') {
    return 'Who has a place in it was present: members are told how many, and not who.';
  }
  if (rule.classShares !== undefined) {
    return 'Shares of classes are of all who may vote, and not of those who happen to be present.';
  }
  if (rule.decidedBy !== undefined) {
    return 'What a working group decides is opened and closed by time.';
  }
  return rule.elects === undefined
    ? null
    : 'An election opens by itself when members have nominated, and an assembly’s vote does not.';
}

/** Why nothing could be done under a rule before it is told; null where it can, or says no such. */
function contradictionOfDone(rule: DecisionRule): string | null {
  if (rule.alreadyDone === undefined) return null;
  const { decision = null } = rule as { decision?: { kind: string } | null };
  if (decision?.kind !== 'lazy' || rule.quorum !== null) {
    return 'What is done already stands unless somebody objects: no agreement is waited for.';
  }
  if (rule.noticeHours > 0 || rule.secondersNeeded > 0 || rule.timelockHours > 0) {
    return 'What is done already waits for nothing: no notice, no seconders, no delay.';
  }
  if (rule.escalatesTo?.on.includes('rejected') !== true) {
    return 'What somebody objects to goes on to a vote: the rule says under which policy.';
  }
  return rule.decidedBy === undefined && rule.ratification === undefined
    ? null
    : 'What was done is told to all members, who object to it or do not.';
}

/**
 * Reads a decision rule of whichever ballot kind it names.
 *
 * @throws CodedError POLICY_RULE_INVALID with the field that is at fault
 */
export function parseRule(input: unknown): DecisionRule {
  const [terms, others] = split(read(z.looseObject({}), Object(input)), policyTerms.shape);
  const [common, own] = split(others, voteRule.shape);
  const rule = { ...read(voteRule, common), ...read(policyTerms, terms) };
  const kind = findBallotKind(rule.ballotKind);
  if (kind === null) {
    throw invalid({ message: 'There is no such ballot kind.', path: ['ballotKind'] });
  }
  const whole = { ...rule, ...read(kind.rule, own) };
  const problem =
    contradiction(whole) ??
    contradictionOfKind(kind, whole) ??
    contradictionOfNumbers(whole) ??
    contradictionOfSecrecy(whole) ??
    contradictionOfPaper(whole) ??
    contradictionOfAssembly(whole) ??
    contradictionOfDone(whole) ??
    kind.contradiction(whole);
  if (problem !== null) throw invalid({ message: problem, path: [] });
  return whole;
}

type Kind = NonNullable<ReturnType<typeof findBallotKind>>;

/** What a kind cannot do, no rule of it may ask for: why not; null where it can. */
export function contradictionOfKind(
  kind: Kind,
  { tieRule, earlyClose, reasons, elects: election, escalatesTo, ratification }: DecisionRule,
): string | null {
  if ((escalatesTo ?? ratification) !== undefined && kind.hasOptions === true) {
    return 'A vote between options is no question that others could be asked as well.';
  }
  if (election !== undefined && kind.without === undefined) {
    return 'Members are elected by ballots that choose between options.';
  }
  if (tieRule === 'lot' && kind.breakTie === undefined) {
    return 'Ballots of this kind have no tie that a lot could break.';
  }
  if (tieRule === 'run-off' && kind.isTwoSided !== true) {
    return 'A run-off is between two sides, which ballots of this kind do not have.';
  }
  if (earlyClose !== null && kind.certain === undefined) {
    return 'Votes of this kind end at their time.';
  }
  return contradictionOfReasons(kind, reasons);
}

/** Where classes have shares, what one vote weighs hangs on how many there are. */
function contradictionOfNumbers(rule: VoteRule & object): string | null {
  if (rule.classShares === undefined) return null;
  const { decision = null } = rule as { decision?: { kind: string } | null };
  const counts = 'objectionsToStop' in rule || decision?.kind === 'lazy';
  return counts ? 'So many objections are no number where classes have shares.' : null;
}

function contradictionOfReasons(kind: Kind, reasons: VoteRule['reasons']): string | null {
  if (reasons === undefined || reasons === 'required') return null;
  if (kind.needsReasons === true) return 'Ballots of this kind say why by its method.';
  const isOfSome = reasons === 'for-disagree' || reasons === 'for-block';
  return isOfSome && kind.isAgainst === undefined
    ? 'Ballots of this kind are not against a proposal, and none of them blocks.'
    : null;
}
