import { Injectable } from '@nestjs/common';
import { BookingChart } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import { Chart, parseChartKey } from '@rochdale/treasury';

/** The chart of accounts as the treasury keeps it, for banking, which may not know it. */
@Injectable()
export class TreasuryBookingChart extends BookingChart {
  constructor(private readonly chart: Chart) {
    super();
  }

  override async account(
    tx: Tx,
    key: string,
    currency: string,
    path: readonly string[] = ['accountKey'],
  ): Promise<string> {
    return this.chart.account(tx, parseChartKey(key, path), currency);
  }
}
