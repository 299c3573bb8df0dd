import { Rational } from '../arithmetic/rational.js';
import type { ApprovalBallots } from '../model/ballots.js';
import type { Candidate, Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';

/** The format has a row for each voter, and no word for a weight. */
const ROWS_LIMIT = 1_000_000;

/** What a file says of its budget beside the election. */
export interface PabulibFrame {
  /** `greedy`, `equalshares` or another word of the format for how it is counted. */
  readonly rule: string;
  readonly currency?: string;
  /** How many projects a ballot may be for at most. */
  readonly maxLength?: number;
  /** What the format has no field for, in words. */
  readonly comments?: readonly string[];
}

/**
 * A budget by approvals as a Pabulib file, in pieces. Projects are numbered from 1; each row is a
 * voter by a number that says nothing, in the order of the election's ballots. Reading it again
 * gives the same ballots, with numbers for names and without what excludes what. Throws
 * BALLOTS_UNSUITABLE for what the format cannot say: other ballots than approvals, and weights that
 * are no number of voters.
 */
export function* writePabulib(election: Election, frame: PabulibFrame): Generator<string> {
  const { ballots, candidates, budget } = election;
  if (ballots.kind !== 'approval' || budget === undefined) {
    throw unsuitable(`Pabulib holds approvals with a budget, not ${ballots.kind} ballots`);
  }
  if (ballots.weightDivisor !== 1n || ballots.totalWeight > ROWS_LIMIT) {
    throw unsuitable('Pabulib holds a row for each voter, and no weights');
  }
  const { rule, currency, maxLength, comments = [] } = frame;
  const meta: readonly (readonly [string, string | number | undefined])[] = [
    ['description', election.title],
    ['num_projects', candidates.length],
    ['num_votes', ballots.totalWeight],
    ['budget', amount(budget)],
    ['vote_type', 'approval'],
    ['rule', rule],
    ['max_length', maxLength],
    ['currency', currency],
    ['comment', comments.map((text, nth) => `#${nth + 1}: ${text}`).join(' ') || undefined],
  ];
  yield 'META\nkey;value\n';
  yield meta.map(([key, value]) => (value === undefined ? '' : record(key, value))).join('');
  yield 'PROJECTS\nproject_id;cost;votes;name\n';
  const votes = votesFor(ballots, candidates.length);
  yield candidates.map((one, nth) => projectRecord(one, nth, votes[nth] ?? 0)).join('');
  yield 'VOTES\nvoter_id;vote\n';
  yield* voterRecords(ballots);
}

function projectRecord({ name, cost }: Candidate, nth: number, votes: number): string {
  if (cost === undefined) throw unsuitable(`project ${nth + 1} has no cost`);
  return record(nth + 1, amount(cost), votes, name);
}

const approved = ({ cells, offsets }: ApprovalBallots, row: number): Uint16Array =>
  cells.subarray(offsets[row], offsets[row + 1]);

function votesFor(ballots: ApprovalBallots, projects: number): number[] {
  const votes = Array.from({ length: projects }, () => 0);
  for (let row = 0; row < ballots.count; row++) {
    for (const project of approved(ballots, row)) {
      votes[project] = (votes[project] as number) + (ballots.weights[row] as number);
    }
  }
  return votes;
}

function* voterRecords(ballots: ApprovalBallots): Generator<string> {
  let voter = 0;
  for (let row = 0; row < ballots.count; row++) {
    const vote = [...approved(ballots, row)].map((project) => project + 1).join(',');
    let piece = '';
    for (let times = ballots.weights[row] as number; times > 0; times--) {
      voter += 1;
      piece += record(voter, vote);
    }
    yield piece;
  }
}

/** Exact, or not at all: a rounded cost would be another budget. */
function amount(value: Rational): string {
  const text = value.toDecimal();
  if (Rational.parse(text)?.equals(value) === true) return text;
  throw unsuitable('Pabulib holds decimal amounts only');
}

function record(...fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quoted(String(field))).join(';')}\n`;
}

/** Quoted where it holds what separates fields; line ends become blanks. */
function quoted(field: string): string {
  const text = field.replace(/[\r\n]+/g, ' ');
  return /[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const unsuitable = (message: string): TallyError => new TallyError('BALLOTS_UNSUITABLE', message);
