import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, pay, statement } from './testing/dues-world.js';
import type { DuesWorld, MadeLine } from './testing/dues-world.js';
import { clerksOf, from, locked, nextIban, payersOf } from './testing/payers.js';
import type { Payer } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const { asked, paying, forget, eraseOnly, erased } = payersOf(() => world);
const { doJobs, incomeAccount, lineOf, seen } = clerksOf(() => world);

let amountMinor = 1_00n;

/** A line that waits, by a name, from somebody's account. */
async function line(payer: Payer, name: string, more: Partial<MadeLine> = {}): Promise<string> {
  amountMinor += 1n;
  return lineOf(await statement(world, [from({ ...payer, name }, { amountMinor, ...more })]));
}

const open = (lineId: string) =>
  seen(lineId, 'zqone').then(({ counterpartyAccount }) => counterpartyAccount !== null);

/** Of these names, those by which a line is read by clerks. */
async function openAmong(lines: ReadonlyMap<string, string>): Promise<string[]> {
  const names: string[] = [];
  for (const [name, lineId] of lines) if (await open(lineId)) names.push(name);
  return names;
}

async function linesBy(payer: Payer, names: readonly string[]): Promise<Map<string, string>> {
  const lines = new Map<string, string>();
  for (const name of names) lines.set(name, await line(payer, name));
  return lines;
}

const theirs = [
  'Yara M. Zqone',
  'Zqone, Yara Maria',
  'Dr Yara Zqone',
  'YARA ZQONE-PELL',
  'Y. Zqone',
  'Yara und Tom Zqone',
];
const whoevers = ['Tom Zqone', 'Familie Zqone', 'T. Zqone', 'Werkhof GmbH'];

const ownLines = async (by: Actor) =>
  (
    (await world.useCases.exportData.execute(by)) as unknown as {
      banking: { counterpartyName: string }[];
    }
  ).banking.map(({ counterpartyName }) => counterpartyName);

describe('a line from the account of who was erased, that tells more of the name or less', () => {
  it('is locked, before the erasure and after it; one without their name is not', async () => {
    const yara = await paying('Yara Zqone');
    const before = await linesBy(yara, [...theirs, ...whoevers]);
    expect(await ownLines(yara.actor)).toEqual(['Yara Zqone']);
    await erased(yara);
    const after = await linesBy(yara, [...theirs, ...whoevers]);
    expect(await openAmong(before)).toEqual(whoevers);
    expect(await openAmong(after)).toEqual(whoevers);
    const elsewhere = await line({ ...yara, iban: nextIban() }, 'Yara M. Zqone');
    expect(await open(elsewhere)).toBe(true);
  });

  it('is locked where the bank never wrote it so before', async () => {
    const una = await paying('Una Zqone');
    await erased(una);
    const after = await linesBy(una, ['Una M. Zqone', 'U. Zqone', 'Tom Zqone']);
    expect(await openAmong(after)).toEqual(['Tom Zqone']);
  });

  it('is locked where the bank leaves names out', async () => {
    const ida = await asked('Ida Maria Zqone');
    const short = { ...ida, name: 'Ida Zqone' };
    await pay(world, from(short, { amountMinor: 10_00n, reference: ida.reference }));
    const before = await line(ida, 'Zqone, Ida');
    await erased(ida);
    expect(await open(before)).toBe(false);
    expect(await open(await line(ida, 'Ida Zqone'))).toBe(false);
    expect(await open(await line(ida, 'Maria Zqone'))).toBe(true);
  });

  it('is locked of who was erased before marks told more than the whole name', async () => {
    const old = await paying('Olda Zqone');
    const longer = await line(old, 'Olda M. Zqone');
    await world.useCases.leave.execute(old.actor);
    await eraseOnly(old);
    await world.asOwner(`alter table membership.erasures disable trigger user;
      update membership.erasures set name_marks = name_marks[1:1]
        where member_id = '${old.actor.memberId ?? ''}';
      alter table membership.erasures enable trigger user;`);
    await forget(old);
    expect(await open(longer)).toBe(false);
    expect(await open(await line(old, 'O. Zqone'))).toBe(false);
  });

  it('tells no row whose it is, nor the name', async () => {
    const kim = await paying('Kim Zqone');
    await erased(kim);
    await doJobs();
    const rows = await world.asOwner<{ told: string }>(
      `select a::text as told from payments.erased_accounts a
       union all select name_marks::text from membership.erasures`,
    );
    const told = rows
      .map((row) => row.told)
      .join(' ')
      .toLowerCase();
    expect(told).not.toContain('zqone');
    expect(told).not.toContain(kim.iban.toLowerCase());
    const accounts = await world.asOwner<{ told: string }>(
      'select a::text as told from payments.erased_accounts a',
    );
    expect(accounts.filter((row) => row.told.includes(kim.actor.memberId ?? ''))).toEqual([]);
  });
});

describe('an account of two, of whom one was erased', () => {
  const joint = 'Ada und Tom Zqone';

  it('is the other’s as well who paid from it: what names both stays open', async () => {
    const ada = await paying('Ada Zqone');
    const tom = { ...(await asked('Tom Zqone')), iban: ada.iban, name: joint };
    await pay(world, from(tom, { amountMinor: 10_00n, reference: tom.reference }));
    const before = await line(tom, joint);
    await erased(ada);
    expect(await open(before)).toBe(true);
    expect(await open(await line(tom, joint))).toBe(true);
  });

  it('is the other’s once they pay from it; until then what names both is locked', async () => {
    const ada = await paying('Ada Zqone');
    const tom = { ...(await asked('Tom Zqone')), iban: ada.iban, name: joint };
    await erased(ada);
    const statementId = await pay(
      world,
      from(tom, { amountMinor: 10_00n, reference: tom.reference }),
    );
    await doJobs();
    expect(await open(await lineOf(statementId))).toBe(false);
    expect(await open(await line(tom, joint))).toBe(true);
    expect(await open(await line(tom, 'Tom Zqone'))).toBe(true);
  });
});

/** A treasurer takes a line for what somebody was asked for. */
async function assign(lineId: string, to: Payer): Promise<void> {
  const [invoice] = await invoicesOf(world, to.actor);
  await world.assignLine.execute(world.treasurer, { lineId, invoiceId: invoice?.id ?? '' });
  await doJobs();
}

async function undo(lineId: string): Promise<void> {
  await world.undo.execute(world.treasurer, { lineId, because: 'Not theirs' });
  await doJobs();
}

describe('a line that was taken for an erased member’s by mistake', () => {
  const nele = (): Payer => ({ actor: world.treasurer, iban: nextIban(), name: 'Nele Strange' });

  it('is given back once that is undone, with its words, and stays so', async () => {
    const ove = await asked('Ove Zqone');
    const stranger = nele();
    const lineId = await line(stranger, stranger.name, { freeText: 'rent of strangers' });
    await assign(lineId, ove);
    await erased(ove);
    expect(await seen(lineId, 'strangers')).toMatchObject(locked);
    await undo(lineId);
    const asItCame = {
      counterpartyName: 'Nele Strange',
      counterpartyAccount: stranger.iban,
      freeText: 'rent of strangers',
      state: 'new',
      isFound: true,
    };
    expect(await seen(lineId, 'strangers')).toMatchObject(asItCame);
    await forget(ove);
    expect(await seen(lineId, 'strangers')).toMatchObject(asItCame);
  });

  it('is given back with what tells it again', async () => {
    const odo = await asked('Odo Zqone');
    const stranger = nele();
    const lineId = await line(stranger, stranger.name);
    await assign(lineId, odo);
    const again = newId();
    await world.asOwner(
      `insert into payments.bank_lines
       select (jsonb_populate_record(l, jsonb_build_object('id', $2::text, 'entry_id', $2::text,
         'identity', $2::text, 'state', 'repeated', 'rival_line_id', l.id, 'matched_kind', null,
         'matched_id', null, 'matched_because', null, 'transaction_id', null))).*
       from payments.bank_lines l where l.id = $1`,
      [lineId, again],
    );
    await erased(odo);
    expect([await open(lineId), await open(again)]).toEqual([false, false]);
    // The wall behind the job: of nothing that was not undone a lock is taken.
    const unlock = 'update payments.bank_lines set locked_at = null where id = $1';
    for (const id of [lineId, again]) {
      const taking = world.asApplication(unlock, [id], world.cooperativeId);
      await expect(taking).rejects.toThrow('stays');
    }
    await undo(lineId);
    expect([await open(lineId), await open(again)]).toEqual([true, true]);
  });

  it('is given back with others of that account once the last of them is undone', async () => {
    const ole = await asked('Ole Zqone');
    const stranger = nele();
    const [one, two] = [await line(stranger, stranger.name), await line(stranger, stranger.name)];
    await assign(one, ole);
    await assign(two, ole);
    await erased(ole);
    await undo(one);
    expect(await open(one)).toBe(false);
    await undo(two);
    expect([await open(one), await open(two)]).toEqual([true, true]);
  });

  it('is neither handed over nor locked where it was undone before', async () => {
    const oda = await asked('Oda Zqone');
    const stranger = nele();
    const lineId = await line(stranger, stranger.name);
    await assign(lineId, oda);
    expect(await ownLines(oda.actor)).toEqual(['Nele Strange']);
    await undo(lineId);
    expect(await ownLines(oda.actor)).toEqual([]);
    await erased(oda);
    expect(await open(lineId)).toBe(true);
  });

  it.each<[string, Partial<MadeLine> & { readonly name?: string }]>([
    ['the name', { name: 'Zqone, Oskar M.' }],
    ['what it says', { freeText: 'Beitrag fuer Oskar Zqone' }],
    ['the reference', { reference: 'theirs' }],
  ])('stays locked where %s says that it is theirs', async (_, { name, ...told }) => {
    const oskar = await asked('Oskar Zqone');
    const stranger = nele();
    const reference = told.reference === undefined ? {} : { reference: oskar.reference };
    const lineId = await line(stranger, name ?? stranger.name, { ...told, ...reference });
    await assign(lineId, oskar);
    await erased(oskar);
    await undo(lineId);
    expect(await open(lineId)).toBe(false);
  });

  it('stays locked where the account is theirs', async () => {
    const ori = await asked('Ori Zqone');
    const spouse = { ...ori, name: 'Sal Spouse' };
    await pay(world, from(spouse, { amountMinor: 4_00n, reference: ori.reference }));
    const lineId = await line(spouse, 'Sal Spouse');
    await assign(lineId, ori);
    await erased(ori);
    await undo(lineId);
    expect(await open(lineId)).toBe(false);
  });
});

describe('a line of who was erased that is taken for somebody’s who is there', () => {
  it('lets nobody read what comes from their account, whatever a treasurer says', async () => {
    const eli = await paying('Eli Zqone');
    const vic = await asked('Vic Living');
    await erased(eli);
    const lineId = await line(eli, 'Eli Zqone');
    await assign(lineId, vic);
    expect(await open(await line(eli, 'Eli Zqone'))).toBe(false);
    await undo(lineId);
    expect(await open(await line(eli, 'Eli Zqone'))).toBe(false);
  });

  it('shows what names both only as long as it is booked so', async () => {
    const emi = await paying('Emi Zqone');
    const ben = await asked('Ben Zqone');
    await erased(emi);
    const lineId = await line(emi, 'Emi und Ben Zqone');
    await assign(lineId, ben);
    const meanwhile = await line(emi, 'Emi und Ben Zqone');
    expect(await open(meanwhile)).toBe(true);
    // By the name of who was erased alone, it is as it was.
    expect(await open(await line(emi, 'Emi Zqone'))).toBe(false);
    await undo(lineId);
    expect(await open(meanwhile)).toBe(false);
    expect(await open(await line(emi, 'Emi und Ben Zqone'))).toBe(false);
  });

  it('says no longer that their account is shared once it is undone', async () => {
    const ewa = await paying('Ewa Zqone');
    const vic = await asked('Vic Mistaken');
    const wrong = await line(ewa, 'Ewa Zqone und Vic Mistaken');
    const other = await line(ewa, 'Ewa Zqone');
    await assign(wrong, vic);
    await erased(ewa);
    expect(await open(other)).toBe(true);
    await undo(wrong);
    expect([await open(wrong), await open(other)]).toEqual([false, false]);
    expect(await open(await line(ewa, 'Ewa Zqone'))).toBe(false);
  });
});

describe('a line in the books by the name alone', () => {
  it('is locked however the bank writes it, not where it tells more', async () => {
    const bo = await paying('Boé Müllerson');
    const [written, longer] = ['MUELLERSON, BOE', 'Boé M. Müllerson'];
    const ids: string[] = [];
    for (const name of [bo.name, 'MULLERSON BOE', written, longer]) {
      const lineId = await line({ ...bo, iban: nextIban() }, name);
      await world.assignToAccount.execute(world.treasurer, {
        lineId,
        ledgerAccountId: await incomeAccount(),
        because: 'A gift',
      });
      ids.push(lineId);
    }
    await erased(bo);
    await doJobs();
    const areOpen: boolean[] = [];
    for (const lineId of ids) areOpen.push(await open(lineId));
    expect(areOpen).toEqual([false, false, false, true]);
  });
});
