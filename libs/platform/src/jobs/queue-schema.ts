/** The schema of the queue's own tables on Postgres. */
export const queueSchema = 'bullmq';
