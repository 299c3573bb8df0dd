/**
 * What every room stands on: money, time, errors, permissions, the unit of work, the event log and
 * the jobs. Knows nothing of any room.
 */
export { anonymousActor, roleNames, systemActor } from './kernel/actor.js';
export type { Actor, ActorKind, ActorVia, Role, Scope } from './kernel/actor.js';
export { assert } from './kernel/assert.js';
export {
  addDays,
  dayOf,
  daysBetween,
  daysLater,
  firstOfMonth,
  hoursLater,
  isDay,
  lastOfMonth,
  monthsLater,
  nearestOnDay,
  nextTimeOfDay,
  noonOfDay,
  startOfDay,
} from './kernel/day.js';
export type { Day } from './kernel/day.js';
export { instantOf } from './kernel/instant.js';
export { canonicalJson, sha256Hex } from './kernel/canonical.js';
export { Clock, SettableClock, SystemClock } from './kernel/clock.js';
export { DatabaseClock } from './clock/database-clock.js';
export type { Duration, MachineTime } from './kernel/clock.js';
export { allErrorCodes, CodedError, defineErrors, platformErrors } from './kernel/errors.js';
export type { ErrorCatalogue, ErrorDetails, ErrorKind } from './kernel/errors.js';
export { Outage } from './kernel/outage.js';
export { shapeFaultOf } from './words/shape-fault.js';
export { notToldApartAt } from './words/told-apart.js';
export { hasUnseen, readsOtherwise, withoutUnseen } from './words/unseen.js';
export { seal, sealingKey, unseal } from './seal/seal.js';
export type { SealContext } from './seal/seal.js';
export { openText, sealText } from './seal/sealed-text.js';
export { openedOrNull, unopened } from './seal/unopened.js';
export { keptFile, keptStream, keptText, sealTextsWith, secretOfTexts } from './seal/kept-text.js';
export { refuseKnownOtherSecret, refuseOtherSecret } from './config/refuse-other-secret.js';
export type { SealedColumn } from './config/refuse-other-secret.js';
export { SealBroken } from './seal/sealed-stream.js';
export { keyedFingerprint, keyedFingerprints } from './seal/keyed-fingerprint.js';
export {
  fromEitherId,
  fromGlobalId,
  fromIdOf,
  fromMemberId,
  plainIdIn,
  plainIdOf,
  readGlobalId,
  shownIds,
  toErasedMemberId,
  toGlobalId,
  toIdOf,
  toIdOfKind,
  toMemberId,
  toShownMemberId,
  typeOfKind,
} from './kernel/global-id.js';
export { audienceOf, markOfText, ownAudienceOf, sealIdsWith } from './kernel/id-seal.js';
export type { IdAudience, OwnIdAudience, StrangersSee } from './kernel/id-seal.js';
export { isId, newId, newRandomId, parseId } from './kernel/id.js';
export { shuffled } from './privacy/shuffled.js';
export { currencyExponent, formatDecimal, money } from './kernel/money.js';
export type { Money } from './kernel/money.js';
export { fractions } from './kernel/fractions.js';
export type { Rational } from './kernel/rational.js';
export { mapNarrowed, mapPage } from './list/page.js';
export type { KeysetPage, ListOrder, Narrowed, Page, PageRequest, Total } from './list/page.js';
export { findsMarkedWords, findsWords, wordsToFind } from './list/search-words.js';
export { keysetList } from './list/keyset-list.js';
export type { KeysetList } from './list/keyset-list.js';
export type { KeysetListDefinition, ListArguments } from './list/list-definition.js';
export type { ListFilter } from './list/list-statement.js';
export { microsOf } from './list/sort-key.js';
export type { SortKey, SortKeyType } from './list/sort-key.js';
export { allPermissions, definePermissions, may, permit } from './kernel/permissions.js';
export type {
  Grantee,
  Names,
  PermissionName,
  PermissionRule,
  Permissions,
  Verdict,
} from './kernel/permissions.js';
export { Database } from './db/database.js';
export type { DatabaseOptions } from './db/database.js';
export { readClock } from './db/brackets.js';
export {
  codedDatabaseError,
  isConnectionLost,
  isSerializationFailure,
  violates,
} from './db/database-errors.js';
export type { Invariant } from './db/invariant.js';
export { arrayText } from './db/array-text.js';
export { columnsOf } from './db/mapping.js';
export type { ColumnsOptions, EntityClass } from './db/mapping.js';
export { sql } from './db/statement.js';
export type { Statement } from './db/statement.js';
export { Tx } from './db/tx.js';
export type { Parameter, Row } from './db/tx.js';
export { UnitOfWork } from './db/unit-of-work.js';
export {
  allActions,
  defineAction,
  heardPayload,
  idPlacesOf,
  isAboutPerson,
  isHearing,
  personsOfAction,
  readersOf,
  summaryOf,
  toldAction,
} from './action/define-action.js';
export type {
  Action,
  AnyAction,
  DecidedProposal,
  DefinedAction,
  Elected,
  AskedBuffer,
  MoneyBuffer,
  ProposalAction,
  RuleClass,
  Subject,
} from './action/define-action.js';
export { allFacts, defineFact } from './catalogue/fact.js';
export {
  idOf,
  idOfKindIn,
  personsIn,
  personsOfFact,
  toldData,
  toldFact,
  toldSchema,
  toldSubject,
} from './catalogue/told-ids.js';
export type { ErasedBeside } from './catalogue/told-ids.js';
export type {
  Fact,
  FactDefinition,
  FactSubject,
  FactVisibility,
  RecordedFact,
  SubjectKind,
  SubjectKinds,
} from './catalogue/fact.js';
export { defineJob, defineReaction, defineSchedule, retiredJob } from './catalogue/job.js';
export type { DueJob, JobDefinition, JobOptions, Reaction, Schedule } from './catalogue/job.js';
export { handle } from './catalogue/handler.js';
export { Postponed } from './catalogue/postponed.js';
export type { FindDoor, GivenUp, HandlerBinding, JobHandler } from './catalogue/handler.js';
export type { Room, RoomParts } from './room/room.js';
export { platformParts } from './platform.room.js';
export { everyRowIsSeen } from './platform.invariants.js';
export { defineRelaySink } from './events/relay.js';
export { defineFactTeller, forgetFactsOf, untoldSubjects } from './events/untold-facts.js';
export type { FactNotice, RelaySink } from './events/relay.js';
export { BrokenLaws } from './laws/broken-laws.js';
export { JobCatalogue } from './jobs/job-catalogue.js';
export { tellGivenUp } from './jobs/tell-given-up.js';
export { JobRunner } from './jobs/job-runner.js';
export type { JobOutcome } from './jobs/job-runner.js';
export { Scheduler, Tenants } from './jobs/scheduler.js';
export { openWakeQueue } from './jobs/wake-queue.js';
export type { WakeQueue, WakeQueueOptions } from './jobs/wake-queue.js';
export { WorkerLoop } from './jobs/worker-loop.js';
export { openLog } from './telemetry/log.js';
export type { Log, LogOptions, RequestIds } from './telemetry/log.js';
export { factCatalogue } from './catalogue/fact-catalogue.js';
export type { FactType } from './catalogue/fact-catalogue.js';
export { toldColumns } from './events/told-fact.store.js';
export type { ToldFact } from './events/told-fact.store.js';
export { findFact, lastFactAt } from './events/find-fact.js';
export type { KnownFact } from './events/find-fact.js';
export { html } from './letters/html.js';
export type { Html } from './letters/html.js';
export { composeLetter, defineLetter, lettersOn } from './letters/letter.js';
export type {
  Addressee,
  ComposedLetter,
  FactLetter,
  FollowingLetter,
  LetterDefinition,
  LetterMatter,
  LetterTopic,
  LetterWords,
  Templates,
} from './letters/letter.js';
export { Letters } from './letters/letters.js';
export type { Forgetting } from './letters/letters.js';
export { Metrics } from './telemetry/metrics.js';
export { strikeOut } from './telemetry/strike-out.js';
export { Turns } from './turn/turns.js';
export type { Some } from './turn/turns.js';
export { ConfigError, loadConfig } from './config/config.js';
export type { TrustedProxies } from './config/proxies.js';
export type { Config } from './config/config.js';
export { Attachments } from './files/attachments.js';
export { keptWith } from './files/kept-with.js';
export { nameForContent } from './files/file-name.js';
export { postMessage } from './network/post-message.js';
export type { AddressRule, PostedMessage } from './network/post-message.js';
export { isPublicAddress, isPublicTarget } from './network/public-address.js';
export type { Attachment } from './files/attachments.js';
export { forgetFilesOf, removeBytes } from './files/forgotten-files.js';
export { letGoOfFilesBut } from './files/let-go-files.js';
export { CompareFiles, filesLaw } from './files/compare-files.js';
export type { Astray } from './files/compare-files.js';
export { defineKeptFiles } from './files/sweep-files.js';
export { forgetAccount, lowerFactsOf } from './privacy/forget-member.js';
export { MemberTraces } from './privacy/member-traces.js';
export type { ErasedMember, ForgetMemberOf, SayToOperators } from './privacy/member-traces.js';
export type { PersonOfData } from './privacy/person.js';
export { withoutIds } from './privacy/own-rows.js';
export { zipStream } from './files/zip.js';
export type { ZipEntry } from './files/zip.js';
export { FileStore, LocalFileStore, openFileStore } from './files/file-store.js';
export { openPersonalDataSources } from './privacy/own-traces.js';
export { PersonalDataSources } from './privacy/personal-data-sources.js';
export type { PersonalDataSource, PersonWithLines } from './privacy/personal-data-sources.js';
export { PlatformModule } from './platform.module.js';
export type { PlatformOptions } from './platform.module.js';
export { CONFIG, LOG } from './tokens.js';
export { auditTrail } from './events/audit-trail.js';
export type { AuditEntry, AuditFilter } from './events/audit-trail.js';
export type { LookedAt } from './looks/look.entity.js';
export type { Look, LookView } from './looks/look.store.js';
export { Looks, looksAtReader } from './looks/looks.js';
export type { LooksBehind } from './looks/looks.js';
export { carryOutAgain, OperatorJobs } from './jobs/operator-jobs.js';
export type { JobView } from './jobs/operator-jobs.js';
export { reportCsv } from './report/report-csv.js';
export { defineReport, reportFile, reportRows } from './report/report.js';
export type { Report, ReportColumn, ReportKind, ReportParameter } from './report/report.js';
export {
  account,
  address,
  blanked,
  definePersonalData,
  goes,
  grounds,
  locked,
  member,
  recipients,
  stays,
  through,
  viewers,
  whoever,
} from './privacy/personal-data.js';
export type { PersonalColumn, PersonalData } from './privacy/personal-data.js';
export { remainders } from './privacy/remainders.js';
export type { Remainder, Remains } from './privacy/remainders.js';
export { rowsOfPerson } from './privacy/rows-of-person.js';
export { allRetentions, digestOfNothing, rowsAtOnce } from './privacy/retention.js';
export type { Retention } from './privacy/retention.js';
export type { TermName } from './privacy/terms.js';
export {
  idleDays,
  keptSince,
  keptYears,
  leastYears,
  mostYears,
  terms,
  yearsOf,
} from './privacy/terms.js';
