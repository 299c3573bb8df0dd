import type { Asker } from './kit/inside.js';

const all: readonly Asker[] = ['stranger', 'member', 'partner'];

/**
 * Attacks that succeed as yet, by who learns it. They are not run; who closes a way takes it off,
 * and has it tried for good.
 */
export const stillOpen: Readonly<Record<string, readonly Asker[]>> = {
  'amounts of fewer than five persons': all,
  'such amounts by subtraction, across places, filters and moments': all,
  'moments at which one person acted': all,
  'dues, by orders of persons beside rows of amounts': all,
  'ids of the inside': all,
  'when things were made, by the order of their ids': all,
  'who joined before whom': ['stranger', 'partner'],
  'a payment': all,
};

export const isOpen = (name: string, asker: Asker): boolean =>
  stillOpen[name]?.includes(asker) ?? false;
