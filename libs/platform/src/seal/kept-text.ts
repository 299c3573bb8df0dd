import { assert } from '../kernel/assert.js';
import { openStream, sealStream } from './sealed-stream.js';
import { NotAuthentic } from './seal.js';
import { isSealedText, openFile, openText, sealFile, sealText } from './sealed-text.js';
import { openedOrNull, unopened } from './unopened.js';

let secretOfProcess: string | null = null;

/** By what secret this process seals texts in its stores. Said once, before the first of them. */
export function sealTextsWith(secret: string): void {
  secretOfProcess = secret;
}

/** By which this process was told to seal. */
export function secretOfTexts(): string {
  assert(secretOfProcess !== null, 'the process was told by what secret its texts are sealed');
  return secretOfProcess;
}

function contextOf(purpose: string, rowId: string) {
  return { secret: secretOfTexts(), purpose, rowId };
}

/**
 * Texts that may tell of somebody's health or belief, for stores: written sealed, read opened.
 * Which of those who ask may read them is for queries to say.
 */
export const keptText = {
  seal: (purpose: string, rowId: string, text: string | null): Buffer | null =>
    text === null ? null : sealText(contextOf(purpose, rowId), text),

  /** `unopened` where it was sealed by another secret, belongs to another row, or was changed. */
  open(purpose: string, rowId: string, sealed: Buffer | null): string | null {
    if (sealed === null) return null;
    const context = contextOf(purpose, rowId);
    return openedOrNull(context, () => openText(context, sealed)) ?? unopened;
  },
};

/** The same for small files. What lies there from before files were sealed is read as it is. */
export const keptFile = {
  seal: (purpose: string, rowId: string, bytes: Uint8Array): Buffer =>
    sealFile(contextOf(purpose, rowId), bytes),

  /** @throws Error when it was sealed by another secret, belongs to another row, or was changed */
  open: (purpose: string, rowId: string, kept: Buffer): Buffer =>
    isSealedText(kept) ? openFile(contextOf(purpose, rowId), kept) : kept,

  /** Of what was always sealed; null where `open` would throw, or it is not sealed. */
  openOrNull(purpose: string, rowId: string, sealed: Buffer): Buffer | null {
    const context = contextOf(purpose, rowId);
    return openedOrNull(context, () => {
      if (!isSealedText(sealed)) throw new NotAuthentic('It is not sealed.');
      return openFile(context, sealed);
    });
  },
};

/** The same for what is of any length, piece by piece: nothing of it is in memory as a whole. */
export const keptStream = {
  seal: (purpose: string, rowId: string, plain: AsyncIterable<Uint8Array>) =>
    sealStream(contextOf(purpose, rowId), plain),

  /** What is read of it fails with SealBroken where it is not, to its end, what was sealed here. */
  open: (purpose: string, rowId: string, sealed: AsyncIterable<Uint8Array>) =>
    openStream(contextOf(purpose, rowId), sealed),
};
