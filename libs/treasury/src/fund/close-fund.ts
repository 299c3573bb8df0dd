import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { Fund } from './fund.js';
import { Funds } from './funds.js';

/** Closes a fund; what is left goes back to what is not set aside. */
@Injectable()
export class CloseFund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly funds: Funds,
  ) {}

  /** @throws CodedError FORBIDDEN, FUND_NOT_FOUND, FLOOR_BREACHED while part of it is held */
  async execute(actor: Actor, { fundId }: { readonly fundId: string }): Promise<Fund> {
    permit(actor, 'fund.close');
    return this.unitOfWork.run(actor, (tx) => this.funds.close(tx, fundId));
  }
}
