import { CodedError } from '@rochdale/platform';
import type { MoneyBuffer, Tx } from '@rochdale/platform';

/**
 * The port by which a treasurer's hand learns which buffers the members' rules ask for, before
 * money is set aside. The house fills it, from governance, which treasury may not know.
 */
export abstract class AskedBuffers {
  /** Of the policies in force, each once; none where no rule asks for any. */
  abstract inForce(tx: Tx): Promise<readonly MoneyBuffer[]>;
}

/** What a fund service does for what is asked here. */
interface Holding {
  requireBuffer(tx: Tx, buffer: MoneyBuffer): Promise<void>;
}

/**
 * Why a fund is not made or filled by hand, of what members' rules ask of votes; null when it may.
 * The buffers themselves are asked for none.
 */
export async function shortBuffer(
  tx: Tx,
  { buffers, funds }: { readonly buffers: AskedBuffers; readonly funds: Holding },
  keyOf: () => Promise<string>,
): Promise<CodedError | null> {
  const asked = await buffers.inForce(tx);
  if (asked.length === 0) return null;
  const key = await keyOf();
  if (asked.some(({ fundKey }) => fundKey === key)) return null;
  try {
    for (const buffer of asked) await funds.requireBuffer(tx, buffer);
    return null;
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}
