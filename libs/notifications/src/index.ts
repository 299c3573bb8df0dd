/** Letters to persons and news to other programs. */
export { DeliverLetter } from './letter/deliver-letter.js';
export { Outbox } from './letter/outbox.js';
export { DeliverLetterJob } from './notifications.jobs.js';
export { NotificationsModule } from './notifications.module.js';
export { notificationsPermissions } from './notifications.permissions.js';
