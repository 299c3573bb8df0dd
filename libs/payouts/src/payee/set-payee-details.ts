import { Inject, Injectable } from '@nestjs/common';
import { BankAccounts, checkedAccount } from '@rochdale/banking';
import { CONFIG, newId, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { PayeeDetailsChanged } from '../payouts.events.js';
import { payeeDetailsStore } from './payee-details.store.js';
import type { PayeeDetailsRow } from './payee-details.store.js';
import type { Payee } from './payee.js';
import { maskNumber, sealAccount } from './seal.js';

export interface SetPayeeDetailsInput {
  /** Left out: the actor's own. A treasurer may enter a partner's, never another member's. */
  readonly payee?: Payee;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic?: string | null;
}

const hourMs = 3_600_000;

function payeeOf(actor: Actor, wanted: Payee | undefined): Payee {
  const own: Payee | null =
    actor.memberId !== null
      ? { kind: 'member', id: actor.memberId }
      : actor.partnerId !== null
        ? { kind: 'partner', id: actor.partnerId }
        : null;
  const payee = wanted ?? own;
  if (payee === null) throw platformErrors.error('FORBIDDEN', 'You are no payee here.');
  const isOwn = own?.kind === payee.kind && own.id === payee.id;
  const mayEnter =
    actor.kind === 'system' || (payee.kind === 'partner' && actor.roles.has('treasurer'));
  if (isOwn || mayEnter) return payee;
  throw platformErrors.error('FORBIDDEN', 'Only the payee says where to pay.');
}

/** A payee says where to pay. New details cool off, so that a stolen account cannot cash in. */
@Injectable()
export class SetPayeeDetails {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_BANK_ACCOUNT */
  async execute(actor: Actor, input: SetPayeeDetailsInput): Promise<PayeeDetailsRow> {
    permit(actor, 'payee-details.set');
    const payee = payeeOf(actor, input.payee);
    const account = checkedAccount(input);
    const id = newId();
    return this.unitOfWork.run(actor, async (tx) => {
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
