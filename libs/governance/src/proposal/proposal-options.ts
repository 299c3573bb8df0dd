import { notToldApartAt, shapeFaultOf } from '@rochdale/platform';
import { ballotKindOf, optionList } from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';

function refuse(message: string, path = 'options', within: readonly string[] = []): Error {
  return governanceErrors.error('PROPOSAL_OPTIONS_INVALID', message, { path: [path, ...within] });
}

function refuseTerms(message: string): Error {
  return governanceErrors.error('PROPOSAL_TERMS_INVALID', message, { path: ['voteTerms'] });
}

/** What a proposal brings to the rule under which it is voted on. */
export interface Brought {
  readonly options: readonly string[] | null;
  /** What its ballot kind asks for besides: what projects cost, for instance. */
  readonly voteTerms: object | null;
}

export interface WithBrought<Rule> {
  readonly rule: Rule;
  /** As it is kept; nothing where the policy says it all. */
  readonly brought: Brought;
}

function readTerms(rule: VoteRule, terms: object | null): object | null {
  const { brings } = ballotKindOf(rule);
  if (terms === null && brings?.safeParse({}).success !== false) return null;
  if (brings === undefined) {
    throw refuseTerms('Votes of this kind ask for nothing besides their options.');
  }
  const read = brings.safeParse(terms);
  if (read.success) return read.data;
  if (terms === null) throw refuseTerms('Votes of this kind ask for more than their options.');
  const { message, path } = shapeFaultOf(read.error, terms);
  throw refuseTerms([path.join('.'), message].filter((part) => part !== '').join(': '));
}

/** Whether what a vote is between comes with the proposal. */
export const bringsOptions = (rule: VoteRule): boolean =>
  ballotKindOf(rule).hasOptions === true && !('options' in rule);

/**
 * Whether whoever votes sees what each option is: none looks like another, or like nothing.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID with the place of the one that does
 */
function requireToldApart(options: readonly string[]): void {
  const place = notToldApartAt(options);
  if (place === -1) return;
  const message = 'This option looks like another, or like nothing.';
  throw refuse(message, 'options', [String(place)]);
}

/**
 * The rule under which a proposal is voted on: its policy's, with the options that the proposal
 * brings where its ballot kind needs them and the policy names none, and what else the kind asks.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID, PROPOSAL_TERMS_INVALID
 */
export function withBrought<Rule extends VoteRule>(
  rule: Rule,
  { options, voteTerms }: Brought,
): WithBrought<Rule> {
  const kind = ballotKindOf(rule);
  if (!bringsOptions(rule)) {
    if (options !== null)
      throw refuse('Under this policy a proposal brings no options of its own.');
    if (voteTerms !== null) throw refuseTerms('Under this policy a proposal brings no terms.');
    return { rule, brought: { options, voteTerms } };
  }
  const read = optionList.safeParse(options);
  if (!read.success) {
    if (options === null) throw refuse('Under this policy a proposal says what it is between.');
    throw refuse(shapeFaultOf(read.error, options).message);
  }
  requireToldApart(read.data);
  const brought = { options: read.data, voteTerms: readTerms(rule, voteTerms) };
  const whole = { ...rule, ...brought.voteTerms, options: brought.options };
  const problem = kind.contradiction(whole);
  if (problem !== null) throw voteTerms === null ? refuse(problem) : refuseTerms(problem);
  return { rule: whole, brought };
}

/** The options of a rule that a vote is under; none where it is not by options. */
export function optionsIn(rule: VoteRule): readonly string[] {
  const { options } = rule as { readonly options?: readonly string[] };
  return ballotKindOf(rule).hasOptions === true ? (options ?? []) : [];
}

/**
 * What a member is called whom a vote is between, wherever it is frozen, counted or handed on: by
 * the number of the option. Who it is, each reader is told as they may see them.
 */
const labelOf = (place: number): string => `Candidate ${place}`;

/** What those who may read the vote before it is decided call a candidate who is erased. */
export const erasedLabelOf = (place: number): string => `${labelOf(place)}, erased`;

/**
 * Members after what a proposal is between besides, each by a label.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID
 */
export function withCandidates(
  rule: VoteRule,
  options: readonly string[] | null,
  memberIds: readonly string[],
): readonly string[] | null {
  if (memberIds.length === 0) return options;
  if (!bringsOptions(rule) || isElecting(rule)) {
    throw refuse('Under this policy a proposal brings no options of its own.', 'candidates');
  }
  if (new Set(memberIds).size < memberIds.length) {
    throw refuse('A member is named twice.', 'candidates');
  }
  const others = options ?? [];
  return [...others, ...labelsOf(memberIds.length, others.length)];
}

/** Labels of so many candidates behind so many other options. */
export const labelsOf = (candidates: number, after = 0): string[] =>
  Array.from({ length: candidates }, (_, nth) => labelOf(after + nth + 1));

interface Electing extends VoteRule {
  readonly elects?: object | undefined;
}

const isElecting = ({ elects }: Electing): boolean => elects !== undefined;

/** For how many seats a vote is: of its own terms, or of its rule; one where neither says so. */
export function seatsIn(rule: VoteRule, terms: object | null): number {
  const { winners = 1 } = rule as { readonly winners?: number };
  const { seats = winners } = (terms ?? {}) as { readonly seats?: number };
  return seats;
}

/** Whether votes of a kind may be for fewer seats than their rule has. */
export const bringsSeats = (rule: VoteRule): boolean =>
  'seats' in (ballotKindOf(rule).brings?.shape ?? {});

/**
 * What the draft of an election brings: who stands, members say after it was called. It may be for
 * fewer seats than its rule has, as where one of them became vacant.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID, PROPOSAL_TERMS_INVALID
 */
function broughtToElection(rule: Electing, { options, voteTerms }: Brought): Brought {
  if (options !== null) throw refuse('Members nominate who stands, after an election is called.');
  const terms = voteTerms === null ? null : readTerms(rule, voteTerms);
  const seats = seatsIn(rule, terms);
  const isRight = terms === null || Object.keys(terms).join() === 'seats';
  if (!isRight || seats > seatsIn(rule, null)) {
    throw refuseTerms('An election brings how many seats it is for, as many as its rule or fewer.');
  }
  return { options: null, voteTerms: terms };
}

/**
 * What a proposal brings under its policy's rule, as it is kept.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID, PROPOSAL_TERMS_INVALID
 */
export function broughtUnder(rule: Electing, brought: Brought): Brought {
  return isElecting(rule) ? broughtToElection(rule, brought) : withBrought(rule, brought).brought;
}

/** Whether members may be among the options: only where one has the label of its own place. */
export function haveCandidates(options: readonly string[]): boolean {
  return options.some((text, nth) => text === labelOf(nth + 1));
}

/** What a reader calls candidates, by the number of the option, if they may see who it is. */
export type NamesOfCandidates = ReadonlyMap<number, string>;

/** The options with the names that a reader may see. */
export function namedOptions(
  options: readonly string[],
  names: NamesOfCandidates,
): readonly string[] {
  return options.map((text, nth) =>
    text === labelOf(nth + 1) ? (names.get(nth + 1) ?? text) : text,
  );
}

/**
 * The same in a rule, under which votes come to the same whatever options are called: so that the
 * words of a count name candidates, and leave alone what a proposer wrote.
 */
export function namedRule<Rule extends VoteRule>(rule: Rule, names: NamesOfCandidates): Rule {
  return names.size === 0 ? rule : { ...rule, options: namedOptions(optionsIn(rule), names) };
}
