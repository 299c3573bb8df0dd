import { camt053, coopIban, MoneyWorld, payeeIban } from './money-world.js';
import type { MadeEntry } from './money-world.js';

export const adaIban = 'DE02120300000000202051';
/** Pays for Ben and for Cleo. */
const household = 'DE75512108001245126199';
const names = ['ada', 'ben', 'cleo'] as const;

/**
 * A co-operative whose members paid: Ada too much, so that some of it was paid back to her, Ben and
 * Cleo together from the account of a household; and a coffee.
 */
export class DuesPaid {
  tess = '';
  ada = '';
  ben = '';
  cleo = '';
  bankAccountId = '';
  fileId = '';
  planId = '';

  private constructor(readonly world: MoneyWorld) {}

  static async open(): Promise<DuesPaid> {
    const paid = new DuesPaid(await MoneyWorld.open());
    await paid.#found();
    await paid.#pledge();
    await paid.#pay();
    await paid.#refundAda();
    return paid;
  }

  get today(): string {
    return this.world.clock.now().toISOString().slice(0, 10);
  }

  change<Data extends object>(token: string, query: string, variables: object = {}) {
    return this.world.client(token).change<Data>(query, variables);
  }

  async referenceOf(token: string): Promise<string> {
    const { myInvoices } = await this.world.ask<{
      myInvoices: { edges: { node: { reference: string } }[] };
    }>(token, '{ myInvoices(first: 1) { edges { node { reference } } } }');
    return myInvoices.edges[0]?.node.reference ?? '';
  }

  /** The bank says so. */
  async told(entries: readonly MadeEntry[], id: string): Promise<void> {
    const file = camt053(entries, { day: this.today, id });
    const { status } = await this.world.upload(this.tess, file);
    if (status !== 201) throw new Error(`the statement was answered ${status}`);
    await this.world.worker.loop.drain();
  }

  async #found(): Promise<void> {
    await this.world.found('mill');
    this.tess = await this.world.member('mill', 'tess', 'TREASURER');
    for (const name of names) this[name] = await this.world.member('mill', name);
    const { bankAccount } = await this.change<{ bankAccount: { id: string } }>(
      this.tess,
      `mutation ($number: String!) { bankAccountRegister(input: { label: "Bank",
         holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SEPA_FILE }) {
         userErrors { code message } bankAccount { id } } }`,
      { number: coopIban },
    );
    this.bankAccountId = bankAccount.id;
  }

  async #pledge(): Promise<void> {
    const { duesPlan } = await this.change<{ duesPlan: { id: string } }>(
      this.tess,
      `mutation { duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
         minimumMinor: "0", suggestedMinor: "1500", months: 1 }) { duesPlan { id }
         userErrors { code message } } }`,
    );
    this.planId = duesPlan.id;
    for (const name of names) {
      await this.change(
        this[name],
        `mutation ($planId: ID!) { duesPledgeChoose(input: { planId: $planId,
           amount: { minor: "1200", currency: "EUR" } }) { userErrors { code message } } }`,
        { planId: duesPlan.id },
      );
    }
    const issue = 'mutation { duesInvoicesIssue { userErrors { code message } } }';
    await this.change(this.tess, issue);
  }

  async #pay(): Promise<void> {
    const [ofAda, ofBen, ofCleo] = await Promise.all(
      names.map((name) => this.referenceOf(this[name])),
    );
    const entries = [
      { minor: 15_00n, text: `Dues ${ofAda}`, account: adaIban },
      { minor: 24_00n, text: `Dues ${ofBen} ${ofCleo}`, account: household },
      { minor: 9_99n, text: 'Coffee', account: 'DE51500105175411626446' },
    ];
    await this.told(entries, 'first');
  }

  /** On her account, by a file for the bank. */
  async #refundAda(): Promise<void> {
    const { world } = this;
    await this.change(
      this.ada,
      `mutation ($number: String!) { payeeDetailsSet(input: { holderName: "Ada",
         accountNumber: $number }) { userErrors { code message } } }`,
      { number: payeeIban },
    );
    world.clock.advance({ hours: 49 });
    for (const name of ['tess', ...names] as const) {
      this[name] = await world.signIn(`${name}@mill.example`);
    }
    const { refund } = await this.change<{ refund: { payoutId: string } }>(
      this.tess,
      `mutation ($id: ID!) { duesCreditRefund(input: { memberId: $id, currency: "EUR",
         amountMinor: "100" }) {
         refund { payoutId } userErrors { code message } } }`,
      { id: await world.memberId(this.ada, 'mill') },
    );
    await this.change(
      this.tess,
      `mutation ($ids: [ID!]!, $account: ID!) { payoutsRelease(input: { payoutIds: $ids,
         bankAccountId: $account }) { userErrors { code message } } }`,
      { ids: [refund.payoutId], account: this.bankAccountId },
    );
    await world.worker.loop.drain();
    const { paymentFiles } = await world.ask<{
      paymentFiles: { edges: { node: { id: string } }[] };
    }>(this.tess, '{ paymentFiles(first: 1) { edges { node { id } } } }');
    this.fileId = paymentFiles.edges[0]?.node.id ?? '';
  }
}
