import type { Doubt } from './doubt.js';

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
