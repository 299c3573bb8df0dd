import { closingMinor, writeCamt053 } from '../../../apps/demo/src/papers/camt-statement.js';
import type { CamtLine } from '../../../apps/demo/src/papers/camt-statement.js';
import { demoIban } from '../../../apps/demo/src/papers/iban.js';
import type { Person, Story } from './story.js';

/** An account of the co-operative at a bank, and the bank's statements of it. */
export class StoryBank {
  #openingMinor = 0n;
  #statements = 0;

  private constructor(
    private readonly story: Story,
    private readonly treasurer: Person,
    readonly id: string,
    readonly iban: string,
  ) {}

  static async open(
    story: Story,
    treasurer: Person,
    account: { label: string; number: number; rail: 'SIMULATED' | 'SEPA_FILE' },
  ): Promise<StoryBank> {
    const { label, number, rail } = account;
    const iban = demoIban(number);
    const { bankAccount } = await story.change<{ bankAccount: { id: string } }>(
      treasurer.token,
      `mutation ($label: String!, $iban: String!, $rail: PaymentRail!) {
         payload: bankAccountRegister(input: { label: $label, holderName: "The Weir eG",
           accountNumber: $iban, currency: "EUR", rail: $rail })
         { bankAccount { id } userErrors { code message } } }`,
      { label, iban, rail },
    );
    return new StoryBank(story, treasurer, bankAccount.id, iban);
  }

  /** A statement of today, as the bank writes it. */
  write(lines: readonly CamtLine[]): Buffer {
    this.#statements += 1;
    const today = this.story.clock.now();
    const statement = {
      id: `W${this.iban.slice(-4)}-${this.#statements}`,
      iban: this.iban,
      holderName: 'The Weir eG',
      currency: 'EUR',
      from: today,
      to: today,
      openingMinor: this.#openingMinor,
      lines,
    };
    this.#openingMinor = closingMinor(statement);
    return Buffer.from(writeCamt053(statement));
  }

  async putIn(file: Buffer) {
    const name = 'statement.xml';
    const answer = await this.story.upload(this.treasurer.token, '/bank/statements', file, name);
    await this.story.work();
    return answer;
  }

  /** Money from a person, by the reference that they were told. */
  from(person: Person, amountMinor: bigint, reference: string): CamtLine {
    return {
      bookedOn: this.story.clock.now(),
      amountMinor,
      counterpartyName: person.name,
      counterpartyIban: person.iban,
      reference,
      text: 'Dues',
      endToEndId: null,
    };
  }

  /** A transfer of the co-operative's that the bank carried out. */
  debit(amountMinor: bigint, endToEndId: string): CamtLine {
    return {
      bookedOn: this.story.clock.now(),
      amountMinor: -amountMinor,
      counterpartyName: 'Payee',
      counterpartyIban: null,
      reference: null,
      text: 'Transfer',
      endToEndId,
    };
  }
}

export interface OpenInvoice {
  readonly reference: string;
  readonly state: string;
  readonly open: { readonly minor: string };
}

/** A member's own invoices, the newest first. */
export async function invoicesOf(story: Story, person: Person): Promise<OpenInvoice[]> {
  const { myInvoices } = await story.ask<{ myInvoices: { edges: { node: OpenInvoice }[] } }>(
    person.token,
    '{ myInvoices(first: 20) { edges { node { reference state open { minor } } } } }',
  );
  return myInvoices.edges.map(({ node }) => node);
}

/** Everybody's open invoices are paid by one statement of today. */
export async function everybodyPays(
  story: Story,
  bank: StoryBank,
  payers: readonly Person[],
): Promise<Buffer> {
  const lines: CamtLine[] = [];
  for (const person of payers) {
    for (const { reference, state, open } of await invoicesOf(story, person)) {
      if (state === 'OPEN') lines.push(bank.from(person, BigInt(open.minor), reference));
    }
  }
  const file = bank.write(lines);
  await bank.putIn(file);
  return file;
}
