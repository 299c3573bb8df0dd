/** A letter to one person. Plain words; how it looks is the deliverer's business. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** What kind of letter it is, for outboxes and for tests: `password-reset`, `magic-link` … */
  readonly kind: string;
}

/**
 * The port through which letters leave. Notifications delivers; identity only writes. A letter may
 * hold a one-time link, so a deliverer keeps it encrypted or not at all once it has gone out.
 */
export abstract class Mail {
  /** Takes the letter over. Resolves once it will not be lost; never waits for the mail server. */
  abstract send(letter: Letter): Promise<void>;
}
