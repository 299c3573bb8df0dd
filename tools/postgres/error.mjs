/** Something only the operator can put right; the message is the one line to show. */
export class EmbeddedPostgresError extends Error {
  name = 'EmbeddedPostgresError';
}
