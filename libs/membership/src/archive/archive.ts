import { membershipErrors } from '../membership.errors.js';

/** `asked` for, `ready` to be fetched once, `fetched`, `over` its time, or `failed` to be made. */
export const archiveStates = ['asked', 'ready', 'fetched', 'over', 'failed'] as const;
export type ArchiveState = (typeof archiveStates)[number];

/** How long an archive waits for its person. */
export const archiveKeptHours = 24;
/** How long a ticket opens it, and how long its bytes stay for who reads them just then. */
export const ticketHours = 1;
/** How long it is known that there was one. */
export const archiveKnownDays = 30;

/** Where the bytes of all archives of a co-operative lie in the file store. */
export const archivesFolder = (cooperativeId: string): string => `${cooperativeId}/archives`;

/**
 * Where its bytes lie: those of the run of the job that the row names, as two runs may write at the
 * same time. Null for one that was made before runs had names.
 */
export const archiveKey = (cooperativeId: string, id: string, runId: string | null): string =>
  `${archivesFolder(cooperativeId)}/${id}${runId === null ? '' : `-${runId}`}`;

/** Whose archive lies there, whichever run wrote it. */
export const archiveOfKey = (key: string): string => (key.split('/').at(-1) ?? '').slice(0, 36);

/** What the key is for that seals it: the folder alone, or a copy of it, opens none. */
export const archivePurpose = 'archives of persons';

export const notReady = () =>
  membershipErrors.error('ARCHIVE_NOT_READY', 'There is no archive to fetch. Ask for one.');

/** The same for a ticket that is used, late, made up or another person's. */
export const unknownTicket = () =>
  membershipErrors.error('ARCHIVE_TICKET_UNKNOWN', 'This ticket opens nothing. Ask for another.');
