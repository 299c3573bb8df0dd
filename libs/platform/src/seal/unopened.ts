import { NotAuthentic } from './seal.js';

/**
 * What is read in place of a sealed text that does not open: it was changed, or sealed by a secret
 * that is lost. What else becomes of its row goes on.
 */
export const unopened = 'SEALED_TEXT_UNREADABLE: it was changed, or sealed by another secret.';

/** Which one it was. Nothing that lies in it. */
export interface UnopenedText {
  readonly purpose: string;
  readonly rowId: string;
}

let tell: (which: UnopenedText) => void = () => undefined;

/** Who hears of each that did not open. Said once by a process. */
export function tellUnopenedTo(told: typeof tell): void {
  tell = told;
}

/**
 * What `open` opens; null where it is not what was sealed there, which is told to the operator.
 * Whatever else fails is thrown.
 */
export function openedOrNull<T>(which: UnopenedText, open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof NotAuthentic)) throw error;
    tell({ purpose: which.purpose, rowId: which.rowId });
    return null;
  }
}
