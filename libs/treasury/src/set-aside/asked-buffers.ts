import type { MoneyBuffer, Tx } from '@rochdale/platform';

/**
 * The port by which a treasurer's hand learns which buffers the members' rules ask for, before
 * money is set aside. The house fills it, from governance, which treasury may not know.
 */
export abstract class AskedBuffers {
  /** Of the policies in force, each once; none where no rule asks for any. */
  abstract inForce(tx: Tx): Promise<readonly MoneyBuffer[]>;
}
