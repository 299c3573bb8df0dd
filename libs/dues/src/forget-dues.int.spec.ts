import { linesMatchedBy, StatementQueries } from '@rochdale/banking';
import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetDues } from './forget-dues.js';
import { createDuesWorld, invoicesOf, member, pay } from './testing/dues-world.js';
import type { DuesWorld } from './testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

/** Somebody who pledged, asked for less, was asked to pay and paid. */
async function payer(): Promise<Actor> {
  const actor = await member(world, 1000n);
  await world.askWaiver.execute(actor, {
    amountMinor: 500n,
    fromOn: '2026-02-01',
    untilOn: '2026-06-30',
    reason: 'A long illness',
  });
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  await world.creditInvoice.execute(world.treasurer, {
    invoiceId: invoice?.id ?? '',
    amountMinor: 100n,
    reason: 'In hospital',
    idempotencyKey: newId(),
  });
  await pay(world, {
    amountMinor: 900n,
    reference: invoice?.reference ?? '',
    payer: 'GB29NWBK60161331926819',
  });
  return actor;
}

const forget = ({ memberId }: Actor) =>
  world.unitOfWork.run(world.system, (tx) => forgetDues(tx, { memberId: memberId ?? '' }));

/** How much of what only they have to know is there. */
const known = async ({ memberId }: Actor) => {
  const [row] = await world.asOwner(
    `select (select count(*)::int from dues.pledges where member_id = $1) as pledges,
       (select count(reason_sealed)::int from dues.waivers where member_id = $1) as reasons,
       (select count(payer_fingerprint)::int from dues.payments where member_id = $1) as payers,
       (select count(*)::int from dues.payments where member_id = $1) as payments,
       (select count(*)::int from dues.credit_notes n join dues.invoices i on i.id = n.invoice_id
          where i.member_id = $1 and n.reason <> '') as notes`,
    [memberId],
  );
  return row;
};

const waiversOf = ({ memberId }: Actor) =>
  world.asOwner<{ id: string; state: string }>(
    'select id, state from dues.waivers where member_id = $1',
    [memberId],
  );

describe('of an erased member', () => {
  it('pledge, reasons and account go; what was invoiced and paid stays', async () => {
    const [ada, ben] = [await payer(), await payer()];
    await world.useCases.leave.execute(ada);
    await world.useCases.erase.execute(await world.actor(ada.accountId ?? '', world.ours.id), {});
    await forget(ada);
    await forget(ada);
    expect(await known(ada)).toEqual({ pledges: 0, reasons: 0, payers: 0, payments: 1, notes: 0 });
    expect(await known(ben)).toEqual({ pledges: 1, reasons: 1, payers: 1, payments: 1, notes: 1 });
    const [invoice] = await invoicesOf(world, ada);
    expect(invoice).toMatchObject({ state: 'paid', paid_minor: '900' });
    expect(await waiversOf(ada)).toEqual([]);
  });

  it('a waiver that was granted is in the books, and no other', async () => {
    const ada = await payer();
    const [asked] = await waiversOf(ada);
    await world.decideWaiver.execute(world.treasurer, {
      waiverId: asked?.id ?? '',
      state: 'granted',
    });
    await world.askWaiver.execute(ada, {
      amountMinor: 100n,
      fromOn: '2026-07-01',
      untilOn: '2026-12-31',
      reason: 'Still ill',
    });
    const remove = 'delete from dues.waivers where id = $1';
    await expect(world.asOwner(remove, [asked?.id])).rejects.toThrow('a waiver stays');
    await world.useCases.leave.execute(ada);
    await world.useCases.erase.execute(await world.actor(ada.accountId ?? '', world.ours.id), {});
    await forget(ada);
    await forget(ada);
    expect(await waiversOf(ada)).toEqual([{ id: asked?.id, state: 'granted' }]);
    await expect(world.asOwner(remove, [asked?.id])).rejects.toThrow('a waiver stays');
  });

  it('the bank’s line shows clerks no payer any more; it stays, as others’ do', async () => {
    const [ada, ben] = [await payer(), await payer()];
    const seen = async ({ memberId }: Actor) => {
      const [invoice] = await world.asOwner<{ id: string; reference: string }>(
        'select id, reference from dues.invoices where member_id = $1',
        [memberId],
      );
      return world.unitOfWork.read(world.treasurer, async (tx) => {
        const [id] = await linesMatchedBy(tx, 'invoice', [invoice?.id ?? '']);
        const queries = new StatementQueries();
        const [line] = await queries.linesByIds(tx, [id ?? '']);
        const filter = { text: invoice?.reference ?? '' };
        const found = await queries.lines(tx, { first: 5 }, filter);
        return { line, found: found.rows.length };
      });
    };
    const before = await seen(ada);
    expect(before.found).toBe(1);
    expect(before.line?.counterpartyAccount).toContain('GB29');
    await world.useCases.leave.execute(ada);
    await world.useCases.erase.execute(await world.actor(ada.accountId ?? '', world.ours.id), {});
    await forget(ada);
    await forget(ada);
    const { line, found } = await seen(ada);
    expect(found).toBe(0);
    expect(line).toEqual({
      ...before.line,
      endToEndId: null,
      counterpartyName: null,
      counterpartyAccount: null,
      reference: null,
      freeText: null,
      matchedBecause: null,
    });
    expect(await seen(ben)).toMatchObject({
      line: { counterpartyAccount: before.line?.counterpartyAccount },
      found: 1,
    });
    const kept = 'select counterparty_account as said from payments.bank_lines where id = $1';
    expect(await world.asOwner(kept, [before.line?.id])).toEqual([
      { said: before.line?.counterpartyAccount },
    ]);
    const unlock = 'update payments.bank_lines set locked_at = null where id = $1';
    await expect(world.asOwner(unlock, [before.line?.id])).rejects.toThrow('a bank line stays');
  });

  it('nothing goes before: a pledge and a payment of somebody who is there stay', async () => {
    const cleo = await payer();
    await expect(forget(cleo)).rejects.toThrow('stays until its member is erased');
    const change = 'update dues.payments set payer_fingerprint = null where member_id = $1';
    await expect(world.asOwner(change, [cleo.memberId])).rejects.toThrow('never changed');
    expect(await known(cleo)).toEqual({ pledges: 1, reasons: 1, payers: 1, payments: 1, notes: 1 });
  });
});
