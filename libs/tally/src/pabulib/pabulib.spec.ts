import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { ReadContext } from '../reading/file-format.js';
import { pabulib } from './pabulib.js';

interface Box {
  readonly meta?: readonly string[];
  readonly votes: readonly string[];
  readonly head?: string;
}

function box({ meta = [], votes, head = 'voter_id;vote;points' }: Box): string {
  const top = ['META', 'key;value', 'num_projects;3', `num_votes;${votes.length}`, 'budget;100'];
  const projects = ['PROJECTS', 'project_id;cost', '1;60', '2;50', '3;40'];
  return [...top, ...meta, ...projects, 'VOTES', head, ...votes, ''].join('\n');
}

function read(file: Box, reading: Partial<ReadContext> = {}): Election {
  return pabulib.read(new TextEncoder().encode(box(file)), { file: 'x', ...reading });
}

function refusal(file: Box, reading: Partial<ReadContext> = {}): string {
  try {
    read(file, reading);
  } catch (error) {
    if (error instanceof TallyError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
}

function totals(election: Election): unknown {
  return count(election, { method: 'participatory-budgeting', variant: 'greedy', options: {} })
    .totals;
}

describe('limits of ballots', () => {
  const points = ['vote_type;cumulative'];
  const scores = ['vote_type;scoring'];

  it.each<[string[], string, string]>([
    [['min_length;2'], '7;1;', 'x:14: 1 projects, but min_length is 2'],
    [['max_length;1'], '7;1,2;', 'x:14: 2 projects, but max_length is 1'],
    [['min_sum_cost;70'], '7;1;', 'x:14: 60 for the projects together, but min_sum_cost is 70'],
    [
      ['max_sum_cost;100'],
      '7;1,2;',
      'x:14: 110 for the projects together, but max_sum_cost is 100',
    ],
    [
      [...points, 'max_sum_points;4'],
      '7;1,2;3,2',
      'x:15: 5 points together, but max_sum_points is 4',
    ],
    [
      [...points, 'min_sum_points;4'],
      '7;1,2;1,2',
      'x:15: 3 points together, but min_sum_points is 4',
    ],
    [[...points, 'max_points;2'], '7;1,2;1,3', 'x:15: 3 points for a project, but max_points is 2'],
    [points, '7;1,2;9,-1', 'x:14: -1 points for a project, but min_points is 0'],
    [[...scores, 'min_points;-2'], '7;1;-3', 'x:15: -3 points for a project, but min_points is -2'],
    [['vote_type;choose-1'], '7;1,2;', 'x:14: 2 projects, but max_length is 1'],
  ])('%j: %s is refused with its line', (meta, vote, message) => {
    expect(refusal({ meta, votes: [vote] })).toContain(`FILE_MALFORMED ${message}`);
  });

  it('are kept by ballots at the limit, and by none that the file does not state', () => {
    const meta = ['min_length;1', 'max_length;2', 'max_sum_cost;110', 'min_sum_cost;'];
    expect(refusal({ meta, votes: ['7;1,2;', '8;3;'] })).toBe('read');
    expect(refusal({ meta: scores, votes: ['7;1,2,3;-5,0,1000'] })).toBe('read');
  });

  it('leave ballots out on demand, and the count says how many', () => {
    const file = { meta: ['max_length;1'], votes: ['7;1,2;', '8;3;', '9;1,3;'] };
    const election = read(file, { beyondLimits: 'drop' });
    expect(totals(election)).toEqual(['0', '0', '1']);
    const { account } = count(election, {
      method: 'participatory-budgeting',
      variant: 'greedy',
      options: {},
    });
    expect(account[0]).toBe(
      'Ballots that were left out, as they go beyond the limits of the file: 2.',
    );
  });

  it('have to be numbers', () => {
    expect(refusal({ meta: ['max_length;three'], votes: [] })).toContain(
      "x:6: max_length is 'three', which is no number",
    );
  });
});

describe('a project named more than once', () => {
  const file = {
    meta: ['vote_type;cumulative', 'max_sum_points;4'],
    votes: ['1;1,2;3,1', '2;2,2,2,2;1,1,1,1', '3;1;2'],
  };

  it('is refused with its line and the ways out', () => {
    expect(refusal(file)).toBe(
      'CANDIDATE_REPEATED x:16: project 2 twice; --doubled merge or --doubled drop counts the file',
    );
  });

  it('is counted once with its points together, or the ballot is left out', () => {
    expect(totals(read(file, { doubled: 'merge' }))).toEqual(['5', '5', '0']);
    expect(totals(read(file, { doubled: 'drop' }))).toEqual(['5', '1', '0']);
    expect(read(file, { doubled: 'drop' }).notes).toEqual([
      'Ballots that were left out, as they name a project more than once: 1.',
    ]);
    const much = { ...file, votes: ['1;2,2;3,2'] };
    expect(refusal(much, { doubled: 'merge' })).toContain('5 points together');
  });

  it('keeps its place in a ranking, and its score only if it has one', () => {
    const ranks = { meta: ['vote_type;ordinal'], votes: ['1;2,1,2;'] };
    const { ballots } = read(ranks, { doubled: 'merge' });
    expect([...(ballots as { cells: Uint16Array }).cells]).toEqual([1, 0]);
    const scores = (points: string): Box => ({
      meta: ['vote_type;scoring'],
      votes: [`1;2,2;${points}`],
    });
    expect(totals(read(scores('3,3'), { doubled: 'merge' }))).toEqual(['0', '3', '0']);
    expect(refusal(scores('3,4'), { doubled: 'merge' })).toContain(
      'different scores for one project',
    );
  });
});

describe('ranked ballots of a budget', () => {
  const votes = ['1;1,2;', '2;2,3;', '3;2;'];
  const greedy = { ballots: 'approval', counts: ['approval', 'score', 'allocation'] } as const;

  it('count by points from the longest ballot downwards, as Borda has it', () => {
    const election = read({ meta: ['vote_type;ordinal', 'max_length;2'], votes }, greedy);
    expect(totals(election)).toEqual(['2', '5', '1']);
    expect(election.notes).toEqual([
      'The ballots are rankings; they were counted by points, ' +
        'from 2 for the first place downwards (Borda).',
    ]);
    const open = read({ meta: ['vote_type;ordinal', 'scoring_fn;borda'], votes }, greedy);
    expect(totals(open)).toEqual(['3', '8', '2']);
  });

  it('by another rule that the file names are refused', () => {
    const meta = ['vote_type;ordinal', 'scoring_fn;dowdall'];
    expect(refusal({ meta, votes }, greedy)).toContain(
      "x:7: the scoring_fn 'dowdall' is not known",
    );
  });

  it('are rankings for rules of rankings, and approvals where nothing else is counted', () => {
    const file = { meta: ['vote_type;ordinal'], votes };
    expect(read(file).ballots.kind).toBe('ranked');
    expect(read(file, { ballots: 'ranked', counts: ['ranked'] }).ballots.kind).toBe('ranked');
    const election = read(file, { ballots: 'approval', counts: ['approval'] });
    expect(election.ballots.kind).toBe('approval');
    expect(election.notes).toEqual([
      'The ballots are rankings; every project on one was counted as approved.',
    ]);
  });

  it('scores are filled up by the score that the file gives to others', () => {
    const meta = ['vote_type;scoring', 'default_score;2'];
    expect(totals(read({ meta, votes: ['1;1;5', '2;2;0'] }))).toEqual(['7', '2', '4']);
  });
});
