import { DropAccountFacts, DropAccountFactsJob } from './events/drop-account-facts.js';
import { FactEntity, FactOutboxEntity } from './events/fact.entity.js';
import { FollowFact, FollowFactJob } from './events/follow-fact.js';
import { AttachmentEntity } from './files/attachment.entity.js';
import { DropLetGo } from './files/drop-let-go.js';
import { DropLetGoJob } from './files/let-go-files.js';
import { RemoveFilesJob } from './files/forgotten-files.js';
import { RemoveFiles } from './files/remove-files.js';
import { SweepFiles, SweepFilesJob } from './files/sweep-files.js';
import { CheckInvariants, CheckInvariantsJob } from './laws/check-invariants.js';
import { handle } from './catalogue/handler.js';
import { JobEntity } from './db/job.entity.js';
import { LookEntity } from './looks/look.entity.js';
import { SecretMarkEntity } from './seal/secret-mark.entity.js';
import { SearchWordEntity } from './list/search-word.entity.js';
import { platformInvariants } from './platform.invariants.js';
import { forgetMemberOfPlatform } from './privacy/forget-member.js';
import { VacuumTables, VacuumTablesJob } from './jobs/vacuum-tables.js';
import type { RoomParts } from './room/room.js';
import { platformPersonalData } from './platform.personal-data.js';

/** What all rooms stand on. Its module is made with the process's configuration. */
export const platformParts: RoomParts = {
  name: 'platform',
  invariants: platformInvariants,
  personalData: platformPersonalData,
  handlers: [
    handle(CheckInvariantsJob, CheckInvariants),
    handle(DropAccountFactsJob, DropAccountFacts),
    handle(DropLetGoJob, DropLetGo),
    handle(FollowFactJob, FollowFact),
    handle(RemoveFilesJob, RemoveFiles),
    handle(SweepFilesJob, SweepFiles),
    handle(VacuumTablesJob, VacuumTables),
  ],
  forget: forgetMemberOfPlatform,
  entities: [
    AttachmentEntity,
    FactEntity,
    FactOutboxEntity,
    JobEntity,
    LookEntity,
    SearchWordEntity,
    SecretMarkEntity,
  ],
};
