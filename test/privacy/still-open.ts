import type { Asker } from './kit/inside.js';

/**
 * Attacks that succeed as yet, by who learns it. They are not run; who closes a way takes it off,
 * and has it tried for good.
 */
export const stillOpen: Readonly<Record<string, readonly Asker[]>> = {};

export const isOpen = (name: string, asker: Asker): boolean =>
  stillOpen[name]?.includes(asker) ?? false;
