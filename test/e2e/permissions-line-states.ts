import { BankAccounts, BankLines } from '@rochdale/banking';
import { newId, toMemberId } from '@rochdale/platform';
import { toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import type { StateMaker } from './permissions-state-maker.js';
import { givenAway } from './permissions-verdicts.js';
import { quietSource } from './quiet-source.js';

/** What a source tells: of its own, and what a file of the bank's told before. */
export async function bankLineStates(maker: StateMaker): Promise<void> {
  const { rows } = await maker.db.query<{ id: string; day: string; minor: string; text: string }>(
    `select id, booking_date::text as day, amount_minor::text as minor,
       coalesce(reference, free_text) as text from payments.bank_lines
     where cooperative_id = $1 and state = 'new' order by id limit 2`,
    [maker.cooperativeId],
  );
  const [first, second] = rows;
  if (first === undefined || second === undefined) throw new Error('two lines are waiting');
  const today = new Date().toISOString().slice(0, 10);
  const [came = '', back = '', ours = '', went = '', flagged, , repeated = ''] = await lines(
    maker,
    [
      [today, 7_01n, null],
      [today, -7_02n, null],
      [today, 7_03n, null],
      [today, -7_04n, null],
      [today, 7_05n, null],
      [first.day, BigInt(first.minor), first.text],
      [second.day, BigInt(second.minor), second.text],
      [today, 7_06n, null],
    ],
  );
  const [lineId, sameAs] = [toGlobalId('BankLine', repeated), toGlobalId('BankLine', second.id)];
  await maker.change(
    'treasurer',
    `mutation ($lineId: ID!, $sameAs: ID!) { bankLineDecide(input: { lineId: $lineId,
       sameAsLineId: $sameAs }) { userErrors { code message } } }`,
    { lineId, sameAs },
  );
  // A statement that does not add up takes a file and a worker: what counts here is the state.
  await maker.db.query(`update payments.bank_lines set state = 'flagged' where id = $1`, [flagged]);
  for (const line of [came, ours]) await give(maker, line);
  const returnsLineId = toGlobalId('BankLine', ours);
  // A cent more than came back is the bank's.
  const besides = { 'BankLine.assignToReturn': { returnsLineId, feeMinor: '1' } };
  const rich =
    'select member_id as id from dues.credits where cooperative_id = $1 and balance_minor > 0';
  const member = await maker.one(`${rich} limit 1`);
  maker.add('Member', 'who has credit', member, {
    besides: (audience) => {
      const memberId = toMemberId(member, audience);
      return {
        'Member.appointRole': { input: { memberId, role: 'COORDINATOR' } },
        'Member.waiveCredit': { input: givenAway(memberId) },
      };
    },
  });
  maker.add('BankLine', 'what left the account', went, { besides: () => besides });
  await maker.change(
    'treasurer',
    `mutation ($lineId: ID!, $returnsLineId: ID!) { bankLineAssignToReturn(lineId: $lineId,
       returnsLineId: $returnsLineId, feeMinor: "1") { userErrors { code message } } }`,
    { lineId: toGlobalId('BankLine', back), returnsLineId: toGlobalId('BankLine', came) },
  );
  maker.add('BankLine', 'what came back since', came);
  maker.add('BankLine', 'what took it back', back);
  maker.add('BankLine', 'a member’s credit', ours);
  for (const kind of ['invoice', 'account', 'payout']) {
    const id = await maker.one(
      `select id from payments.bank_lines where cooperative_id = $1 and matched_kind = $2
       order by id desc limit 1`,
      [kind],
    );
    maker.add('BankLine', `what was of kind ${kind}`, id);
  }
}

/** Lines of the bank account that files tell of as well. */
function lines(
  maker: StateMaker,
  told: readonly (readonly [bookedOn: string, minor: bigint, reference: string | null])[],
) {
  const { app } = maker.cast.api;
  return maker.run(async (tx) => {
    const account = await app.get(BankAccounts).require(tx, maker.cast.plainIdOf('BankAccount'));
    const movements = told.map(([bookedOn, amountMinor, reference]) => {
      const named = { externalId: newId(), counterparty: null, kind: 'payment', reference };
      return { ...named, bookedOn, amountMinor, reversal: false };
    });
    return app.get(BankLines).take(tx, account, quietSource.name, movements);
  });
}

/** All of a line to the credit of a member who owes nothing. */
async function give(maker: StateMaker, id: string): Promise<void> {
  const memberId = await owingNothing(maker);
  await maker.change(
    'treasurer',
    `mutation ($lineId: ID!, $memberId: ID!) { bankLineSplit(input: { lineId: $lineId, parts: [],
       creditMemberId: $memberId }) { userErrors { code message } } }`,
    { lineId: toGlobalId('BankLine', id), memberId: toMemberId(memberId, 'inside') },
  );
}

/**
 * Who owes least, and from then on nothing: in the days after the first of a month everybody was
 * asked for that month’s dues, and nobody has paid yet.
 */
async function owingNothing(maker: StateMaker): Promise<string> {
  const memberId = await maker.one(
    `select m.id from membership.members m
       left join dues.invoices i on i.member_id = m.id and i.state = 'open'
     where m.cooperative_id = $1 and m.standing = 'active'
       and not exists (select from membership.role_terms t where t.member_id = m.id)
     group by m.id order by count(i.id), m.id limit 1`,
  );
  const { rows } = await maker.db.query<{ id: string }>(
    `select id from dues.invoices where cooperative_id = $1 and member_id = $2 and state = 'open'`,
    [maker.cooperativeId, memberId],
  );
  for (const invoice of rows) {
    await maker.change(
      'treasurer',
      'mutation ($id: ID!) { invoiceCancel(id: $id, reason: "Given") { userErrors { code } } }',
      { id: toGlobalId('Invoice', invoice.id) },
    );
  }
  return memberId;
}
