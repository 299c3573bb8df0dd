import { canonicalJson } from '@rochdale/platform';
import { chainStart, nextLink } from '@rochdale/voting';
import { describe, expect, it } from 'vitest';
import { countedVote } from '../testing/counted-vote.js';
import { madeVotes } from '../testing/made-votes.js';
import { checkFile } from './check-file.js';
import type { RecountVerdict } from './check-file.js';
import { editions } from './compose-file.js';
import type { Edition } from './compose-file.js';
import type { RecountFile } from './recount-file.js';
import { sealed } from './seals.js';

type Place = readonly (string | number)[];
type Tree = Record<string | number, unknown>;
type Steps = {
  winners: string[];
  winnerIndexes: number[];
  candidates: string[];
  totals?: string[];
  account: string[];
};

/** Every leaf of a value, as a path. */
function* leavesOf(value: unknown, path: Place = []): Generator<Place> {
  if (value === null || typeof value !== 'object') return yield path;
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, below] of entries) yield* leavesOf(below, [...path, key]);
}

/** The file with something else in it, and seals as if it had always been so. */
function forge(file: RecountFile, change: (copy: RecountFile) => void): string {
  const { seals: _old, seal: _one, ...copy } = structuredClone(file);
  change(copy as RecountFile);
  return canonicalJson(sealed(copy));
}

/** What is told at a place that does not hold, or else the verdict. */
function found(text: string): string {
  const { verdict, first } = checkFile(text);
  return first?.place ?? verdict;
}

const verdictOf = (text: string): RecountVerdict => checkFile(text).verdict;

function otherThan(old: unknown): unknown {
  if (typeof old === 'boolean') return !old;
  if (typeof old === 'number') return old + 1;
  if (typeof old !== 'string') return 0;
  return /^\d+$/.test(old) ? String(BigInt(old) + 1n) : `${old}x`;
}

function changeAt(tree: unknown, path: Place): void {
  let node = tree as Tree;
  for (const key of path.slice(0, -1)) node = node[key] as Tree;
  const last = path.at(-1)!;
  node[last] = otherThan(node[last]);
}

const stepsIn = (file: RecountFile): Steps | null =>
  (file.result.count['steps'] as Steps | null | undefined) ?? null;

const files = Object.entries(madeVotes).flatMap(([name, made]) => {
  const vote = countedVote(made);
  return editions.map((edition) => [name, edition, vote.file(edition)] as const);
});
const isBare = ({ ballots }: RecountFile): boolean =>
  ballots.rows.length > 0 && ballots.rows.every(({ says }) => says === null);
const bare = files.filter(([, , file]) => isBare(file) && file.ballots.sums === null);
const counted = files.filter(([, , file]) => !isBare(file));

/** What a told count cannot have otherwise. Sums may be others, where some ballots make them. */
const ofSteps =
  'winners|winnerIndexes|candidates|method|variant|ranking|options.(tie|seed)|outcomes.[0-9]+.winn';
const figures = new RegExp(
  `^(outcome|reason|count.(winners|tied|castWeight|quorumNeededWeight|steps.(${ofSteps})))`,
);

describe('a forged result with seals made anew', () => {
  it.each(counted)('of %s for %s is named wherever it is changed', (_name, _edition, file) => {
    for (const path of leavesOf(file.result)) {
      const text = forge(file, (copy) => changeAt(copy.result, path));
      expect([path.join('.'), verdictOf(text)]).toEqual([path.join('.'), 'fails']);
    }
  });

  it.each(bare)('of %s for %s never holds, and its figures are named', (_name, _edition, file) => {
    for (const path of leavesOf(file.result)) {
      const place = path.join('.');
      const verdict = verdictOf(forge(file, (copy) => changeAt(copy.result, path)));
      expect([place, verdict]).not.toEqual([place, 'holds']);
      if (figures.test(place)) expect([place, verdict]).toEqual([place, 'fails']);
    }
  });
});

describe('a stranger’s file without ballots', () => {
  it.each(bare)('of %s has no other winners than its steps', (_name, _edition, file) => {
    const { winners } = file.result.count as { winners: number[] };
    const others = winners.map((number) => (number % 3) + 1);
    const text = forge(file, (copy) => (copy.result.count['winners'] = others));
    expect(found(text)).toBe(winners.length > 0 ? 'result.count.winners' : 'open');
  });

  it.each(bare)('of %s has no other winners in its steps than its figures make', (_n, _e, file) => {
    const steps = stepsIn(file)!;
    const isTied = steps.winnerIndexes.length === 0;
    const text = forge(file, (copy) => {
      const forged = stepsIn(copy)!;
      forged.winnerIndexes = steps.winnerIndexes.map((index) => (index + 1) % 3);
      forged.winners = forged.winnerIndexes.map((index) => forged.candidates[index]!);
      copy.result.count['winners'] = forged.winnerIndexes.map((index) => index + 1);
    });
    expect(found(text)).toMatch(isTied ? /./ : /^result\.count\.(steps|winners)/);
  });

  it.each(bare)('of %s has as many ballots as its count', (_name, _edition, file) => {
    const text = forge(file, (copy) => {
      const { ballots, policy, electorate, lot } = copy;
      ballots.rows.pop();
      let link = chainStart({
        ruleHash: policy.ruleHash,
        electorateHash: electorate.hash,
        lotCommitment: lot?.commitment ?? null,
      });
      for (const row of ballots.rows) row.link = link = nextLink(link, row.receipt);
      ballots.head = link;
    });
    const isWeighed = file.result.count['castWeight'] !== String(file.ballots.rows.length);
    expect(found(text)).toBe(isWeighed ? 'open' : 'result.count.castWeight');
  });

  it.each(bare)('of %s has no other outcome than its count makes', (_name, _edition, file) => {
    for (const outcome of ['passed', 'rejected', 'no-quorum', 'tied'] as const) {
      if (outcome === file.result.outcome) continue;
      expect(found(forge(file, (copy) => (copy.result.outcome = outcome)))).toBe('result.outcome');
    }
  });

  it.each(bare)('of %s with every name changed about is open at best', (_name, _edition, file) => {
    const swap: Record<string, string> = { Red: 'Blue', Blue: 'Red' };
    const text = forge(file, (copy) => {
      const told = JSON.stringify(copy.result.count['steps']);
      const swapped = told.replaceAll(/Red|Blue/g, (name) => swap[name]!);
      copy.result.count['steps'] = JSON.parse(swapped) as unknown;
    });
    expect(verdictOf(text)).not.toBe('holds');
  });

  it('of a lot draws by the seed that was committed to', () => {
    const file = countedVote(madeVotes['a lot']!).file('strangers' satisfies Edition);
    const text = forge(file, (copy) => {
      const { options } = copy.result.count['steps'] as { options: { seed: string } };
      options.seed = 'another';
    });
    expect(found(text)).toBe('result.count.steps.options.seed');
  });
});
