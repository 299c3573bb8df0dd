/** The answer to one event of a batch. */
export interface UsageVerdict {
  /** The event's place in the batch, from 0. */
  readonly index: number;
  readonly id: string | null;
  readonly status: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  readonly code: string | null;
  readonly message: string | null;
  /** The field of the event that is at fault, outermost first. */
  readonly path: readonly string[] | null;
}

/** Why an event is not in. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** Something that was read, at its place in the batch. */
export interface Candidate<Said extends { readonly source: string; readonly eventId: string }> {
  readonly index: number;
  readonly said: Said;
}

/** The identity of an event among those of its partner. */
export const identityOf = (said: { source: string; eventId: string }): string =>
  `${said.source}\n${said.eventId}`;

export function rejected(
  index: number,
  id: string | null,
  { code, message, path }: Refusal,
): UsageVerdict {
  return { index, id, status: 'rejected', code, message, path };
}

export function settled(
  { index, said }: Candidate<{ readonly source: string; readonly eventId: string }>,
  status: 'accepted' | 'duplicate' | 'conflict',
): UsageVerdict {
  const isConflict = status === 'conflict';
  return {
    index,
    id: said.eventId,
    status,
    code: isConflict ? 'EVENT_CONFLICT' : null,
    message: isConflict ? 'this id was used for another event' : null,
    path: isConflict ? ['id'] : null,
  };
}
