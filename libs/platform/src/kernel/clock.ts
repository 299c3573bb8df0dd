/** The only source of time. Rooms get it injected; nothing else asks the machine. */
export abstract class Clock {
  abstract now(): Date;

  /** Whether somebody has to read the database's clock before this one is believed. */
  get isUnsure(): boolean {
    return false;
  }

  /**
   * Says that the database is being asked for its time; what is returned takes the answer in. A
   * clock with a time of its own does not care.
   */
  ask(): (at: Date) => void {
    return () => undefined;
  }

  /** How far the machine's clock is ahead of this one; behind it, below zero. */
  get driftMs(): number {
    return 0;
  }
}

/** What a machine knows of time: what its clock shows, and ticks that nobody sets. */
export interface MachineTime {
  wallMs(): number;
  tickMs(): number;
}

export const machineTime: MachineTime = {
  wallMs: () => Date.now(),
  tickMs: () => performance.now(),
};

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}

export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** A clock that stands until it is moved: for the demo's year and for tests. */
export class SettableClock extends Clock {
  #nowMs: number;

  constructor(start: Date) {
    super();
    this.#nowMs = start.getTime();
  }

  override now(): Date {
    return new Date(this.#nowMs);
  }

  set(date: Date): void {
    this.#nowMs = date.getTime();
  }

  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): void {
    this.#nowMs += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}
