import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Ledger } from '@rochdale/ledger';
import type { Account } from '@rochdale/ledger';
import { FloorChanged } from '../treasury.events.js';

/** Says how far an account may go down: an overdraft agreed with the bank, a buffer to be kept. */
@Injectable()
export class SetAccountFloor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
  ) {}

  /** @throws CodedError FORBIDDEN, LEDGER_ACCOUNT_NOT_FOUND, FLOOR_BREACHED when below already */
  async execute(
    actor: Actor,
    input: { readonly accountId: string; readonly floorMinor: bigint | null },
  ): Promise<Account> {
    permit(actor, 'chart.set-floor');
    return this.unitOfWork.run(actor, async (tx) => {
      const account = await this.ledger.setFloor(tx, input.accountId, input.floorMinor);
      tx.announce(
        FloorChanged.of(account.id, {
          accountId: account.id,
          floorMinor: input.floorMinor?.toString() ?? null,
        }),
      );
      return account;
    });
  }
}
