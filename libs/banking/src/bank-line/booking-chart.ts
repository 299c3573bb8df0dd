import type { Tx } from '@rochdale/platform';

/** How a line is explained by a key of the chart: a port, which the house fills from treasury. */
export abstract class BookingChart {
  /**
   * The id of the account of that key, opened now where nothing was booked to it yet.
   *
   * @param path where the key is named
   * @throws CodedError INVALID_CHART_KEY
   */
  abstract account(
    tx: Tx,
    key: string,
    currency: string,
    path?: readonly string[],
  ): Promise<string>;
}
