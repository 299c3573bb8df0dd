import { shuffled, sql } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf, everyRow, guessesOf } from '../testing/ballot-guesser.js';
import type { Guesses } from '../testing/ballot-guesser.js';
import { createVotingWorld, ruleLike } from '../testing/voting-world.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { heldPlace } from '../vote/held-place.js';
import { castDetached } from './cast-detached.js';

const size = 30;
const marks = ['agree', 'disagree'];
const detached = { secrecy: 'detached', secretUntilClosed: true, reasons: 'none' } as const;
/** So unlikely that of a few hundred ways to guess none does so well by chance, in many runs. */
const unlikely = 1e-8;

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(size);
  await world.asOwner('create schema leak; grant usage on schema leak to rochdale_app');
  await world.asOwner('create table leak.marks (mark text)');
  await world.asOwner('grant insert on leak.marks to rochdale_app');
});
afterAll(() => world.close());

type Cast = (proposalId: string, voter: Actor, mark: string) => Promise<unknown>;

const properly: Cast = (proposalId, voter, mark) => world.cast.execute(voter, { proposalId, mark });

/** Half of the voters for it and half against, by lot, in an order by lot. */
async function round(changes: object, cast: Cast) {
  const ids = world.voters.map(({ memberId }) => memberId ?? '');
  const said = new Map(shuffled(ids).map((id, nth) => [id, marks[nth % 2] ?? '']));
  const proposalId = await world.openUnder(ruleLike({ ...changes }));
  const [before] = await world.asOwner<{ xid: string }>('select pg_current_xact_id()::text as xid');
  for (const voter of shuffled(world.voters)) {
    world.clock.advance({ minutes: 1 });
    await cast(proposalId, voter, said.get(voter.memberId ?? '') ?? '');
  }
  const since = Number(before?.xid);
  const look = async () => {
    const rows = await everyRow(world);
    const late = rows.filter(({ xmin, xmax }) => xmin === 0 || xmin > since || xmax > since);
    return guessesOf(late, ids, marks);
  };
  const open = await look();
  world.toTheEnd();
  await world.closeVote(proposalId);
  return { said, guesses: { open, closed: await look() } };
}

type Score = Map<string, { right: number; of: number }>;

function score(
  total: Score,
  said: ReadonlyMap<string, string>,
  [when, all]: readonly [string, ReadonlyMap<string, Guesses>],
) {
  for (const [name, guesses] of all) {
    const how = `${when}: ${name}`;
    const known = total.get(how) ?? { right: 0, of: 0 };
    const right = [...guesses].filter(([voter, mark]) => said.get(voter) === mark).length;
    total.set(how, { right: known.right + right, of: known.of + guesses.size });
  }
}

async function attacked(rounds: number, changes: object, cast: Cast): Promise<Score> {
  const total: Score = new Map();
  for (let nth = 0; nth < rounds; nth += 1) {
    const { said, guesses } = await round(changes, cast);
    for (const look of Object.entries(guesses)) score(total, said, look);
  }
  return total;
}

/** The ways to guess that know more than a coin. */
const better = (total: Score): string[] =>
  [...total].filter(([, { right, of }]) => chanceOf(right, of) < unlikely).map(([how]) => how);

describe('whoever reads every row, where it lies and which transaction wrote it', () => {
  it('guesses of a detached vote no better than a coin, open or closed', async () => {
    const total = await attacked(4, detached, properly);
    expect(better(total)).toEqual([]);
    // It was tried: there are orders of voters, and a count in which marks stand.
    expect([...total.keys()].filter((how) => how.includes('turnout')).length).toBeGreaterThan(4);
  });

  it('knows each ballot of a vote that is secret until it is closed', async () => {
    const total = await attacked(1, { secretUntilClosed: true }, (proposalId, voter, mark) =>
      world.cast.execute(voter, { proposalId, mark, reason: null }),
    );
    expect(total.get('open: row of governance.ballots')).toEqual({ right: size, of: size });
    expect(better(total)).toContain('open: row of governance.ballots');
  });

  it('would know each ballot if another table were written in the same transaction', async () => {
    const insert = sql('voting.leak-a-mark', 'insert into leak.marks (mark) values ($1)');
    const total = await attacked(1, detached, (proposalId, voter, mark) =>
      world.unitOfWork.run(voter, async (tx) => {
        const memberId = voter.memberId ?? '';
        const place = await heldPlace(tx, proposalId, memberId);
        if (place === 'late') throw new Error('it is in time');
        await castDetached(tx, { proposalId, memberId, rule: place.rule }, mark);
        await tx.run(insert, [mark]);
      }),
    );
    const found = better(total);
    expect(found).toContain('open: transaction of governance.turnout and leak.marks');
    expect(found).toContain('open: governance.turnout by ctid beside leak.marks by ctid');
    expect(found).toContain('open: governance.turnout by xmin beside leak.marks by xmin');
  });
});
