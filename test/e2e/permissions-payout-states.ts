import { Payouts, SetPayeeDetails } from '@rochdale/payouts';
import type { Payee } from '@rochdale/payouts';
import { newId, systemActor } from '@rochdale/platform';
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
  const ask = async (name: string, to = plain, by: string | null = null, currency = 'EUR') =>
    maker.add('Payout', name, await payout(maker, { kind: 'member', id: to }, by, currency));
  await ask('approved by somebody else');
  await ask('approved by the treasurer', plain, treasurer.accountId);
  await ask('to the only treasurer', treasurer.memberId);
  await ask(
    'to the only treasurer, approved by the administrator',
    treasurer.memberId,
    administrator.accountId,
  );
  await ask('in a currency of no account', plain, null, 'USD');
  await ask('to who said nothing', silent);
  await ask('to who moved since', changing);
  await askForTwo(maker, 0);
  await moves(maker, changing);
  await askForTwo(maker, 24);
  await moves(maker, cooling);
  await ask('to who moved just now', cooling);
}

async function payout(
  maker: StateMaker,
  payee: Payee,
  by: string | null,
  currency: string,
): Promise<string> {
  const { app } = maker.cast.api;
  const made = await maker.run(async (tx) => {
    const debitAccountId = await app.get(Chart).account(tx, 'payables', currency);
    const what = { obligation: { kind: 'expense', id: newId() }, memo: 'Flour', amountMinor: 5n };
    return app.get(Payouts).request(tx, { ...what, payee, currency, debitAccountId });
  }, by);
  return made.id;
}

function moves(maker: StateMaker, id: string) {
  const account = { holderName: 'Somebody', accountNumber: 'DE02120300000000202051' };
  const actor = systemActor(maker.cooperativeId, 'job');
  const payee = { kind: 'member', id } as const;
  return maker.cast.api.app.get(SetPayeeDetails).execute(actor, { ...account, payee });
}

/** Asks for a second person, which two treasurers are needed for: one of them goes then. */
async function askForTwo(maker: StateMaker, coolingOffHours: number): Promise<void> {
  const memberId = toGlobalId('Member', await maker.member(4));
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
