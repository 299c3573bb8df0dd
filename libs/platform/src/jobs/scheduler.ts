import type { UnitOfWork } from '../db/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import type { Clock } from '../kernel/clock.js';
import { addDays, dayOf } from '../kernel/day.js';
import type { Day } from '../kernel/day.js';
import { allSchedules } from '../catalogue/job.js';
import type { Schedule } from '../catalogue/job.js';

/** The co-operatives of this installation. The membership room knows them. */
export abstract class Tenants {
  abstract cooperativeIds(): Promise<readonly string[]>;
}

/**
 * The latest moment at or before `now` at which the schedule is due: a time of day in UTC, where
 * no clock is ever put forward or back, or a multiple of its rhythm since 1970.
 */
export function latestSlot(schedule: Schedule, now: Date): Date {
  if (schedule.everyMs !== null) {
    return new Date(Math.floor(now.getTime() / schedule.everyMs) * schedule.everyMs);
  }
  const { dailyAt } = schedule;
  assert(/^([01]\d|2[0-3]):[0-5]\d$/.test(dailyAt ?? ''), `${schedule.job.name} is due at HH:MM`);
  const today = dayOf(now);
  const slotOf = (day: Day): Date => new Date(`${day}T${dailyAt}:00Z`);
  return slotOf(today) <= now ? slotOf(today) : slotOf(addDays(today, -1));
}

/**
 * Makes the jobs of the schedules. The slot is the job's key, so any number of workers make each
 * job once; a worker that slept through several slots makes the latest.
 */
export class Scheduler {
  readonly #made = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: Tenants,
    private readonly clock: Clock,
  ) {}

  /** Makes what is due now. */
  async tick(): Promise<void> {
    const now = this.clock.now();
    const due = allSchedules()
      .map((schedule) => ({ schedule, slot: latestSlot(schedule, now) }))
      .filter(({ schedule, slot }) => this.#made.get(schedule.job.name) !== slot.getTime());
    if (due.length === 0) return;
    const cooperatives = await this.tenants.cooperativeIds();
    await this.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      for (const { schedule, slot } of due) {
        const text = slot.toISOString();
        const payloads: { cooperativeId?: string; slot: string }[] = schedule.perCooperative
          ? cooperatives.map((cooperativeId) => ({ cooperativeId, slot: text }))
          : [{ slot: text }];
        for (const payload of payloads) {
          const key =
            payload.cooperativeId === undefined ? text : `${payload.cooperativeId} ${text}`;
          tx.enqueue(schedule.job, payload, { key });
        }
      }
    });
    for (const { schedule, slot } of due) this.#made.set(schedule.job.name, slot.getTime());
  }
}
