/**
 * Thrown by a handler that cannot do its job now and knows when it may: a receiver that is not to
 * be asked before that moment. It counts as no try, and nobody is warned of it.
 */
export class Postponed extends Error {
  override readonly name = 'Postponed';

  constructor(readonly until: Date) {
    super(`not before ${until.toISOString()}`);
  }
}
