import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  connected,
  connectionOf,
  createCollectionsWorld,
  entry,
  linesOf,
  rowsOf,
  sweep,
} from '../testing/collections-world.js';
import type { CollectionsWorld, Connected } from '../testing/collections-world.js';
import { jsonOf, skewMs } from '../testing/test-source.js';

let world: CollectionsWorld;
beforeAll(async () => {
  world = await createCollectionsWorld();
});
afterAll(() => world.close());

let one: Connected;
beforeEach(async () => {
  world.source.mend();
  world.source.meanwhile = null;
  one = await connected(world);
});

const add = (...entries: Parameters<typeof entry>[]) =>
  world.source.add(one.book, ...entries.map((args) => entry(...args)));
const minutes = (count: number): Date => new Date(Date.UTC(2026, 2, 1, 12, count));
/** So many entries, a minute apart. */
const addMany = (count: number, from = 0) =>
  add(
    ...Array.from({ length: count }, (_, index): [string, object] => [
      `e${String(from + index).padStart(4, '0')}`,
      { at: minutes(from + index) },
    ]),
  );
const jobs = (name: string) =>
  world.asOwner<{ payload: Record<string, unknown>; key: string }>(
    `select payload, key from platform.jobs where name = $1 and payload->>'connectionId' = $2
     order by created_at, id`,
    [name, one.id],
  );

describe('a sweep', () => {
  it('makes a line of each row: payments, and fees and refunds of their own', async () => {
    add(['p'], ['f', { amountMinor: -30n, kind: 'fee' }]);
    add(['r', { amountMinor: -10_00n, kind: 'refund', from: 'Ada', reference: 'A kettle' }]);
    await sweep(world, one);
    expect(await linesOf(world, one)).toEqual([
      ['f', -30n],
      ['p', 10_00n],
      ['r', -10_00n],
    ]);
    const lines = await world.asOwner(
      `select source, statement_id, reversal, counterparty_name, free_text, state
       from payments.bank_lines where bank_account_id = $1 and raw->>'kind' = 'refund'`,
      [one.account.id],
    );
    expect(lines).toEqual([
      {
        source: 'test-source',
        statement_id: null,
        reversal: true,
        state: 'new',
        counterparty_name: 'Ada',
        free_text: 'A kettle',
      },
    ]);
  });

  it('books on the day where the co-operative is', async () => {
    add(['late', { at: new Date('2026-03-01T23:30:00Z') }]);
    await sweep(world, one);
    const days = await world.asOwner<{ day: string }>(
      `select booking_date::text as day from payments.bank_lines where bank_account_id = $1`,
      [one.account.id],
    );
    expect(days).toEqual([{ day: '2026-03-02' }]);
  });

  it('keeps rows as they came, byte for byte', async () => {
    const odd = entry('odd', { from: 'Zoë  "Z" \u{1F6B2}', reference: '\u0000' });
    world.source.add(one.book, odd);
    await sweep(world, one);
    const [row] = await rowsOf(world, one);
    expect(row?.json).toBe(jsonOf(odd));
    expect(row).toMatchObject({ state: 'taken', version: 1 });
  });

  it('says that a movement was taken, to nobody but clerks', async () => {
    add(['told']);
    await sweep(world, one);
    const facts = await world.asOwner(
      `select visibility, data from platform.facts
       where type = 'collections.MovementTaken' and subject_id = $1`,
      [one.id],
    );
    const [row] = await rowsOf(world, one);
    const movement = { kind: 'payment', amountMinor: '1000', currency: 'EUR' };
    expect(facts).toEqual([
      {
        visibility: 'private',
        data: { connectionId: one.id, lineId: row?.line_id, ...movement },
      },
    ]);
  });

  it('goes on where the last one was, and a row that comes again changes nothing', async () => {
    addMany(4);
    await sweep(world, one);
    const before = await rowsOf(world, one);
    addMany(2, 4);
    await sweep(world, one);
    expect((await rowsOf(world, one)).slice(0, 4)).toEqual(before);
    expect(await linesOf(world, one)).toHaveLength(6);
  });

  it('finds what was booked late while a long one was under way', async () => {
    addMany(4);
    world.source.meanwhile = async () => {
      if (world.source.book(one.book).length !== 4) return;
      // In front of what the first page showed, and an hour of further pages still to come.
      add(['late', { at: minutes(-1) }]);
      addMany(50, 4);
    };
    await sweep(world, one);
    expect(await linesOf(world, one)).toHaveLength(54);
    world.source.meanwhile = null;
    await sweep(world, one);
    expect((await linesOf(world, one)).map(([id]) => id)).toContain('late');
  });

  it('ends after 20 pages, and asks once for another', async () => {
    addMany(61);
    await sweep(world, one);
    expect(await linesOf(world, one)).toHaveLength(60);
    const { revision } = await connectionOf(world, one);
    const further = (await jobs('collections.sweep-source')).slice(1);
    expect(further).toMatchObject([{ key: `${one.id} ${revision}` }]);
    await sweep(world, one);
    expect(await linesOf(world, one)).toHaveLength(61);
  });

  it('of everything once more changes nothing', async () => {
    addMany(7);
    await sweep(world, one);
    const before = await rowsOf(world, one);
    await sweep(world, one, true);
    expect(await rowsOf(world, one)).toEqual(before);
    expect(await linesOf(world, one)).toHaveLength(7);
  });
});

describe('a row that its source changed', () => {
  it('is kept as another version for a person, and never counted twice', async () => {
    add(['c']);
    await sweep(world, one);
    world.source.change(one.book, 'c', 99_00n);
    await sweep(world, one);
    await sweep(world, one);
    expect(await rowsOf(world, one)).toMatchObject([
      { version: 1, state: 'taken', waits: null },
      { version: 2, state: 'waiting', waits: 'changed', line_id: null },
    ]);
    expect(await linesOf(world, one)).toEqual([['c', 10_00n]]);
  });

  it('and changed back says nothing new', async () => {
    add(['c']);
    await sweep(world, one);
    world.source.change(one.book, 'c', 99_00n);
    await sweep(world, one);
    world.source.change(one.book, 'c', 10_00n);
    await sweep(world, one);
    expect(await rowsOf(world, one)).toHaveLength(2);
  });
});

describe('a bad row', () => {
  it('waits with its reason, and keeps no other from its line', async () => {
    add(['kr', { currency: 'SEK' }], ['nil', { amountMinor: 0n }], ['good']);
    world.source.add(one.book, { ...entry('huge'), amountMinor: 2n ** 70n });
    await sweep(world, one);
    const rows = await rowsOf(world, one);
    expect(rows.map(({ external_id, state, waits }) => [external_id, state, waits])).toEqual([
      ['good', 'taken', null],
      ['huge', 'waiting', 'unreadable'],
      ['kr', 'waiting', 'foreign-currency'],
      ['nil', 'waiting', 'nothing-moved'],
    ]);
    expect(await linesOf(world, one)).toEqual([['good', 10_00n]]);
  });

  it('whose page breaks the source’s own promises leaves all as it was', async () => {
    add(['fine'], ['not ascii ä']);
    await expect(sweep(world, one)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(await rowsOf(world, one)).toEqual([]);
    expect(await connectionOf(world, one)).toMatchObject({
      cursor: null,
      failure_code: 'SOURCE_UNREADABLE',
    });
  });
});

describe('a source that fails', () => {
  it.each(['unreachable', 'lost-answer'] as const)('(%s) leaves the cursor', async (fault) => {
    addMany(4);
    await sweep(world, one);
    const before = await connectionOf(world, one);
    addMany(1, 4);
    world.source.failNext(fault);
    await expect(sweep(world, one)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    const failed = await connectionOf(world, one);
    expect(failed).toEqual({ ...before, failure_code: 'SOURCE_UNREACHABLE' });
    await sweep(world, one);
    expect(await connectionOf(world, one)).toMatchObject({ failure_code: null, caught_up: true });
    expect(await linesOf(world, one)).toHaveLength(5);
  });

  it('in the middle keeps the pages before, and goes on behind them', async () => {
    addMany(6);
    let pages = 0;
    world.source.meanwhile = async () => {
      pages += 1;
      if (pages === 2) throw new Error('the socket hung up');
    };
    await expect(sweep(world, one)).rejects.toThrow('hung up');
    expect(await linesOf(world, one)).toHaveLength(3);
    world.source.meanwhile = null;
    const { asked } = world.source;
    await sweep(world, one);
    expect(await linesOf(world, one)).toHaveLength(6);
    expect(world.source.asked - asked).toBe(1);
  });

  it('says so also when nothing here knows how to ask it', async () => {
    await world.asOwner(`update collections.connections set source = 'gone' where id = $1`, [
      one.id,
    ]);
    await expect(sweep(world, one)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(await connectionOf(world, one)).toMatchObject({ failure_code: 'SOURCE_UNAVAILABLE' });
  });

  it('is asked outside of any transaction', async () => {
    add(['a']);
    let open: readonly object[] | null = null;
    // A connection whose read is over may wait for the next one, some milliseconds: none is held.
    const notHeld = () =>
      vi.waitFor(async () => {
        open = await world.asOwner(
          `select pid from pg_stat_activity
           where datname = current_database() and state like 'idle in transaction%'`,
        );
        expect(open).toEqual([]);
      });
    world.source.meanwhile = notHeld;
    await sweep(world, one);
    expect(open).toEqual([]);
  });
});

describe('two at once', () => {
  it('sweep once: who finds the cursor moved keeps nothing and stops', async () => {
    addMany(8);
    await Promise.all([sweep(world, one), sweep(world, one), sweep(world, one)]);
    await sweep(world, one);
    expect(await rowsOf(world, one)).toHaveLength(8);
    expect(await linesOf(world, one)).toHaveLength(8);
  });

  it('the slower one does not move the cursor back', async () => {
    addMany(4);
    let isSlow = true;
    world.source.meanwhile = async () => {
      if (!isSlow) return;
      isSlow = false;
      await sweep(world, one);
    };
    await sweep(world, one);
    const { revision, caught_up } = await connectionOf(world, one);
    expect({ revision, caught_up }).toEqual({ revision: 2, caught_up: true });
  });

  it('an order of everything is not lost to another that came first', async () => {
    addMany(4);
    let isFirst = true;
    world.source.meanwhile = async () => {
      if (!isFirst) return;
      isFirst = false;
      await sweep(world, one);
    };
    await expect(sweep(world, one, true)).rejects.toMatchObject({ code: 'CONFLICT' });
    world.source.meanwhile = null;
    await sweep(world, one, true);
    expect(await linesOf(world, one)).toHaveLength(4);
  });

  it('that make lines of the same rows make each once', async () => {
    addMany(3);
    // One died after it had stored the rows.
    await dyingAfterStore();
    await Promise.all([sweep(world, one), sweep(world, one)]);
    expect(await linesOf(world, one)).toHaveLength(3);
  });
});

/** A worker that dies when it would make lines: the account that they belong to cannot be read. */
async function dyingAfterStore(): Promise<void> {
  const take = world.lines.take.bind(world.lines);
  world.lines.take = () => Promise.reject(new Error('the process died'));
  try {
    await expect(sweep(world, one)).rejects.toThrow('the process died');
  } finally {
    world.lines.take = take;
  }
}

describe('a process that dies', () => {
  it('behind the store is seen by treasurers, until a run goes well', async () => {
    addMany(1);
    await dyingAfterStore();
    expect(await connectionOf(world, one)).toMatchObject({ failure_code: 'ROWS_NOT_TAKEN' });
    await sweep(world, one);
    expect(await connectionOf(world, one)).toMatchObject({ failure_code: null });
  });

  it('behind the store left rows that the next run takes first', async () => {
    addMany(3);
    await dyingAfterStore();
    const stored = await rowsOf(world, one);
    expect(stored.map(({ state }) => state)).toEqual(['new', 'new', 'new']);
    expect(await linesOf(world, one)).toEqual([]);
    world.source.failNext('unreachable');
    await expect(sweep(world, one)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    expect(await linesOf(world, one)).toHaveLength(3);
  });

  it('before the store left nothing: the cursor and the rows go together', async () => {
    addMany(3);
    await world.asOwner(
      `create function collections.die() returns trigger language plpgsql as
         $$ begin raise exception 'out of disk'; end $$;
       create trigger die before insert on collections.source_rows
         for each row execute function collections.die()`,
    );
    await expect(sweep(world, one)).rejects.toThrow('out of disk');
    await world.asOwner('drop function collections.die() cascade');
    const { cursor, revision } = await connectionOf(world, one);
    expect({ cursor, revision }).toEqual({ cursor: null, revision: 0 });
    await sweep(world, one);
    expect(await linesOf(world, one)).toHaveLength(3);
  });
});

describe('a disconnected source', () => {
  it('is not asked', async () => {
    add(['a']);
    await world.disconnect.execute(world.treasurer, { connectionId: one.id });
    const { asked } = world.source;
    await sweep(world, one);
    expect(world.source.asked).toBe(asked);
    expect(await linesOf(world, one)).toEqual([]);
  });

  it('keeps nothing of what it answers afterwards', async () => {
    add(['a']);
    world.source.meanwhile = () =>
      world.disconnect.execute(world.treasurer, { connectionId: one.id });
    await sweep(world, one);
    expect(await rowsOf(world, one)).toEqual([]);
  });

  it('has its stored rows taken yet', async () => {
    addMany(2);
    await dyingAfterStore();
    await world.disconnect.execute(world.treasurer, { connectionId: one.id });
    await sweep(world, one);
    expect(await linesOf(world, one)).toHaveLength(2);
  });
});

describe('another co-operative', () => {
  it('sweeps nothing here, by no id', async () => {
    add(['a']);
    const other = systemActor(newId(), 'job');
    await world.sweep.execute(other, { connectionId: one.id });
    expect(await rowsOf(world, one)).toEqual([]);
  });
});

it('is the system’s alone', async () => {
  const input = { connectionId: one.id };
  await expect(world.sweep.execute(world.treasurer, input)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

describe('the schedule', () => {
  it('asks for each connected source once a slot, and for no other', async () => {
    const ended = await connected(world);
    await world.disconnect.execute(world.treasurer, { connectionId: ended.id });
    const slot = '2026-03-01T12:00:00.000Z';
    await world.sweepAll.execute(world.system, { slot });
    await world.sweepAll.execute(world.system, { slot });
    const made = (await jobs('collections.sweep-source')).filter(({ key }) => key.includes(slot));
    expect(made).toHaveLength(1);
    const [none] = await world.asOwner(`select 1 from platform.jobs where key = $1`, [
      `${ended.id} ${slot}`,
    ]);
    expect(none).toBeUndefined();
  });

  it('does not forget an ended one whose rows are not lines yet', async () => {
    addMany(2);
    await dyingAfterStore();
    await world.disconnect.execute(world.treasurer, { connectionId: one.id });
    const slot = '2026-03-01T12:10:00.000Z';
    await world.sweepAll.execute(world.system, { slot });
    const made = async () =>
      (await jobs('collections.sweep-source')).filter(({ key }) => key.includes(slot));
    expect(await made()).toHaveLength(1);
    await sweep(world, one);
    await world.sweepAll.execute(world.system, { slot: '2026-03-01T12:20:00.000Z' });
    expect(await made()).toHaveLength(1);
    expect(await linesOf(world, one)).toHaveLength(2);
  });
});

describe('a treasurer', () => {
  it('has everything asked for once more', async () => {
    await world.order.execute(world.treasurer, { connectionId: one.id, fromStart: true });
    const [, ordered] = await jobs('collections.sweep-source');
    expect(ordered?.payload).toMatchObject({ connectionId: one.id, fromStart: true });
  });

  it('orders nothing of what has ended, or is not there, or is another’s', async () => {
    const order = (connectionId: string, actor = world.treasurer) =>
      world.order.execute(actor, { connectionId });
    await expect(order(newId())).rejects.toMatchObject({ code: 'MONEY_SOURCE_NOT_FOUND' });
    await expect(order(one.id, systemActor(newId(), 'job'))).rejects.toMatchObject({
      code: 'MONEY_SOURCE_NOT_FOUND',
    });
    await expect(order(one.id, world.auditor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await world.disconnect.execute(world.treasurer, { connectionId: one.id });
    await expect(order(one.id)).rejects.toMatchObject({ code: 'SOURCE_DISCONNECTED' });
  });
});

it('finds a row whose clock was behind, as far as the overlap goes', async () => {
  add(['first', { at: minutes(30) }]);
  await sweep(world, one);
  add(['behind', { at: new Date(minutes(30).getTime() - 2 * skewMs) }]);
  await sweep(world, one);
  expect((await linesOf(world, one)).map(([id]) => id)).toEqual(['behind', 'first']);
});
