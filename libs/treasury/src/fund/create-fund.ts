import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { AskedBuffers, shortBuffer } from '../set-aside/asked-buffers.js';
import type { Fund, FundDefinition } from './fund.js';
import { Funds } from './funds.js';

/**
 * Opens an envelope with a purpose and a limit; none by hand while a buffer is short that a policy
 * in force asks for, but the buffer itself.
 */
@Injectable()
export class CreateFund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    readonly funds: Funds,
    readonly buffers: AskedBuffers,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, BUFFER_NOT_HELD, INVALID_FUND, INVALID_CURRENCY, FUND_KEY_TAKEN
   */
  async execute(actor: Actor, input: FundDefinition): Promise<Fund> {
    permit(actor, 'fund.create');
    return this.unitOfWork.run(actor, async (tx) => {
      const short = await shortBuffer(tx, this, async () => input.key);
      if (short !== null) throw short;
      return this.funds.create(tx, input);
    });
  }
}
