import type { Role, Tx } from '@rochdale/platform';

/** The port by which money learns who holds an office. The house fills it, from membership. */
export abstract class Offices {
  /** The member ids of those who hold it now, in the transaction's co-operative. */
  abstract holders(tx: Tx, role: Role): Promise<readonly string[]>;
}
