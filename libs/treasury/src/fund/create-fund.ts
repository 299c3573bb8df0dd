import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { Fund, FundDefinition } from './fund.js';
import { Funds } from './funds.js';

/** Opens an envelope with a purpose and a limit. */
@Injectable()
export class CreateFund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly funds: Funds,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_FUND, INVALID_CURRENCY, FUND_KEY_TAKEN */
  async execute(actor: Actor, input: FundDefinition): Promise<Fund> {
    permit(actor, 'fund.create');
    return this.unitOfWork.run(actor, (tx) => this.funds.create(tx, input));
  }
}
