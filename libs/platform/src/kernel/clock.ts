/** The only source of time. Rooms get it injected; nothing else asks the machine. */
export abstract class Clock {
  abstract now(): Date;
}

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
