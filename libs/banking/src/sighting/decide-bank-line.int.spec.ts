import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBankingWorld, ibans, mt940File } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { camtFile, camtNotice } from '../testing/camt.js';
import type { MadeEntry } from '../testing/camt.js';
import { ownAccount } from '../testing/own-account.js';
import type { StoredLine } from '../testing/own-account.js';
import { DecideBankLine } from './decide-bank-line.js';

let world: BankingWorld;
let decide: DecideBankLine;
beforeAll(async () => {
  world = await createBankingWorld();
  decide = new DecideBankLine(world.unitOfWork);
});
afterAll(() => world.close());

const account = () => ownAccount(world);
const coffee: MadeEntry = { amountMinor: 5_00n, on: '2026-01-10', text: 'coffee' };
const states = (lines: readonly StoredLine[]) => lines.map(({ state }) => state);

describe('what a line is offered as', () => {
  const say = (lineId: string, sameAsLineId: string | null) =>
    decide.execute(world.treasurer, { lineId, sameAsLineId });

  /** One that counts, one that may be it, and two more, one of which may be the second. */
  async function chained() {
    const own = await account();
    const notices = [[coffee], [coffee], [coffee, coffee]];
    for (const [at, entries] of notices.entries()) {
      await own.putNamed(camtNotice(`N${at}`, 'OWN', entries));
    }
    const lines = await own.lines();
    expect(states(lines)).toEqual(['new', 'unclear', 'unclear', 'unclear']);
    const [first, second, ...more] = lines;
    const third = more.find((line) => line.rival_line_id === second?.id);
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error('one of them may be a line that waits itself');
    }
    return { own, first, second, third };
  }
  const rivalOf = async (own: Awaited<ReturnType<typeof account>>, id: string) =>
    (await own.lines()).find((line) => line.id === id)?.rival_line_id;

  it('can be decided to be so, though that waits itself', async () => {
    const { own, first, second, third } = await chained();
    await say(third.id, second.id);
    await say(second.id, first.id);
    const found = await own.lines();
    expect(found.find(({ id }) => id === third.id)).toMatchObject({ state: 'repeated' });
    expect(found.find(({ id }) => id === second.id)).toMatchObject({ state: 'repeated' });
    await own.putNamed(
      camtFile({
        id: newId().slice(0, 20),
        iban: 'OWN',
        from: '2026-01-10',
        to: '2026-01-10',
        entries: [coffee],
      }),
    );
    expect((await own.lines()).filter(({ state }) => state === 'new')).toHaveLength(1);
  });

  it('counts as what that was decided to be', async () => {
    const { own, first, second, third } = await chained();
    await say(second.id, first.id);
    await say(third.id, second.id);
    expect(await rivalOf(own, third.id)).toBe(first.id);
  });

  it('is not what waits to be that line itself', async () => {
    const { second, third } = await chained();
    await expect(say(second.id, third.id)).rejects.toMatchObject({
      code: 'INVALID_SAME_LINE',
      path: ['sameAsLineId'],
    });
    await say(third.id, second.id);
    await expect(say(second.id, third.id)).rejects.toMatchObject({ code: 'INVALID_SAME_LINE' });
  });

  it('is a line that is there, when its own file tells another that is known', async () => {
    const own = await account();
    const named = { ...coffee, bankReference: 'GIVEN-TWICE' };
    await own.putNamed(camtNotice('N1', 'OWN', [named]));
    await own.putNamed(camtNotice('N2', 'OWN', [named, named]));
    const [first, second] = await own.lines();
    expect(second).toMatchObject({ state: 'unclear', rival_line_id: first?.id });
    await say(second?.id ?? '', first?.id ?? '');
    expect(states(await own.lines())).toEqual(['new', 'repeated']);
  });
});

describe('what a line is said to be', () => {
  const say = (lineId = '', sameAsLineId: string | null = null) =>
    decide.execute(world.treasurer, { lineId, sameAsLineId });
  const notSame = { code: 'INVALID_SAME_LINE', path: ['sameAsLineId'] };

  it('is a line of its own account, however equal', async () => {
    const [own, other] = [await account(), await account()];
    for (const id of ['N1', 'N2']) await own.putNamed(camtNotice(id, 'OWN', [coffee]));
    await other.putNamed(camtNotice('N1', 'OWN', [coffee]));
    const [[, waits], [elsewhere]] = [await own.lines(), await other.lines()];
    await expect(say(waits?.id, elsewhere?.id)).rejects.toMatchObject(notSame);
    expect(states(await own.lines())).toEqual(['new', 'unclear']);
  });

  it('is of the whole amount of a batch, and of all its parts', async () => {
    const own = await account();
    const parts = [2_00n, 3_00n].map((amountMinor) => ({ amountMinor, text: `${amountMinor}` }));
    const batch = { amountMinor: 5_00n, on: '2026-01-10', parts };
    const two = { amountMinor: 2_00n, on: '2026-01-10', payerIban: ibans.payer };
    await own.putNamed(camtNotice('N1', 'OWN', [batch, two]));
    await own.putNamed(camtNotice('N2', 'OWN', [batch]));
    const lines = await own.lines();
    expect(states(lines)).toEqual(['new', 'new', 'new', 'unclear', 'unclear']);
    await expect(say(lines[3]?.id, lines[2]?.id)).rejects.toMatchObject(notSame);
    await say(lines[4]?.id, lines[1]?.id);
    expect(states(await own.lines())).toEqual(['new', 'new', 'new', 'repeated', 'repeated']);
    await say(lines[3]?.id);
    expect(states(await own.lines())).toEqual(['new', 'new', 'new', 'new', 'new']);
  });

  it('is of its day, where it was told in other parts', async () => {
    const own = await account();
    const whole = { from: '2026-01-10', to: '2026-01-10', iban: 'OWN' };
    const entries = [{ amountMinor: 5_00n, on: '2026-01-10' }];
    await own.putNamed(camtFile({ ...whole, id: 'W', entries }));
    const later = { ...coffee, on: '2026-01-11' };
    const next = { from: '2026-01-11', to: '2026-01-11', openingMinor: 5_00n };
    await own.putNamed(camtFile({ ...whole, ...next, id: 'L', entries: [later] }));
    await own.put(mt940File(own.number, '2026-01-10', [2_00n, 3_00n]));
    const [first, second, ...waiting] = await own.lines();
    expect(states(waiting)).toEqual(['unclear', 'unclear']);
    await expect(say(waiting[0]?.id, second?.id)).rejects.toMatchObject(notSame);
    await say(waiting[0]?.id, first?.id);
    expect(states((await own.lines()).slice(2))).toEqual(['repeated', 'unclear']);
  });
});
