import type { Addressee, ComposedLetter, LetterTopic } from '@rochdale/platform';

/**
 * `queued` for the mail server, `sent` and gone, `given-up` after its last try, or `kept` for
 * developers because there is no mail server.
 */
export type LetterState = 'queued' | 'sent' | 'given-up' | 'kept';

/** A letter as it lies in its envelope. */
export interface Letter extends ComposedLetter {
  readonly kind: string;
  readonly topic: LetterTopic;
  readonly to: Pick<Addressee, 'email' | 'name'>;
}

/** By what a mail program sorts letters: the topic, at the host that sends them. */
export function listIdOf({ topic }: Letter, from: string): string {
  const host = /@([^\s>@]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return `<${topic}.${host}>`;
}
