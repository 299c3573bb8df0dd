import { assert } from '../kernel/assert.js';
import { Clock, machineTime } from '../kernel/clock.js';
import type { MachineTime } from '../kernel/clock.js';

/** How long a reading is good for by itself. */
const freshMs = 10_000;
/** What a machine's ticks may lose or gain: more than any quartz does. */
const wanderPerMs = 1e-4;
/** A machine that slept, or whose clock was set, shows it by so much. */
const jumpMs = 1_000;
/** From when on a drift is told, and when it is over. */
const driftMs = { told: 1_000, over: 500 } as const;

/** Where the database's clock is, by the machine's ticks. */
interface Estimate {
  /** Between these, as long as the ticks did not wander. */
  readonly offsetMs: number;
  readonly slackMs: number;
  readonly madeMs: number;
}

/** When the estimate was last borne out. */
interface Confirmation {
  readonly tickMs: number;
  readonly wallMs: number;
}

/** Told when the machine's clock begins to be off the database's, and when it is no more. */
export type DriftListener = (driftMs: number, isOff: boolean) => void;

/**
 * The database's time, kept by the machine's ticks between readings. All processes of an
 * installation have one time so, whatever their own clocks show, and nobody asks for it: each
 * transaction's opening brings a reading along. The time lies within half of a reading's way there
 * and back; the closest reading is kept until the ticks could have wandered further than a new one
 * is wide, or a new one contradicts it.
 */
export class DatabaseClock extends Clock {
  #estimate: Estimate | null = null;
  #confirmed: Confirmation = { tickMs: 0, wallMs: 0 };
  #isOff = false;

  constructor(
    private readonly onDrift: DriftListener = () => undefined,
    private readonly machine: MachineTime = machineTime,
  ) {
    super();
  }

  override now(): Date {
    return new Date(this.machine.tickMs() + this.#offsetMs());
  }

  /** Before the first reading, after a quiet while, and when the machine slept or was set. */
  override get isUnsure(): boolean {
    if (this.#estimate === null) return true;
    const ticked = this.machine.tickMs() - this.#confirmed.tickMs;
    const shown = this.machine.wallMs() - this.#confirmed.wallMs;
    return ticked > freshMs || Math.abs(shown - ticked) > jumpMs;
  }

  override ask(): (at: Date) => void {
    const askedMs = this.machine.tickMs();
    return (at) => this.#hear(at, askedMs, this.machine.tickMs());
  }

  override get driftMs(): number {
    return this.machine.wallMs() - this.machine.tickMs() - this.#offsetMs();
  }

  #hear(at: Date, askedMs: number, heardMs: number): void {
    const [leastMs, mostMs] = [at.getTime() - heardMs, at.getTime() - askedMs];
    const read = {
      offsetMs: (leastMs + mostMs) / 2,
      slackMs: (mostMs - leastMs) / 2,
      madeMs: heardMs,
    };
    if (this.#isBetter(read)) this.#estimate = read;
    this.#confirmed = { tickMs: heardMs, wallMs: this.machine.wallMs() };
    this.#tellDrift();
  }

  #isBetter(read: Estimate): boolean {
    const known = this.#estimate;
    if (known === null) return true;
    const slackNow = known.slackMs + (read.madeMs - known.madeMs) * wanderPerMs;
    // Only when no time lies in both; a millisecond for what readings are rounded to.
    const apartMs = Math.abs(known.offsetMs - read.offsetMs);
    const isContradicted = apartMs > slackNow + read.slackMs + 1;
    return isContradicted || read.slackMs < slackNow;
  }

  #offsetMs(): number {
    assert(this.#estimate !== null, 'the database’s clock was read before it is believed');
    return this.#estimate.offsetMs;
  }

  #tellDrift(): void {
    const drift = this.driftMs;
    const isOff = Math.abs(drift) >= (this.#isOff ? driftMs.over : driftMs.told);
    if (isOff === this.#isOff) return;
    this.#isOff = isOff;
    this.onDrift(Math.round(drift), isOff);
  }
}
