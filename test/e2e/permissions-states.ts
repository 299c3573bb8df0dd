import { Payouts, SetPayeeDetails } from '@rochdale/payouts';
import type { Payee } from '@rochdale/payouts';
import { newId, systemActor, UnitOfWork } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import pg from 'pg';
import { fromGlobalId, toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import type { ActorName, Cast } from './permissions-cast.js';
import type { Asked } from './permissions-verdicts.js';

/** A thing of which the rules say something else than of the cast's own. */
export interface State extends Asked {
  readonly name: string;
  readonly id: string;
}

/** Where things live that go from one state to the next. */
const stateful: Readonly<Record<string, readonly [table: string, column: string]>> = {
  Application: ['membership.applications', 'state'],
  BankLine: ['payments.bank_lines', 'state'],
  Expense: ['expenses.expenses', 'status'],
  Invitation: ['membership.invitations', 'state'],
  Invoice: ['dues.invoices', 'state'],
  Member: ['membership.members', 'standing'],
  Payout: ['payments.payouts', 'state'],
  Proposal: ['governance.proposals', 'state'],
  UsageStatement: ['partners.statements', 'state'],
  Waiver: ['dues.waivers', 'state'],
};

/** Where an officer moves who stands there, and an office that they have not. */
function memberChanges(memberId: string, standing: string) {
  const to = standing === 'active' ? 'PAUSED' : standing === 'suspended' ? 'EXPELLED' : 'ACTIVE';
  return {
    'Member.changeStanding': { memberId, input: { to, reason: 'OTHER' } },
    'Member.appointRole': { input: { memberId, role: 'COORDINATOR' } },
  };
}

/** What the cast's year leaves out, made by whoever may, and by the use cases behind it. */
export class States {
  readonly #made: State[] = [];

  private constructor(
    readonly cast: Cast,
    private readonly db: pg.Client,
    private readonly cooperativeId: string,
  ) {}

  /** Every state of everything that has states, and what else decides. */
  static async make(cast: Cast): Promise<readonly State[]> {
    const db = new pg.Client({ connectionString: cast.env['DATABASE_URL'] });
    await db.connect();
    const states = new States(cast, db, cast.plainIdOf('Cooperative'));
    try {
      await states.#payouts();
      await states.#members();
      const special = [...states.#made];
      for (const [type, where] of Object.entries(stateful)) await states.#each(type, where);
      return [...special, ...states.#made.slice(special.length)];
    } finally {
      await db.end();
    }
  }

  #add(type: string, name: string, id: string, more: Partial<State> = {}): void {
    this.#made.push({ owner: null, ...more, type, name, id });
  }

  async #each(type: string, [table, column]: readonly [string, string]): Promise<void> {
    const { rows } = await this.db.query<{ id: string; state: string }>(
      `select distinct on (${column}) id, ${column} as state from ${table}
       where cooperative_id = $1 order by ${column}, id desc`,
      [this.cooperativeId],
    );
    for (const { id, state } of rows) {
      const besides = type === 'Member' ? memberChanges(toGlobalId('Member', id), state) : {};
      this.#add(type, state, id, { besides });
    }
  }

  async #one(text: string, values: unknown[] = []): Promise<string> {
    const { rows } = await this.db.query<{ id: string }>(text, [this.cooperativeId, ...values]);
    const [row] = rows;
    if (row === undefined) throw new Error(`nothing is there for ${text}`);
    return row.id;
  }

  /** In the service's name, on behalf of an account where one is named. */
  #run<T>(body: (tx: Tx) => Promise<T>, accountId: string | null = null): Promise<T> {
    const actor = { ...systemActor(this.cooperativeId, 'job'), accountId };
    return this.cast.api.app.get(UnitOfWork).run(actor, body);
  }

  #change<Data extends object>(actor: ActorName, mutation: string, variables: object = {}) {
    return this.cast.client(actor).change<Data>(mutation, variables);
  }

  async #person(actor: ActorName): Promise<{ accountId: string; memberId: string }> {
    const { viewer } = await this.cast
      .client(actor)
      .query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }');
    const memberId = fromGlobalId('Member', viewer.member.id, []);
    const accountId = await this.#one(
      'select account_id as id from membership.members where cooperative_id = $1 and id = $2',
      [memberId],
    );
    return { accountId, memberId };
  }

  /** The same `nth` member without an office for whoever asks; the cast's own are none of them. */
  #member(nth: number): Promise<string> {
    return this.#one(
      `select m.id from membership.members m where m.cooperative_id = $1 and m.standing = 'active'
         and m.display_name <> 'Casimir Oyelaran' and not exists
           (select from membership.role_terms t where t.member_id = m.id)
       order by m.id offset $2 limit 1`,
      [nth],
    );
  }

  /** Where two are asked for, whom they pay, and where: of payouts that nobody released yet. */
  async #payouts(): Promise<void> {
    const [treasurer, administrator] = [
      await this.#person('treasurer'),
      await this.#person('administrator'),
    ];
    const plain = await this.#member(0);
    const changing = await this.#member(1);
    const cooling = await this.#member(2);
    const silent = await this.#member(3);
    await this.db.query('delete from payments.payee_details where payee_id = $1', [silent]);
    const ask = async (name: string, to = plain, by: string | null = null, currency = 'EUR') =>
      this.#add('Payout', name, await this.#payout({ kind: 'member', id: to }, by, currency));
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
    await this.#second(0);
    await this.#moves(changing);
    await this.#second(24);
    await this.#moves(cooling);
    await ask('to who moved just now', cooling);
  }

  async #payout(payee: Payee, by: string | null, currency: string): Promise<string> {
    const { app } = this.cast.api;
    const made = await this.#run(async (tx) => {
      const debitAccountId = await app.get(Chart).account(tx, 'payables', currency);
      const what = { obligation: { kind: 'expense', id: newId() }, memo: 'Flour', amountMinor: 5n };
      return app.get(Payouts).request(tx, { ...what, payee, currency, debitAccountId });
    }, by);
    return made.id;
  }

  #moves(id: string) {
    const account = { holderName: 'Somebody', accountNumber: 'DE02120300000000202051' };
    const actor = systemActor(this.cooperativeId, 'job');
    const payee = { kind: 'member', id } as const;
    return this.cast.api.app.get(SetPayeeDetails).execute(actor, { ...account, payee });
  }

  /** Asks for a second person, which two treasurers are needed for: one of them goes then. */
  async #second(coolingOffHours: number): Promise<void> {
    const memberId = toGlobalId('Member', await this.#member(4));
    const { roleTerm } = await this.#change<{ roleTerm: { id: string } }>(
      'administrator',
      `mutation ($id: ID!) { roleAppoint(input: { memberId: $id, role: TREASURER }) {
         roleTerm { id } userErrors { code message } } }`,
      { id: memberId },
    );
    await this.#change(
      'administrator',
      `mutation ($hours: Int!) { paymentSettingsChange(input: { secondPersonReleases: true,
         coolingOffHours: $hours }) { userErrors { code message } } }`,
      { hours: coolingOffHours },
    );
    await this.#change(
      'administrator',
      `mutation ($id: ID!) { roleEnd(termId: $id) { userErrors { code message } } }`,
      { id: roleTerm.id },
    );
  }

  /** Each of the cast as themselves, the last administrator among them, and who does not belong. */
  async #members(): Promise<void> {
    for (const owner of ['treasurer', 'administrator', 'applicant'] as const) {
      const { memberId } = await this.#person(owner);
      const standing = owner === 'applicant' ? owner : 'active';
      const besides = memberChanges(toGlobalId('Member', memberId), standing);
      this.#add('Member', `the ${owner}`, memberId, { owner, besides });
    }
    await this.#moveTo(await this.#member(5), 'SUSPENDED');
    await this.#moveTo(await this.#member(5), 'LEFT');
    const expelled = await this.#member(5);
    await this.#moveTo(expelled, 'SUSPENDED');
    await this.#moveTo(expelled, 'EXPELLED');
  }

  #moveTo(id: string, to: string) {
    return this.#change(
      'administrator',
      `mutation ($id: ID!, $to: Standing!) { memberStandingChange(memberId: $id,
         input: { to: $to, reason: OTHER }) { userErrors { code message } } }`,
      { id: toGlobalId('Member', id), to },
    );
  }
}
