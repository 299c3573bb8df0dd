/** Why nobody but a person can say whether a line is one that is known. */
export type Doubt =
  /** The balances allow for both: that it is told again, and that it came again. */
  | 'balances-fit-both'
  /** No balances, and on this day both files may have begun or ended. */
  | 'edge-day'
  /** It is told in the place of a line of this amount that is worded otherwise. */
  | 'other-words'
  /** The bank gave one reference twice to the same amount. */
  | 'reference-repeated'
  /** A source of money tells what this account moves. */
  | 'account-has-source'
  /** A file of the bank's told a line of this amount, near this day, before the source did. */
  | 'bank-file-told-it';
