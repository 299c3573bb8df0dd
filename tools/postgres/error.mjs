/** Something only the operator can put right; the message is the one line to show. */
export class EmbeddedPostgresError extends Error {
  name = 'EmbeddedPostgresError';
}

/** Another live process has the folder. */
export class FolderInUse extends EmbeddedPostgresError {}
