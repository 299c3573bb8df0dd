import { ChangePaymentSettings, ImportBankStatement, RegisterBankAccount } from '@rochdale/banking';
import { SetPayeeDetails } from '@rochdale/payouts';
import type { CamtLine } from '../papers/camt-statement.js';
import { closingMinor, writeCamt053 } from '../papers/camt-statement.js';
import { dayOf } from '@rochdale/platform';
import type { DemoWorld } from './demo-world.js';
import { demoCooperative } from './demo-world.js';
import { demoIban } from '../papers/iban.js';
import { officers, people } from './people.js';

/** The account numbers of the demo's people, in their order. */
export const ibanOf = (key: string): string =>
  demoIban(1000 + people.findIndex((person) => person.key === key));

/** The co-operative's account at its bank, and what the bank knows of it. */
export class DemoBank {
  readonly iban = demoIban(1);
  #balanceMinor = 0n;
  #statements = 0;
  #accountId = '';

  constructor(private readonly world: DemoWorld) {}

  get accountId(): string {
    return this.#accountId;
  }

  async open(): Promise<void> {
    const administrator = await this.world.as(officers.administrator);
    await this.world.get(ChangePaymentSettings).execute(administrator, {
      secondPersonReleases: false,
      coolingOffHours: 24,
    });
    const treasurer = await this.world.as(officers.treasurer);
    const account = await this.world.get(RegisterBankAccount).execute(treasurer, {
      label: 'Main account',
      holderName: demoCooperative.name,
      accountNumber: this.iban,
      currency: demoCooperative.currency,
      rail: 'simulated',
    });
    this.#accountId = account.id;
  }

  /** A member says where their money is to go. */
  async payeeDetails(key: string): Promise<void> {
    const holderName = people.find((person) => person.key === key)?.name ?? key;
    await this.world
      .get(SetPayeeDetails)
      .execute(await this.world.as(key), { holderName, accountNumber: ibanOf(key) });
  }

  /** The treasurer puts the bank's statement of these days in, as the bank writes it. */
  async statement(from: Date, to: Date, lines: readonly CamtLine[]): Promise<void> {
    this.#statements += 1;
    const statement = {
      id: `MILL-${dayOf(to)}-${this.#statements.toString().padStart(3, '0')}`,
      iban: this.iban,
      holderName: demoCooperative.name,
      currency: demoCooperative.currency,
      from,
      to,
      openingMinor: this.#balanceMinor,
      lines: lines.toSorted((one, other) => one.bookedOn.getTime() - other.bookedOn.getTime()),
    };
    const treasurer = await this.world.as(officers.treasurer);
    await this.world.get(ImportBankStatement).execute(treasurer, {
      name: `statement-${dayOf(to)}.xml`,
      bytes: Buffer.from(writeCamt053(statement)),
    });
    this.#balanceMinor = closingMinor(statement);
    await this.world.work();
  }
}
