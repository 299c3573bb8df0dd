import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { findBallotKind, ruleHash, takenBackMark, voidedMark } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { parseRule } from '../policy/decision-rule.js';
import { checkAssembly } from './check-assembly.js';
import { checkBallots, checkChain, checkOrder, checkPapers } from './check-ballots.js';
import { checkCount, checkCountBacks } from './check-count.js';
import { checkDelegations, followedHolds } from './check-delegations.js';
import { checkElectorate, checkWeights } from './check-electorate.js';
import { Doubt } from './doubt.js';
import type { Open } from './doubt.js';
import { recountFile } from './recount-file.js';
import type { RecountFile } from './recount-file.js';
import { brokenSeal } from './seals.js';

/** What came of one check. `open` is what this file cannot show, to whoever it is for. */
export interface Checked {
  readonly check: string;
  readonly state: 'holds' | 'fails' | 'open';
  /** The place that does not hold, such as `ballots.rows[3].says.mark`; null where none is. */
  readonly place: string | null;
  readonly says: string;
}

/** Whether a receipt is in the published list. */
export type ReceiptFinding = 'counted' | 'superseded' | 'taken-back' | 'void' | 'unknown';

/**
 * `holds`: it was counted again, from ballots that are those of their receipts. `open`: nothing in
 * the file fails, and it does not show all that the count hangs on, so that it may be another.
 */
export type RecountVerdict = 'holds' | 'open' | 'fails';

export interface CheckedFile {
  readonly verdict: RecountVerdict;
  /** The first that does not hold; null where nothing fails. */
  readonly first: Checked | null;
  readonly checks: readonly Checked[];
  /** Null where the text is no file of this kind at all. */
  readonly file: RecountFile | null;
}

function ruleIn({ policy }: RecountFile): DecisionRule {
  try {
    return parseRule(policy.rule);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Doubt('policy.rule', `No vote is held by such a rule: ${why}`);
  }
}

/** A rule as its policy has it, where the proposal brought its options, and what goes with them. */
function withoutBrought(rule: RecountFile['policy']['rule']): RecountFile['policy']['rule'] {
  const kind = findBallotKind(String(rule['ballotKind']));
  const brought = new Set(['options', ...Object.keys(kind?.brings?.shape ?? {})]);
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !brought.has(name)));
}

function checkRule({ policy }: RecountFile): void {
  const { rule, ruleHash: told, adoptedHash, ownOptions } = policy;
  const reckoned = ruleHash(rule as DecisionRule);
  if (reckoned !== told) throw new Doubt('policy.ruleHash', `The rule’s hash is ${reckoned}.`);
  const before = ruleHash((ownOptions ? withoutBrought(rule) : rule) as DecisionRule);
  if (before !== adoptedHash) {
    throw new Doubt('policy.adoptedHash', `As adopted, the rule’s hash is ${before}.`);
  }
}

function checkLot({ lot }: RecountFile, { tieRule }: DecisionRule): void {
  if ((tieRule === 'lot') !== (lot !== null)) {
    throw new Doubt('lot', 'There is a lot where, and only where, the rule breaks ties by lot.');
  }
  if (lot !== null && sha256Hex(lot.seed) !== lot.commitment) {
    throw new Doubt('lot.seed', 'The seed is not the one that was committed to.');
  }
}

function checkSeals(file: RecountFile): void {
  const broken = brokenSeal(file);
  if (broken !== null) throw new Doubt(broken, 'This is not what was sealed.');
}

const betweenTexts = /("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g;

/** Whatever is no white space stands as it was written: a second reader reads the same. */
function checkWriting(text: string, file: RecountFile): void {
  const bare = text.replaceAll(betweenTexts, (_all, quoted: string | undefined) => quoted ?? '');
  if (bare === canonicalJson(file)) return;
  throw new Doubt('file', 'It is not written as canonical JSON (RFC 8785) is, or says more.');
}

function outcomeOf(check: string, holds: string, body: () => void | Open): Checked {
  try {
    const open = body();
    return open === undefined
      ? { check, state: 'holds', place: null, says: holds }
      : { check, state: 'open', place: open.place, says: open.says };
  } catch (error) {
    if (error instanceof Doubt) {
      return { check, state: 'fails', place: error.place, says: error.message };
    }
    const why = error instanceof Error ? error.message : String(error);
    return { check, state: 'fails', place: null, says: `This cannot be checked: ${why}` };
  }
}

/** A text as far as it is such a file. @throws Doubt at the first place where it is none */
function readFile(text: string): RecountFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Doubt('file', 'This is no JSON.');
  }
  const parsed = recountFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = (issue?.path ?? []).reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : `${path}.${String(key)}`),
    '',
  );
  throw new Doubt(place.slice(1) || 'file', issue?.message ?? 'This is no such file.');
}

/** Without these a count is what whoever wrote the file says that it is. */
const countHangsOn = ['receipts', 'count', 'papers'];

const answer = (checks: readonly Checked[], file: RecountFile | null): CheckedFile => {
  const first = checks.find(({ state }) => state === 'fails') ?? null;
  const isOpen = checks.some(
    ({ check, state }) => state === 'open' && countHangsOn.includes(check),
  );
  const verdict = first === null ? (isOpen ? 'open' : 'holds') : 'fails';
  return { verdict, first, checks, file };
};

/**
 * Checks a file of a vote by itself alone, in this order: the rule, the electorate, what ballots
 * weigh, their receipts and the chain of them, the lot, the count, the seals, and how it is
 * written. Never throws.
 */
export function checkFile(text: string): CheckedFile {
  let file: RecountFile | null = null;
  const shape = outcomeOf('shape', 'A file of version 1.', () => {
    file = readFile(text);
  });
  if (file === null) return answer([shape], null);
  const read: RecountFile = file;
  const withRule = (body: (rule: DecisionRule) => void | Open) => () => body(ruleIn(read));
  const steps: [string, string, () => void | Open][] = [
    ['rule', 'The rule is the one that was adopted.', () => checkRule(read)],
    ['electorate', 'Its places are those that were published.', () => checkElectorate(read)],
    ['weights', 'Weights are the rule’s.', withRule((rule) => checkWeights(read, rule))],
    ['receipts', 'Each receipt is of its ballot.', withRule((rule) => checkBallots(read, rule))],
    ['chain', 'Each link is of the one before it.', () => checkChain(read)],
    ['superseded', 'Ballots cast anew, taken back or void count no more.', () => checkOrder(read)],
    ['delegations', followedHolds(read), withRule((rule) => checkDelegations(read, rule))],
    ['lot', 'The seed is the one committed to.', withRule((rule) => checkLot(read, rule))],
    ['count', 'Counted again it comes to the same.', withRule((rule) => checkCount(read, rule))],
    ['seals', 'Every part is as it was sealed.', () => checkSeals(read)],
    ['writing', 'Nothing else is written in it.', () => checkWriting(text, read)],
  ];
  if (read.assembly !== undefined || Object.hasOwn(read.policy.rule, 'assembly')) {
    const check = withRule((rule) => checkAssembly(read, rule));
    steps.push(['assembly', 'As many were present as the rule asks for.', check]);
  }
  if (read.papers !== undefined || 'paper' in read.policy.rule) {
    const check = withRule((rule) => checkPapers(read, rule));
    steps.push(['papers', 'Papers are as two people counted them.', check]);
  }
  if (read.countBacks !== undefined) {
    const check = withRule((rule) => checkCountBacks(read, rule));
    steps.push(['countBacks', 'Seats went to whom the ballots elect.', check]);
  }
  return answer([shape, ...steps.map(([name, holds, body]) => outcomeOf(name, holds, body))], read);
}

/** Where a receipt stands in a file. */
export function findReceipt({ ballots }: RecountFile, receipt: string): ReceiptFinding {
  if (ballots.rows.some((row) => row.receipt === receipt)) return 'counted';
  const gone = ballots.superseded ?? [];
  if (gone.includes(receipt)) return 'superseded';
  if (gone.includes(takenBackMark(receipt))) return 'taken-back';
  return gone.includes(voidedMark(receipt)) ? 'void' : 'unknown';
}
