/** What a payout of credit pays. */
export const refundObligation = 'dues-refund';
