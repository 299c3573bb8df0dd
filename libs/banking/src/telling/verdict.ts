/** Why nobody but a person can say whether a line is one that is known. */
export type Doubt =
  /** The balances allow for both: that it is told again, and that it came again. */
  | 'balances-fit-both'
  /** No balances, and on this day both files may have begun or ended. */
  | 'edge-day'
  /** It is told in the place of a line of this amount that is worded otherwise. */
  | 'other-words'
  /** The same way of the balance is told in other parts: a batch whole, or its payments. */
  | 'other-parts'
  /** The bank gave one reference twice to the same amount. */
  | 'reference-repeated'
  /** A source of money tells what this account moves. */
  | 'account-has-source'
  /** A file of the bank's told a line of this amount, near this day, before the source did. */
  | 'bank-file-told-it';

/** What an entry of a telling is. */
export type Verdict =
  | {
      readonly is: 'known';
      readonly entryIds: readonly string[];
      /** It is a part of that entry, a batch, and says nothing of the whole. */
      readonly isPart: boolean;
    }
  | { readonly is: 'new' }
  | {
      readonly is: 'unclear';
      readonly doubt: Doubt;
      /** The entries that it may be. */
      readonly rivals: readonly string[];
      /** The entry of this telling that it may be, by its place. */
      readonly twin: number | null;
    };

export const known = (...entryIds: string[]): Verdict => ({ is: 'known', entryIds, isPart: false });

export const partOf = (entryId: string): Verdict => ({
  is: 'known',
  entryIds: [entryId],
  isPart: true,
});

export const unclear = (
  doubt: Doubt,
  rivals: readonly { readonly id: string }[],
  twin: number | null = null,
): Verdict => ({ is: 'unclear', doubt, rivals: rivals.map(({ id }) => id), twin });
