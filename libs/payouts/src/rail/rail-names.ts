import { looksLikeIban, registerRailName } from '@rochdale/banking';
import { transferRefusal } from './credit-transfer.js';

/** A file that a treasurer takes to the bank. */
registerRailName({
  name: 'sepa-file',
  accountRefusal: (account) => {
    if (!looksLikeIban(account.accountNumber) || account.currency !== 'EUR') {
      return 'SEPA files need an IBAN and euros.';
    }
    // Every file names the account: one that no file can name would hold up all payouts from it.
    const refusal = transferRefusal(account, {
      endToEndId: 'TRIAL',
      amountMinor: 1n,
      currency: 'EUR',
      creditor: { name: 'Trial' },
      creditorIban: account.accountNumber,
    });
    return refusal === null ? null : `A SEPA file cannot name it: ${refusal}`;
  },
});

/** A provider that only pretends. */
registerRailName({ name: 'simulated', accountRefusal: () => null });
