import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { UnbookedLines } from '@rochdale/treasury';
import type { UnbookedOfAccount } from '@rochdale/treasury';

/** Bank lines that wait, for the treasury, which may not know banking. */
@Injectable()
export class BankingUnbookedLines extends UnbookedLines {
  constructor(private readonly lines: BankLines) {
    super();
  }

  override upTo(tx: Tx, day: string): Promise<readonly UnbookedOfAccount[]> {
    return this.lines.unbooked(tx, day);
  }
}
