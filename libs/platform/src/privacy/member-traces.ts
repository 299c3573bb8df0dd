import type { Tx } from '../db/tx.js';

/** A member whose name and account are gone already. */
export interface ErasedMember {
  readonly memberId: string;
  /** Whether they want removed what they wrote for others, where nobody decided by it. */
  readonly removesTexts?: boolean;
}

/** Tells those who run the service what to look at: how many of what, and never whose or which. */
export type SayToOperators = (note: string) => void;

/**
 * Takes away or locks what a room keeps of an erased member, in the caller's transaction. Done
 * again it changes nothing: after a restore it is.
 */
export type ForgetMemberOf = (tx: Tx, member: ErasedMember, say?: SayToOperators) => Promise<void>;

interface ForgettingRoom {
  readonly name: string;
  readonly forget?: ForgetMemberOf;
}

/** What the rooms of the process forget of who was erased. */
export class MemberTraces {
  readonly #ways: ReadonlyMap<string, ForgetMemberOf>;

  constructor(
    rooms: readonly ForgettingRoom[],
    private readonly say: SayToOperators = () => undefined,
  ) {
    this.#ways = new Map(
      rooms.flatMap(({ name, forget }) =>
        forget === undefined ? [] : ([[name, forget]] as const),
      ),
    );
  }

  /** The rooms that keep something of members, in a fixed order. */
  get rooms(): readonly string[] {
    return [...this.#ways.keys()].toSorted();
  }

  async forget(tx: Tx, room: string, member: ErasedMember): Promise<void> {
    await this.#ways.get(room)?.(tx, member, this.say);
  }
}
