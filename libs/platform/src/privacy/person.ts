/** Whose data is asked for. */
export interface PersonOfData {
  readonly accountId: string;
  readonly memberId: string | null;
  /** What is masked on screens is handed over whole: into an archive, never into an answer. */
  readonly inFull: boolean;
}
