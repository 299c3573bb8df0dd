/** One for all copies of this file that a process loads. */
const shared = globalThis as { keysCostWhatTheyDo?: boolean };

/** Whether the file under test asked for keys as the service makes them. */
export const keysCostWhatTheyDo = (): boolean => shared.keysCostWhatTheyDo === true;

/** Keys of passwords cost next to nothing until a file asks otherwise. */
export function letKeysBeCheap(): void {
  shared.keysCostWhatTheyDo = false;
}

/**
 * To the end of this file, keys of passwords cost what they do where the service runs: for
 * passwords that were set elsewhere. Call it before the first is made or checked.
 */
export function letKeysCostWhatTheyDo(): void {
  shared.keysCostWhatTheyDo = true;
}
