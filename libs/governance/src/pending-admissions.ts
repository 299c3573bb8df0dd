import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PendingAnswers } from '@rochdale/membership';
import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const pending = sql(
  'governance.find-members-being-decided-on',
  `select distinct a.about_member_id as id
   from governance.actions a join governance.proposals p
     on p.cooperative_id = a.cooperative_id and p.id = a.proposal_id
   where a.cooperative_id = $1 and a.about_member_id = any($2::uuid[])
     and p.state in ('notice', 'open', 'extended', 'closed', 'passed', 'queued',
       'execution-failed')`,
);

/** Of these members those about whom members vote just now, or voted what is not carried out. */
export const decidedOnAmong = async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
  (await tx.rows<{ id: string }>(pending, [tx.cooperativeId, memberIds])).map(({ id }) => id);

/** An application that members vote on is being answered: it does not lapse meanwhile. */
@Injectable()
export class PendingAdmissions implements OnModuleInit {
  constructor(private readonly answers: PendingAnswers) {}

  onModuleInit(): void {
    this.answers.register('governance', decidedOnAmong);
  }
}
