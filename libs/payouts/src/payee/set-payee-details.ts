import { Inject, Injectable } from '@nestjs/common';
import { BankAccounts, checkedAccount } from '@rochdale/banking';
import { CONFIG, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { PayeeDetailsChanged } from '../payouts.events.js';
import { payeeDetailsStore } from './payee-details.store.js';
import type { PayeeDetailsRow } from './payee-details.store.js';
import { maskNumber, payeeToSet } from './payee.js';
import type { Payee } from './payee.js';
import { Payees } from './payees.js';
import { sealAccount } from './seal.js';

export interface SetPayeeDetailsInput {
  /** Left out: the actor's own. A treasurer may enter a partner's, never another member's. */
  readonly payee?: Payee;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic?: string | null;
}

const hourMs = 3_600_000;

/** A payee says where to pay. New details cool off, so that a stolen account cannot cash in. */
@Injectable()
export class SetPayeeDetails {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly payees: Payees,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** @throws CodedError FORBIDDEN, PAYEE_UNKNOWN, INVALID_BANK_ACCOUNT */
  async execute(actor: Actor, input: SetPayeeDetailsInput): Promise<PayeeDetailsRow> {
    permit(actor, 'payee-details.set');
    const payee = payeeToSet(actor, input.payee);
    const account = checkedAccount(input);
    const id = newId();
    return this.unitOfWork.run(actor, async (tx) => {
      await this.payees.requireNamed(tx, payee, ['payee', 'id']);
      await payeeDetailsStore.lockPayee(tx, payee.id);
      const { coolingOffHours } = await this.accounts.settings(tx);
      const usableFrom = new Date(tx.now.getTime() + coolingOffHours * hourMs);
      const details = await payeeDetailsStore.replace(tx, {
        id,
        payeeKind: payee.kind,
        payeeId: payee.id,
        sealed: sealAccount(this.config.secret, id, account),
        masked: maskNumber(account.accountNumber),
        usableFrom,
      });
      tx.announce(
        PayeeDetailsChanged.of(payee, {
          payeeKind: payee.kind,
          payeeId: payee.id,
          usableFrom: usableFrom.toISOString(),
        }),
      );
      return details;
    });
  }
}
