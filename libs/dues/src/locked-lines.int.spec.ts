import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, statement } from './testing/dues-world.js';
import type { DuesWorld, MadeLine } from './testing/dues-world.js';
import { clerksOf, from, nextIban, payersOf } from './testing/payers.js';
import type { Payer } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const payers = payersOf(() => world);
const { asked, paying, forget, eraseOnly } = payers;
const { doJobs, incomeAccount, lineOf, seen } = clerksOf(() => world);

async function erased(payer: Payer): Promise<void> {
  await payers.erased(payer);
  await doJobs();
}

let amountMinor = 1_00n;

/** A line that waits, by a name, from somebody's account. */
async function line(payer: Payer, name: string, more: Partial<MadeLine> = {}): Promise<string> {
  amountMinor += 1n;
  return lineOf(await statement(world, [from({ ...payer, name }, { amountMinor, ...more })]));
}

const open = (lineId: string) =>
  seen(lineId, 'zqone').then(({ counterpartyAccount }) => counterpartyAccount !== null);
const invoiceOf = async ({ actor }: Payer) => (await invoicesOf(world, actor))[0]?.id ?? '';

async function assignTo(lineId: string, invoiceId: string): Promise<void> {
  await world.assignLine.execute(world.treasurer, { lineId, invoiceId });
  await doJobs();
}
async function undo(lineId: string): Promise<void> {
  await world.undo.execute(world.treasurer, { lineId, because: 'Not theirs' });
  await doJobs();
}
async function given(lineId: string): Promise<string> {
  const ledgerAccountId = await incomeAccount();
  const because = 'A gift';
  await world.assignToAccount.execute(world.treasurer, { lineId, ledgerAccountId, because });
  await doJobs();
  return lineId;
}
const nameAccount = (payer: Payer, name: string) =>
  world.asOwner('update identity.accounts set name = $2 where id = $1', [
    payer.actor.accountId,
    name,
  ]);
const ownLines = async ({ actor }: Payer) => {
  const told = await world.useCases.exportData.execute(actor);
  return JSON.stringify((told as { banking?: unknown }).banking);
};
const reasonOf = async (lineId: string) => {
  const [row] = await world.asOwner<{ reason: string | null }>(
    'select locked_because as reason from payments.bank_lines where id = $1',
    [lineId],
  );
  return row?.reason;
};

describe('why a line is locked', () => {
  it('is noted, and a lock by their name is not taken off by way of another', async () => {
    const bob = await paying('Bob Zqone');
    const gift = await given(await line({ ...bob, iban: nextIban() }, 'Bob Zqone'));
    const xen = await asked('Xen Gone');
    const invoiceId = await invoiceOf(xen);
    await erased(xen);
    await erased(bob);
    const isOpen = [await open(gift)];
    for (const step of [undo, () => assignTo(gift, invoiceId), undo]) {
      await step(gift);
      isOpen.push(await open(gift));
    }
    expect(isOpen).toEqual([false, false, false, false]);
    expect(await reasonOf(gift)).toBe('words');
  });

  it('is what stays where a line was booked for one and names another', async () => {
    const ann = await asked('Ann Zqone');
    const friend = { ...ann, name: 'Nele Strange' };
    const lineId = await line(friend, friend.name, { freeText: 'dues of Ann Zqone' });
    await assignTo(lineId, await invoiceOf(ann));
    const xia = await asked('Xia Gone');
    const invoiceId = await invoiceOf(xia);
    await erased(xia);
    await erased(ann);
    await undo(lineId);
    await assignTo(lineId, invoiceId);
    await undo(lineId);
    expect(await open(lineId)).toBe(false);
  });

  it('is kept by the database, as a lock is of which none was noted', async () => {
    const ova = await asked('Ova Zqone');
    const nele = { actor: world.treasurer, iban: nextIban(), name: 'Nele Strange' };
    const lineId = await line(nele, nele.name);
    await assignTo(lineId, await invoiceOf(ova));
    await erased(ova);
    expect(await reasonOf(lineId)).toBe('booked');
    await world.asOwner(`alter table payments.bank_lines disable trigger user;
      update payments.bank_lines set locked_because = null where id = '${lineId}';
      alter table payments.bank_lines enable trigger user;`);
    await undo(lineId);
    expect(await open(lineId)).toBe(false);
    for (const set of ['locked_at = null', `locked_because = 'booked'`]) {
      const update = `update payments.bank_lines set ${set} where id = $1`;
      const changing = world.asApplication(update, [lineId], world.cooperativeId);
      await expect(changing).rejects.toThrow('stays locked');
    }
  });

  it('is no match where they were erased before marks: undoing unlocks nothing', async () => {
    const old = await asked('Olga Zqone');
    const lineId = await line(old, 'Olga Zqone', { freeText: 'dues of Olga Zqone' });
    await assignTo(lineId, await invoiceOf(old));
    await world.useCases.leave.execute(old.actor);
    await eraseOnly(old);
    await forget(old);
    await world.asOwner(`alter table membership.erasures disable trigger user;
      update membership.erasures set name_marks = '{}'
        where member_id = '${old.actor.memberId ?? ''}';
      alter table membership.erasures enable trigger user;
      delete from payments.erased_accounts;`);
    await forget(old);
    await doJobs();
    await undo(lineId);
    expect(await open(lineId)).toBe(false);
  });
});

describe('a name that is in the books from before they were called so', () => {
  const grantor = (name: string) => ({ actor: world.system, iban: nextIban(), name });

  it.each(['their account', 'them'])('hides nobody who goes by it, as %s', async (who) => {
    const city = grantor(`City of ${who}`);
    const grant = await given(await line(city, city.name));
    world.clock.advance({ days: 1 });
    const mia = await asked(who === 'them' ? city.name : 'Mia Ordinary');
    if (who === 'their account') await nameAccount(mia, city.name);
    await erased(mia);
    expect(await open(grant)).toBe(true);
  });

  it('hides nobody by renaming oneself', async () => {
    const mae = await asked('Mae Ordinary');
    world.clock.advance({ days: 1 });
    const land = grantor('Land of Lakes');
    const grant = await given(await line(land, land.name));
    world.clock.advance({ days: 1 });
    await world.useCases.rename.execute(mae.actor, { displayName: land.name });
    await erased(mae);
    expect(await open(grant)).toBe(true);
  });

  it('is theirs all the same where their bank calls them so', async () => {
    const uma = { actor: world.system, iban: nextIban(), name: 'Uma Zqone' };
    const before = await given(await line(uma, uma.name));
    world.clock.advance({ days: 1 });
    await erased(await paying('Uma Zqone'));
    expect(await open(before)).toBe(false);
  });

  it('is theirs without their bank where it is not', async () => {
    const fri = await asked('Fri Zqone');
    const gift = await given(await line(fri, fri.name));
    await erased(fri);
    expect(await open(gift)).toBe(false);
  });
});

describe('what a line says', () => {
  it('is theirs from their account by another’s name, before and after', async () => {
    const jan = await paying('Jan Zqone');
    const bank = { ...jan, name: 'Sparkasse Musterstadt' };
    const say = (freeText: string) => line(bank, bank.name, { freeText });
    const [theirs, whoevers] = [await say('Jan Zqone Dauerauftrag'), await say('Gebuehren')];
    await erased(jan);
    const later = await say('Dauerauftrag Zqone, Jan');
    expect([await open(theirs), await open(later)]).toEqual([false, false]);
    expect([await open(whoevers), await open(await say('Gebuehren'))]).toEqual([true, true]);
    // Where others are named on that account, who is not named may be one of them.
    expect(await open(await line({ ...jan, name: '' }, ''))).toBe(true);
  });

  it('is theirs in the books, where the line names nobody and has their whole name', async () => {
    const ira = await asked('Ira Maria Zqone');
    const nobody = { ...ira, iban: nextIban() };
    const unnamed = (freeText: string) => line(nobody, '', { freeText });
    const whole = await given(await unnamed('Gabe von Ira Maria Zqone'));
    const part = await given(await unnamed('Gabe von Ira und Maria Zqone'));
    const waits = await unnamed('Gabe von Ira Maria Zqone');
    const named = await given(
      await line(nobody, 'Stadt Musterstadt', { freeText: 'fuer Ira Maria Zqone' }),
    );
    await erased(ira);
    expect(await open(whole)).toBe(false);
    expect([await open(part), await open(waits), await open(named)]).toEqual([true, true, true]);
  });

  it('shows a living holder’s lines whatever their text says', async () => {
    const ada = await paying('Ada Zqone');
    const tom = { ...(await asked('Tom Zqone')), iban: ada.iban };
    await erased(ada);
    await assignTo(await line(tom, 'Ada und Tom Zqone'), await invoiceOf(tom));
    expect(await open(await line(tom, tom.name, { freeText: 'Ada Zqone' }))).toBe(true);
  });
});

describe('a line of the erased that a treasurer has others pay by', () => {
  it('is not read by whom it was booked for', async () => {
    const eli = await paying('Eli Zqone');
    const vic = await asked('Vic Clerk');
    await erased(eli);
    const lineId = await line(eli, 'Eli Zqone', { freeText: 'for my treatment' });
    await assignTo(lineId, await invoiceOf(vic));
    const told = await ownLines(vic);
    for (const word of ['Eli Zqone', eli.iban, 'treatment']) expect(told).not.toContain(word);
  });

  it('is not read where its own match was undone for that', async () => {
    const ely = await paying('Ely Zqone');
    const vic = await asked('Vic Clerktoo');
    const [row] = await world.asOwner<{ id: string }>(
      `select id from payments.bank_lines where counterparty_name = 'Ely Zqone'`,
    );
    await erased(ely);
    const lineId = row?.id ?? '';
    await undo(lineId);
    expect(await open(lineId)).toBe(false);
    await assignTo(lineId, await invoiceOf(vic));
    expect(await ownLines(vic)).not.toContain(ely.iban);
  });

  it('shows nothing that is to come by calling one’s account as they were called', async () => {
    const eva = await paying('Eva Zqone');
    const vic = await asked('Vic Renamed');
    await erased(eva);
    await nameAccount(vic, 'Eva Zqone');
    await assignTo(await line(eva, 'Eva Zqone'), await invoiceOf(vic));
    expect(await open(await line(eva, 'Eva Zqone'))).toBe(false);
  });
});

describe('a line that was taken for another’s by mistake', () => {
  it('is handed over to who paid it, with what else they paid', async () => {
    const wes = await asked('Wes Wrong');
    const val = await asked('Val Right');
    const lineId = await line(val, 'Val Right');
    await line(val, 'Val Right');
    await assignTo(lineId, await invoiceOf(wes));
    await undo(lineId);
    await assignTo(lineId, await invoiceOf(val));
    expect((await ownLines(val)).split(`"Val Right"`).length).toBeGreaterThanOrEqual(3);
  });

  it('is handed over also where it was taken for the co-operative’s', async () => {
    const una = await asked('Una Right');
    const lineId = await given(await line(una, 'Una Right'));
    await undo(lineId);
    await assignTo(lineId, await invoiceOf(una));
    expect(await ownLines(una)).toContain('Una Right');
  });
});
