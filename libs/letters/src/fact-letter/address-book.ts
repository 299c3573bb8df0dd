import type { Addressee, Tx } from '@rochdale/platform';

/** A member to whom letters can be sent. */
export interface Correspondent extends Addressee {
  readonly memberId: string;
}

/** The port by which letters learn of persons. The house fills it, from membership. */
export abstract class AddressBook {
  /**
   * Those of these members who can be written to, in the transaction's co-operative. Who has no
   * account, or a disabled one, is left out.
   */
  abstract correspondents(tx: Tx, memberIds: readonly string[]): Promise<readonly Correspondent[]>;

  /** Members who may vote on a proposal that was opened. */
  abstract voters(tx: Tx, proposalId: string): Promise<readonly string[]>;

  /** The co-operative's name. */
  abstract sender(tx: Tx): Promise<string>;

  /** Where the co-operative says what it keeps about persons, and why. */
  abstract noticeUrl(tx: Tx): Promise<string>;
}
