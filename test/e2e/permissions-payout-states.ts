import { Payouts, SetPayeeDetails } from '@rochdale/payouts';
import type { Payee } from '@rochdale/payouts';
import { newId, systemActor, toMemberId } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import type { StateMaker } from './permissions-state-maker.js';

/** Where two are asked for, whom they pay, and where: of payouts that nobody released yet. */
export async function payoutStates(maker: StateMaker): Promise<void> {
  const [treasurer, administrator] = [
    await maker.person('treasurer'),
    await maker.person('administrator'),
  ];
  const plain = await maker.member(0);
  const changing = await maker.member(1);
  const cooling = await maker.member(2);
  const silent = await maker.member(3);
  await maker.db.query('delete from payments.payee_details where payee_id = $1', [silent]);
  const ask = async (name: string, to = plain, by: string | null = null, of: Partial<Asked> = {}) =>
    maker.add('Payout', name, await payout(maker, { kind: 'member', id: to }, by, of));
  await ask('approved by somebody else');
  // As much as a line that leaves the account.
  await ask('on its way', plain, null, { amountMinor: 7_04n });
  await send(maker);
  await ask('approved by the treasurer', plain, treasurer.accountId);
  await ask('to the only treasurer', treasurer.memberId);
  await ask(
    'to the only treasurer, approved by the administrator',
    treasurer.memberId,
    administrator.accountId,
  );
  await ask('in a currency of no account', plain, null, { currency: 'USD' });
  await ask('to who said nothing', silent);
  await ask('to who moved since', changing);
  await askForTwo(maker, 0);
  await moves(maker, changing);
  await askForTwo(maker, 24);
  await moves(maker, cooling);
  await ask('to who moved just now', cooling);
}

interface Asked {
  readonly currency: string;
  readonly amountMinor: bigint;
}

async function payout(
  maker: StateMaker,
  payee: Payee,
  by: string | null,
  { currency = 'EUR', amountMinor = 5n }: Partial<Asked>,
): Promise<string> {
  const { app } = maker.cast.api;
  const made = await maker.run(async (tx) => {
    const debitAccountId = await app.get(Chart).account(tx, 'payables', currency);
    const what = { obligation: { kind: 'expense', id: newId() }, memo: 'Flour', amountMinor };
    return app.get(Payouts).request(tx, { ...what, payee, currency, debitAccountId });
  }, by);
  return made.id;
}

/** Releases what was asked for last, as if the bank had it. */
async function send(maker: StateMaker): Promise<void> {
  const id = maker.made.at(-1)?.id ?? '';
  const payoutIds = [toGlobalId('Payout', id)];
  await maker.change(
    'treasurer',
    `mutation ($input: PayoutsReleaseInput!) { payoutsRelease(input: $input) {
       userErrors { code message } } }`,
    { input: { payoutIds, bankAccountId: maker.cast.idOf('BankAccount') } },
  );
  // Which rail takes it to the bank is the same to whoever debits it: what counts is the state.
  const { rowCount } = await maker.db.query(
    `update payments.payouts set state = 'submitted', provider_key = $2
     where id = $1 and state = 'reserved'`,
    [id, newId()],
  );
  if (rowCount !== 1) throw new Error('it was released');
}

function moves(maker: StateMaker, id: string) {
  const account = { holderName: 'Somebody', accountNumber: 'DE02120300000000202051' };
  const actor = systemActor(maker.cooperativeId, 'job');
  const payee = { kind: 'member', id } as const;
  return maker.cast.api.app.get(SetPayeeDetails).execute(actor, { ...account, payee });
}

/** Asks for a second person, which two treasurers are needed for: one of them goes then. */
async function askForTwo(maker: StateMaker, coolingOffHours: number): Promise<void> {
  const memberId = toMemberId(await maker.member(4), 'inside');
  const { roleTerm } = await maker.change<{ roleTerm: { id: string } }>(
    'administrator',
    `mutation ($id: ID!) { roleAppoint(input: { memberId: $id, role: TREASURER }) {
       roleTerm { id } userErrors { code message } } }`,
    { id: memberId },
  );
  await maker.change(
    'administrator',
    `mutation ($hours: Int!) { paymentSettingsChange(input: { secondPersonReleases: true,
       coolingOffHours: $hours }) { userErrors { code message } } }`,
    { hours: coolingOffHours },
  );
  await maker.change(
    'administrator',
    `mutation ($id: ID!) { roleEnd(termId: $id) { userErrors { code message } } }`,
    { id: roleTerm.id },
  );
}
