import { sql } from '../db/statement.js';
import { forgetUploads } from '../files/forgotten-files.js';
import type { ForgetMemberOf } from './member-traces.js';

// An account may live on in other co-operatives: nothing here leads to it any more.
const forgetActor = sql(
  'platform.forget-actor-of-facts',
  `update platform.facts set account_id = null, request_id = ''
   where cooperative_id = $1 and member_id = $2 and account_id is not null`,
);
const forgetUploader = sql(
  'platform.forget-uploader',
  `update platform.attachments set uploaded_by_account_id = null
   where cooperative_id = $1 and uploaded_by_member_id = $2`,
);
// Jobs that ended say nothing any more but whom they were about.
const forgetJobs = sql(
  'platform.forget-jobs-of-member',
  `delete from platform.jobs
   where cooperative_id = $1 and status in ('done', 'dead')
     and position($2::text in payload::text || key) > 0`,
);

/** Facts keep the member's id, which leads to nobody. Uploads that belong to nothing go. */
export const forgetMemberOfPlatform: ForgetMemberOf = async (tx, { memberId }) => {
  const params = [tx.cooperativeId, memberId];
  await tx.run(forgetActor, params);
  await tx.run(forgetJobs, params);
  await forgetUploads(tx, memberId);
  await tx.run(forgetUploader, params);
};
