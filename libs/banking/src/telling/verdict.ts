import type { Doubt } from './doubt.js';

/** What an entry of a telling is. */
export type Verdict =
  | { readonly is: 'known'; readonly entryIds: readonly string[] }
  | { readonly is: 'new' }
  | {
      readonly is: 'unclear';
      readonly doubt: Doubt;
      /** The entries that it may be. */
      readonly rivals: readonly string[];
      /** The entry of this telling that it may be, by its place. */
      readonly twin: number | null;
    };

export const known = (...entryIds: string[]): Verdict => ({ is: 'known', entryIds });

export const unclear = (
  doubt: Doubt,
  rivals: readonly { readonly id: string }[],
  twin: number | null = null,
): Verdict => ({ is: 'unclear', doubt, rivals: rivals.map(({ id }) => id), twin });
