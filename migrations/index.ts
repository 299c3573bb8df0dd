import type { MigrationInterface } from 'typeorm';
import { PlatformCreateFoundation1795000000000 } from './1795000000000-platform-create-foundation.js';
import { IdentityCreateAccounts1795010000000 } from './1795010000000-identity-create-accounts.js';
import { MembershipCreateMembers1795020000000 } from './1795020000000-membership-create-members.js';
import { LedgerCreateAccounts1795030000000 } from './1795030000000-ledger-create-accounts.js';
import { LedgerCreateTransactions1795030000001 } from './1795030000001-ledger-create-transactions.js';
import { LedgerCreateHolds1795030000002 } from './1795030000002-ledger-create-holds.js';
import { LedgerCreatePostFunction1795030000003 } from './1795030000003-ledger-create-post-function.js';
import { TreasuryCreateFunds1795040000000 } from './1795040000000-treasury-create-funds.js';
import { PaymentsCreateRoom1795050000000 } from './1795050000000-payments-create-room.js';
import { GovernanceCreateProposals1795060000000 } from './1795060000000-governance-create-proposals.js';
import { ExpensesCreateExpenses1795090000000 } from './1795090000000-expenses-create-expenses.js';
import { NotificationsCreateLetters1795080000000 } from './1795080000000-notifications-create-letters.js';
import { DuesCreateRoom1795070000000 } from './1795070000000-dues-create-room.js';
import { PartnersCreateRoom1795100000000 } from './1795100000000-partners-create-room.js';
import { LedgerAddCheckpoints1796060000001 } from './1796060000001-ledger-add-checkpoints.js';
import { NotificationsCreateWebhooks1795080000001 } from './1795080000001-notifications-create-webhooks.js';
import { BankingFreeRailNames1796010000001 } from './1796010000001-banking-free-rail-names.js';
import { BankingMatchLinesTogether1796010000002 } from './1796010000002-banking-match-lines-together.js';
import { PlatformRenameJobs1796030000001 } from './1796030000001-platform-rename-jobs.js';
import { GovernanceNameStates1796020000002 } from './1796020000002-governance-name-states.js';
import { VotingAddMarks1796020000001 } from './1796020000001-voting-add-marks.js';
import { PlatformIndexLists1796060000002 } from './1796060000002-platform-index-lists.js';
import { LettersAddFacts1796030000002 } from './1796030000002-letters-add-facts.js';
import { WebhooksAddGivenUp1796030000003 } from './1796030000003-webhooks-add-given-up.js';
import { PartnersIndexCountedUsage1796050000001 } from './1796050000001-partners-index-counted-usage.js';
import { PartnersCreateUsageFunction1796190600001 } from './1796190600001-partners-create-usage-function.js';
import { PartnersRenameOutcome1796050000002 } from './1796050000002-partners-rename-outcome.js';
import { PlatformIndexLanes1796030000004 } from './1796030000004-platform-index-lanes.js';
import { PlatformIndexChildren1796060000003 } from './1796060000003-platform-index-children.js';
import { MembershipShowCooperatives1796190500001 } from './1796190500001-membership-show-cooperatives.js';
import { DuesAddSharedPayments1796190800001 } from './1796190800001-dues-add-shared-payments.js';
import { IdentityCreatePasskeys1796190849001 } from './1796190849001-identity-create-passkeys.js';
import { BankingFreeLines1796190805001 } from './1796190805001-banking-free-lines.js';
import { CollectionsCreateRoom1796190805002 } from './1796190805002-collections-create-room.js';
import { PlatformNameRole1796190813001 } from './1796190813001-platform-name-role.js';
import { PayoutsTakeReports1796190817001 } from './1796190817001-payouts-take-reports.js';
import { GovernanceAddReading1796190818001 } from './1796190818001-governance-add-reading.js';
import { DuesAddJoiningRule1796190820001 } from './1796190820001-dues-add-joining-rule.js';
import { DuesAddCredits1796190820002 } from './1796190820002-dues-add-credits.js';
import { BankingUndoMatches1796190820003 } from './1796190820003-banking-undo-matches.js';
import { PartnersRetractUsage1796190834001 } from './1796190834001-partners-retract-usage.js';
import { PayoutsAddDestination1796190835001 } from './1796190835001-payouts-add-destination.js';
import { WebhooksAddQuiet1796190841001 } from './1796190841001-webhooks-add-quiet.js';
import { PlatformCreateDueFunction1796190841002 } from './1796190841002-platform-create-due-function.js';
import { BankingTellLinesApart1796190846001 } from './1796190846001-banking-tell-lines-apart.js';
import { MembershipCreateClaim1796190850001 } from './1796190850001-membership-create-claim.js';
import { GovernanceAddRunOffs1796190850002 } from './1796190850002-governance-add-run-offs.js';
import { BankingAddCsvProfiles1796190860001 } from './1796190860001-banking-add-csv-profiles.js';
import { PlatformAddSearch1796190870001 } from './1796190870001-platform-add-search.js';
import { PlatformIndexFilters1796190870002 } from './1796190870002-platform-index-filters.js';
import { BankingIndexEntries1796190888001 } from './1796190888001-banking-index-entries.js';
import { MembershipLockStandings1796190889001 } from './1796190889001-membership-lock-standings.js';
import { PlatformIndexDoneJobs1796190889002 } from './1796190889002-platform-index-done-jobs.js';
import { PlatformIndexOrders1796200640001 } from './1796200640001-platform-index-orders.js';
import { MembershipOrderApplications1796200640002 } from './1796200640002-membership-order-applications.js';
import { MembershipKeepNameKeys1796200640003 } from './1796200640003-membership-keep-name-keys.js';
import { MembershipCreateInvitations1796200510001 } from './1796200510001-membership-create-invitations.js';
import { LedgerPostHoldsTogether1796200600001 } from './1796200600001-ledger-post-holds-together.js';
import { LedgerBookWhatHappened1796200610001 } from './1796200610001-ledger-book-what-happened.js';
import { PlatformCreateFewHaveWord1796200010001 } from './1796200010001-platform-create-few-have-word.js';
import { ExpensesAddDestination1796200410001 } from './1796200410001-expenses-add-destination.js';
import { WebhooksAddWaiting1796200650001 } from './1796200650001-webhooks-add-waiting.js';
import { BankingLearnReturns1796200660001 } from './1796200660001-banking-learn-returns.js';
import { LedgerKeepOutsideAccount1796200710001 } from './1796200710001-ledger-keep-outside-account.js';
import { DuesAddAccountParts1796300200001 } from './1796300200001-dues-add-account-parts.js';
import { PayoutsBookLateDebits1796300100001 } from './1796300100001-payouts-book-late-debits.js';
import { PayoutsKeepPrivate1796300300001 } from './1796300300001-payouts-keep-private.js';
import { PlatformTellTimeZone1796300400001 } from './1796300400001-platform-tell-time-zone.js';
import { MembershipIndexNames1796300400002 } from './1796300400002-membership-index-names.js';
import { VotingKeepTurns1796300400003 } from './1796300400003-voting-keep-turns.js';
import { VotingIndexDecisions1796300400004 } from './1796300400004-voting-index-decisions.js';
import { WebhooksShowDeliveries1796300600001 } from './1796300600001-webhooks-show-deliveries.js';
import { LedgerBindOutsideAccount1796400400001 } from './1796400400001-ledger-bind-outside-account.js';
import { PayoutsIndexTransactions1796400800001 } from './1796400800001-payouts-index-transactions.js';
import { BankingNameEntries1796500900001 } from './1796500900001-banking-name-entries.js';
import { BankingIndexNamedEntries1796500900002 } from './1796500900002-banking-index-named-entries.js';
import { TreasuryCreateReleases1796500200001 } from './1796500200001-treasury-create-releases.js';
import { PartnersIndexEvents1796300600002 } from './1796300600002-partners-index-events.js';
import { PayoutsKeepReturn1796400200001 } from './1796400200001-payouts-keep-return.js';
import { LedgerHoldWhatHappened1796400200002 } from './1796400200002-ledger-hold-what-happened.js';
import { DuesWaiveCredit1796400200003 } from './1796400200003-dues-waive-credit.js';
import { BankingSeparateAccounts1796400200004 } from './1796400200004-banking-separate-accounts.js';
import { PartnersOrderUsage1796400100001 } from './1796400100001-partners-order-usage.js';
import { MembershipAddArchives1796500500001 } from './1796500500001-membership-add-archives.js';
import { PlatformAddLooks1796500800001 } from './1796500800001-platform-add-looks.js';
import { MembershipListErasures1796500600001 } from './1796500600001-membership-list-erasures.js';
import { ExpensesLockVouchers1796500600002 } from './1796500600002-expenses-lock-vouchers.js';
import { GovernanceForgetTexts1796500600003 } from './1796500600003-governance-forget-texts.js';
import { PlatformForgetMembers1796500600004 } from './1796500600004-platform-forget-members.js';
import { PlatformDropAtTerm1796500900401 } from './1796500900401-platform-drop-at-term.js';
import { MembershipSealNotes1796500800002 } from './1796500800002-membership-seal-notes.js';
import { GovernanceSaltElectorates1796500900003 } from './1796500900003-governance-salt-electorates.js';
import { DuesGuardPledges1796500900501 } from './1796500900501-dues-guard-pledges.js';
import { IdentityGuardTokens1796500900601 } from './1796500900601-identity-guard-tokens.js';
import { MembershipActorsWereAdmitted1796600200001 } from './1796600200001-membership-actors-were-admitted.js';
import { PlatformIndexEndedJobs1796600400001 } from './1796600400001-platform-index-ended-jobs.js';
import { LettersKnowAddresses1796600400002 } from './1796600400002-letters-know-addresses.js';
import { MembershipAddPseudonyms1796600300001 } from './1796600300001-membership-add-pseudonyms.js';
import { MembershipIndexPseudonyms1796600300002 } from './1796600300002-membership-index-pseudonyms.js';
import { BankingLockLines1796600400003 } from './1796600400003-banking-lock-lines.js';
import { PlatformDropVouchers1796600500003 } from './1796600500003-platform-drop-vouchers.js';
import { DuesKeyPayers1796600500002 } from './1796600500002-dues-key-payers.js';
import { ExpensesSaltTexts1796600500001 } from './1796600500001-expenses-salt-texts.js';
import { PartnersTellShares1796600100001 } from './1796600100001-partners-tell-shares.js';
import { PartnersForgetEventIds1796700300003 } from './1796700300003-partners-forget-event-ids.js';
import { MembershipRefuseErasedAccounts1796800100001 } from './1796800100001-membership-refuse-erased-accounts.js';
import { PlatformKeepByCountry1796800100004 } from './1796800100004-platform-keep-by-country.js';
import { ExpensesRemoveNeverOwed1796800100003 } from './1796800100003-expenses-remove-never-owed.js';
import { ExpensesKeepVotedOn1796900500001 } from './1796900500001-expenses-keep-voted-on.js';
import { PlatformTellBeforeForgetting1796900500002 } from './1796900500002-platform-tell-before-forgetting.js';
import { MembershipRemoveTextsAfterAll1796800100002 } from './1796800100002-membership-remove-texts-after-all.js';
import { MembershipActorsAreAsPresumed1796800500001 } from './1796800500001-membership-actors-are-as-presumed.js';
import { PlatformLookAtStanding1796800520001 } from './1796800520001-platform-look-at-standing.js';
import { PlatformLookAtVouchers1796900300001 } from './1796900300001-platform-look-at-vouchers.js';
import { PlatformLowerFacts1796900300002 } from './1796900300002-platform-lower-facts.js';
import { PlatformLowerToldFacts1796900300003 } from './1796900300003-platform-lower-told-facts.js';
import { MembershipEndPlainArchives1796900700001 } from './1796900700001-membership-end-plain-archives.js';
import { LettersGoWithAccounts1796900700002 } from './1796900700002-letters-go-with-accounts.js';
import { PartnersDropUsage1796700300002 } from './1796700300002-partners-drop-usage.js';
import { PlatformDropWords1796700300001 } from './1796700300001-platform-drop-words.js';
import { IdentityGuardApiKeys1796600600001 } from './1796600600001-identity-guard-api-keys.js';
import { DuesIndexPayersMembers1796700600001 } from './1796700600001-dues-index-payers-members.js';
import { PartnersKeepWhatWaits1796700600101 } from './1796700600101-partners-keep-what-waits.js';
import { ExpensesKeepReceipts1796700600002 } from './1796700600002-expenses-keep-receipts.js';
import { MembershipAddPlaces1796700100002 } from './1796700100002-membership-add-places.js';
import { MembershipIndexPlaces1796700100003 } from './1796700100003-membership-index-places.js';
import { GovernanceKeepVotesInside1796700100001 } from './1796700100001-governance-keep-votes-inside.js';
import { PlatformForgetFacts1796700200001 } from './1796700200001-platform-forget-facts.js';
import { PartnersTellErasures1796700200002 } from './1796700200002-partners-tell-erasures.js';
import { GovernanceRemoveTexts1796700200003 } from './1796700200003-governance-remove-texts.js';
import { MembershipResolveFormer1796700200004 } from './1796700200004-membership-resolve-former.js';
import { PartnersIndexMembersUsage1796800600001 } from './1796800600001-partners-index-members-usage.js';
import { PartnersForgetByMonth1796800600002 } from './1796800600002-partners-forget-by-month.js';
import { PartnersDropUncounted1796900200001 } from './1796900200001-partners-drop-uncounted.js';
import { PartnersAwaitReports1796900200002 } from './1796900200002-partners-await-reports.js';
import { PaymentsEndAccounts1796900600001 } from './1796900600001-payments-end-accounts.js';
import { PartnersTellByDay1796900200003 } from './1796900200003-partners-tell-by-day.js';
import { GovernanceTellSizes1796900100001 } from './1796900100001-governance-tell-sizes.js';

import { MembershipUnlinkMarks1796900400001 } from './1796900400001-membership-unlink-marks.js';
import { MembershipFreeHiddenPseudonyms1796900400002 } from './1796900400002-membership-free-hidden-pseudonyms.js';
import { PayoutsNameByChance1796900800001 } from './1796900800001-payouts-name-by-chance.js';
import { BankingKnowErasedAccounts1796900600002 } from './1796900600002-banking-know-erased-accounts.js';
import { MembershipMarkErasedNames1796901000001 } from './1796901000001-membership-mark-erased-names.js';
import { BankingIndexCounterparties1796900600003 } from './1796900600003-banking-index-counterparties.js';
import { GovernanceSayUndecided1796900900001 } from './1796900900001-governance-say-undecided.js';
import { MembershipNoteSweptArchives1796900900002 } from './1796900900002-membership-note-swept-archives.js';
import { PayoutsIndexReturns1796901100001 } from './1796901100001-payouts-index-returns.js';
import { PartnersAnnounceOnce1796901100002 } from './1796901100002-partners-announce-once.js';
import { MembershipNameArchiveRuns1796901100003 } from './1796901100003-membership-name-archive-runs.js';
import { PartnersNoteTold1796901200001 } from './1796901200001-partners-note-told.js';
import { ExpensesWaiveDebts1796901400001 } from './1796901400001-expenses-waive-debts.js';
import { PartnersNoteDay1796901200002 } from './1796901200002-partners-note-day.js';
import { BankingGiveLinesBack1796901300001 } from './1796901300001-banking-give-lines-back.js';
import { BankingNoteWhyLocked1796901900001 } from './1796901900001-banking-note-why-locked.js';
import { MembershipEndArchivesEverywhere1796901700001 } from './1796901700001-membership-end-archives-everywhere.js';
import { MembershipDropUnmadeArchives1796902000001 } from './1796902000001-membership-drop-unmade-archives.js';
import { IdentityNoteUseOfAccounts1796902200001 } from './1796902200001-identity-note-use-of-accounts.js';
import { MembershipTellWhoKeepsAccounts1796902200002 } from './1796902200002-membership-tell-who-keeps-accounts.js';
import { ExpensesLetGoOfReceipts1796902500001 } from './1796902500001-expenses-let-go-of-receipts.js';
import { DuesKeepNoWordsInFacts1796902600001 } from './1796902600001-dues-keep-no-words-in-facts.js';
import { DuesLapseWaivers1796902600002 } from './1796902600002-dues-lapse-waivers.js';
import { PlatformEndFactsOfTheBooks1796902300001 } from './1796902300001-platform-end-facts-of-the-books.js';
import { ExpensesEndClaimsForErased1796901800001 } from './1796901800001-expenses-end-claims-for-erased.js';
import { BankingQuoteNoFile1796902400001 } from './1796902400001-banking-quote-no-file.js';
import { MembershipForgetInvited1796902700001 } from './1796902700001-membership-forget-invited.js';
import { PartnersKeepWhatWasTold1796902800001 } from './1796902800001-partners-keep-what-was-told.js';
import { GovernanceAddOptions1796903000001 } from './1796903000001-governance-add-options.js';
import { GovernanceProveVotes1796903200001 } from './1796903200001-governance-prove-votes.js';
import { ExpensesForgetDraftsForErased1796903500001 } from './1796903500001-expenses-forget-drafts-for-erased.js';
import { CollectionsForgetClosedWords1796902900001 } from './1796902900001-collections-forget-closed-words.js';
import { DuesTellBeforeLapse1796902900002 } from './1796902900002-dues-tell-before-lapse.js';
import { IdentityTellIdleAccounts1796902900003 } from './1796902900003-identity-tell-idle-accounts.js';
import { PayoutsSealFiles1796903400001 } from './1796903400001-payouts-seal-files.js';
import { GovernanceForgetTermsOfActions1796903100001 } from './1796903100001-governance-forget-terms-of-actions.js';
import { MembershipEndInvitationsAtNight1796903400002 } from './1796903400002-membership-end-invitations-at-night.js';
import { ExpensesForgetWhoWasClaimedFor1796903400003 } from './1796903400003-expenses-forget-who-was-claimed-for.js';
import { BankingKeepWhyUndoneOnce1796903499001 } from './1796903499001-banking-keep-why-undone-once.js';
import { GovernanceForgetWordsOfElections1796904400001 } from './1796904400001-governance-forget-words-of-elections.js';
import { GovernanceWithholdProposals1796904600001 } from './1796904600001-governance-withhold-proposals.js';
import { GovernanceTakeNoWordsOfErased1796904600002 } from './1796904600002-governance-take-no-words-of-erased.js';
import { GovernanceSealHearings1796904500001 } from './1796904500001-governance-seal-hearings.js';
import { GovernanceHearOfMembersAlone1796904500002 } from './1796904500002-governance-hear-of-members-alone.js';
import { PlatformLookAtHearings1796904500003 } from './1796904500003-platform-look-at-hearings.js';
import { PartnersKnowNoFewOfBefore1796904400002 } from './1796904400002-partners-know-no-few-of-before.js';
import { GovernanceHearOfOfficesToo1796904300002 } from './1796904300002-governance-hear-of-offices-too.js';
import { PartnersKnowMonthsOfBefore1796904300001 } from './1796904300001-partners-know-months-of-before.js';
import { PartnersKeepWhoseMonthsAre1796904000001 } from './1796904000001-partners-keep-whose-months-are.js';
import { GovernancePutMembersUp1796904200001 } from './1796904200001-governance-put-members-up.js';
import { GovernanceKnowWhomActionsName1796903600001 } from './1796903600001-governance-know-whom-actions-name.js';
import { ExpensesEndUndecidedClaims1796903800001 } from './1796903800001-expenses-end-undecided-claims.js';
import { PlatformLetGoOfUploads1796903800002 } from './1796903800002-platform-let-go-of-uploads.js';
import { GovernanceAddVoteTerms1796903900001 } from './1796903900001-governance-add-vote-terms.js';
import { PayoutsKeepWhatWasSent1796903800003 } from './1796903800003-payouts-keep-what-was-sent.js';
import { GovernanceLetHearingsGo1796904100001 } from './1796904100001-governance-let-hearings-go.js';
import { GovernanceKnowWhatWasForgotten1796903700001 } from './1796903700001-governance-know-what-was-forgotten.js';
import { BankingLockLinesByReferences1796904900011 } from './1796904900011-banking-lock-lines-by-references.js';
import { VotingWaitForEverybody1796904900031 } from './1796904900031-voting-wait-for-everybody.js';
import { PlatformKnowTheSecret1796905800001 } from './1796905800001-platform-know-the-secret.js';
import { GovernanceFillSeats1796906030002 } from './1796906030002-governance-fill-seats.js';
import { GovernanceHoldElections1796906030001 } from './1796906030001-governance-hold-elections.js';
import { VotingDelegateVotes1796906010001 } from './1796906010001-voting-delegate-votes.js';
import { VotingDelegateByTopic1796906010002 } from './1796906010002-voting-delegate-by-topic.js';
import { VotingHoldProxies1796906010003 } from './1796906010003-voting-hold-proxies.js';
import { BankingLockLateLinesByReferences1796905700001 } from './1796905700001-banking-lock-late-lines-by-references.js';
import { GovernanceLetCandidatesGo1796904900032 } from './1796904900032-governance-let-candidates-go.js';
import { ExpensesLetClaimsGo1796905200001 } from './1796905200001-expenses-let-claims-go.js';
import { ExpensesGiveNinetyDays1796905200011 } from './1796905200011-expenses-give-ninety-days.js';
import { MembershipEndUnansweredApplications1796905200002 } from './1796905200002-membership-end-unanswered-applications.js';
import { GovernanceOpenWithoutErased1796905300001 } from './1796905300001-governance-open-without-erased.js';
import { BankingLockBookedByReferences1796905100001 } from './1796905100001-banking-lock-booked-by-references.js';
import { VotingTakeBallotsBack1796905400001 } from './1796905400001-voting-take-ballots-back.js';
import { GovernanceForgetWhoWasTold1796905300002 } from './1796905300002-governance-forget-who-was-told.js';
import { GovernanceKeepTopics1796906020001 } from './1796906020001-governance-keep-topics.js';
import { VotingKnowWhoCountsIfCast1796906060001 } from './1796906060001-voting-know-who-counts-if-cast.js';
import { GovernanceKeepWhatMadePolicies1796906040001 } from './1796906040001-governance-keep-what-made-policies.js';
import { GovernanceKeepVersions1796906020002 } from './1796906020002-governance-keep-versions.js';
import { GovernanceAdoptDocuments1796906150001 } from './1796906150001-governance-adopt-documents.js';
import { MembershipOpenGroups1796906150002 } from './1796906150002-membership-open-groups.js';
import { GovernanceTakeAmendments1796906140001 } from './1796906140001-governance-take-amendments.js';
import { VotingKeepBallotsApart1796906050001 } from './1796906050001-voting-keep-ballots-apart.js';
import { GovernanceFollowVotes1796906130001 } from './1796906130001-governance-follow-votes.js';
import { VotingNameRepresentatives1796906110001 } from './1796906110001-voting-name-representatives.js';
import { GovernanceHoldAssemblies1796906160071 } from './1796906160071-governance-hold-assemblies.js';
import { VotingCountPapers1796906120001 } from './1796906120001-voting-count-papers.js';
import { GovernanceDiscussProposals1796906140002 } from './1796906140002-governance-discuss-proposals.js';
import { GovernanceTellOutcomes1796906140003 } from './1796906140003-governance-tell-outcomes.js';
import { GovernanceReviewDecisions1796906140004 } from './1796906140004-governance-review-decisions.js';
import { GovernanceWriteTogether1796906160001 } from './1796906160001-governance-write-together.js';
import { GovernanceKnowWhoCheckedIn1796906161052 } from './1796906161052-governance-know-who-checked-in.js';
import { GovernanceLinkProposals1796906160002 } from './1796906160002-governance-link-proposals.js';
import { GovernanceBelongToGroups1796906160040 } from './1796906160040-governance-belong-to-groups.js';
import { GovernanceKeepTemplates1796906130002 } from './1796906130002-governance-keep-templates.js';
import { VotingKeepPapersOutOfBoxes1796906160070 } from './1796906160070-voting-keep-papers-out-of-boxes.js';
import { VotingKeepPapersHandedOut1796906160041 } from './1796906160041-voting-keep-papers-handed-out.js';
import { VotingKeepPaperEntries1796906160042 } from './1796906160042-voting-keep-paper-entries.js';
import { VotingCountRepresentativesAsVoters1796906160043 } from './1796906160043-voting-count-representatives-as-voters.js';
import { GovernanceKeepWhatWasTold1796906160050 } from './1796906160050-governance-keep-what-was-told.js';
import { PayoutsKnowWhoEntered1796906160030 } from './1796906160030-payouts-know-who-entered.js';
import { ExpensesKnowBills1796906160031 } from './1796906160031-expenses-know-bills.js';
import { ExpensesGrantMandates1796906160032 } from './1796906160032-expenses-grant-mandates.js';
import { ExpensesHoldRefusedBills1796906160033 } from './1796906160033-expenses-hold-refused-bills.js';
import { GovernanceTakeAppeals1796906160061 } from './1796906160061-governance-take-appeals.js';
import { GovernanceWaitForAppeals1796906160072 } from './1796906160072-governance-wait-for-appeals.js';
import { GovernanceEndAppeals1796906161051 } from './1796906161051-governance-end-appeals.js';
import { GovernanceModerateOutcomes1796906161062 } from './1796906161062-governance-moderate-outcomes.js';

/** Every migration, in any order: TypeORM sorts them by the time in their names. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  PlatformCreateFoundation1795000000000,
  IdentityCreateAccounts1795010000000,
  MembershipCreateMembers1795020000000,
  LedgerCreateAccounts1795030000000,
  LedgerCreateTransactions1795030000001,
  LedgerCreateHolds1795030000002,
  LedgerCreatePostFunction1795030000003,
  TreasuryCreateFunds1795040000000,
  PaymentsCreateRoom1795050000000,
  GovernanceCreateProposals1795060000000,
  ExpensesCreateExpenses1795090000000,
  NotificationsCreateLetters1795080000000,
  DuesCreateRoom1795070000000,
  PartnersCreateRoom1795100000000,
  NotificationsCreateWebhooks1795080000001,
  BankingFreeRailNames1796010000001,
  BankingMatchLinesTogether1796010000002,
  PlatformRenameJobs1796030000001,
  LedgerAddCheckpoints1796060000001,
  VotingAddMarks1796020000001,
  PlatformIndexLists1796060000002,
  PlatformIndexChildren1796060000003,
  LettersAddFacts1796030000002,
  WebhooksAddGivenUp1796030000003,
  GovernanceNameStates1796020000002,
  PartnersIndexCountedUsage1796050000001,
  PartnersRenameOutcome1796050000002,
  PlatformIndexLanes1796030000004,
  MembershipShowCooperatives1796190500001,
  PartnersCreateUsageFunction1796190600001,
  DuesAddSharedPayments1796190800001,
  IdentityCreatePasskeys1796190849001,
  BankingFreeLines1796190805001,
  CollectionsCreateRoom1796190805002,
  PlatformNameRole1796190813001,
  PayoutsTakeReports1796190817001,
  GovernanceAddReading1796190818001,
  DuesAddJoiningRule1796190820001,
  DuesAddCredits1796190820002,
  BankingUndoMatches1796190820003,
  PartnersRetractUsage1796190834001,
  PayoutsAddDestination1796190835001,
  WebhooksAddQuiet1796190841001,
  PlatformCreateDueFunction1796190841002,
  BankingTellLinesApart1796190846001,
  MembershipCreateClaim1796190850001,
  GovernanceAddRunOffs1796190850002,
  BankingAddCsvProfiles1796190860001,
  PlatformAddSearch1796190870001,
  PlatformIndexFilters1796190870002,
  PlatformIndexOrders1796200640001,
  MembershipOrderApplications1796200640002,
  MembershipKeepNameKeys1796200640003,
  BankingIndexEntries1796190888001,
  MembershipLockStandings1796190889001,
  PlatformIndexDoneJobs1796190889002,
  PlatformCreateFewHaveWord1796200010001,
  ExpensesAddDestination1796200410001,
  MembershipCreateInvitations1796200510001,
  LedgerPostHoldsTogether1796200600001,
  WebhooksAddWaiting1796200650001,
  BankingLearnReturns1796200660001,
  LedgerBookWhatHappened1796200610001,
  LedgerKeepOutsideAccount1796200710001,
  DuesAddAccountParts1796300200001,
  PayoutsBookLateDebits1796300100001,
  PayoutsKeepPrivate1796300300001,
  PlatformTellTimeZone1796300400001,
  MembershipIndexNames1796300400002,
  VotingKeepTurns1796300400003,
  TreasuryCreateReleases1796500200001,
  VotingIndexDecisions1796300400004,
  WebhooksShowDeliveries1796300600001,
  PartnersIndexEvents1796300600002,
  PayoutsKeepReturn1796400200001,
  LedgerHoldWhatHappened1796400200002,
  DuesWaiveCredit1796400200003,
  BankingSeparateAccounts1796400200004,
  PayoutsIndexTransactions1796400800001,
  BankingNameEntries1796500900001,
  BankingIndexNamedEntries1796500900002,
  LedgerBindOutsideAccount1796400400001,
  PartnersOrderUsage1796400100001,
  MembershipAddArchives1796500500001,
  PlatformAddLooks1796500800001,
  MembershipListErasures1796500600001,
  ExpensesLockVouchers1796500600002,
  GovernanceForgetTexts1796500600003,
  PlatformForgetMembers1796500600004,
  MembershipSealNotes1796500800002,
  GovernanceSaltElectorates1796500900003,
  PlatformDropAtTerm1796500900401,
  DuesGuardPledges1796500900501,
  IdentityGuardTokens1796500900601,
  MembershipActorsWereAdmitted1796600200001,
  PlatformIndexEndedJobs1796600400001,
  LettersKnowAddresses1796600400002,
  MembershipAddPseudonyms1796600300001,
  MembershipIndexPseudonyms1796600300002,
  BankingLockLines1796600400003,
  ExpensesSaltTexts1796600500001,
  DuesKeyPayers1796600500002,
  PlatformDropVouchers1796600500003,
  PartnersTellShares1796600100001,
  IdentityGuardApiKeys1796600600001,
  DuesIndexPayersMembers1796700600001,
  PartnersKeepWhatWaits1796700600101,
  GovernanceKeepVotesInside1796700100001,
  MembershipAddPlaces1796700100002,
  MembershipIndexPlaces1796700100003,
  PlatformForgetFacts1796700200001,
  PartnersTellErasures1796700200002,
  GovernanceRemoveTexts1796700200003,
  MembershipResolveFormer1796700200004,
  PlatformDropWords1796700300001,
  ExpensesKeepReceipts1796700600002,
  PartnersDropUsage1796700300002,
  PartnersForgetEventIds1796700300003,
  MembershipRefuseErasedAccounts1796800100001,
  MembershipRemoveTextsAfterAll1796800100002,
  ExpensesRemoveNeverOwed1796800100003,
  ExpensesKeepVotedOn1796900500001,
  PlatformTellBeforeForgetting1796900500002,
  PlatformKeepByCountry1796800100004,
  MembershipActorsAreAsPresumed1796800500001,
  PartnersIndexMembersUsage1796800600001,
  PartnersForgetByMonth1796800600002,
  PlatformLookAtStanding1796800520001,
  PartnersDropUncounted1796900200001,
  PartnersAwaitReports1796900200002,
  PlatformLookAtVouchers1796900300001,
  PlatformLowerFacts1796900300002,
  PlatformLowerToldFacts1796900300003,
  PaymentsEndAccounts1796900600001,
  PartnersTellByDay1796900200003,
  MembershipEndPlainArchives1796900700001,
  LettersGoWithAccounts1796900700002,
  GovernanceTellSizes1796900100001,

  MembershipUnlinkMarks1796900400001,
  MembershipFreeHiddenPseudonyms1796900400002,
  BankingKnowErasedAccounts1796900600002,
  BankingIndexCounterparties1796900600003,
  GovernanceSayUndecided1796900900001,
  MembershipNoteSweptArchives1796900900002,
  PayoutsNameByChance1796900800001,
  MembershipMarkErasedNames1796901000001,
  PayoutsIndexReturns1796901100001,
  PartnersAnnounceOnce1796901100002,
  MembershipNameArchiveRuns1796901100003,
  PartnersNoteTold1796901200001,
  ExpensesWaiveDebts1796901400001,
  PartnersNoteDay1796901200002,
  BankingGiveLinesBack1796901300001,
  MembershipEndArchivesEverywhere1796901700001,
  MembershipDropUnmadeArchives1796902000001,
  IdentityNoteUseOfAccounts1796902200001,
  MembershipTellWhoKeepsAccounts1796902200002,
  ExpensesLetGoOfReceipts1796902500001,
  DuesKeepNoWordsInFacts1796902600001,
  DuesLapseWaivers1796902600002,
  PlatformEndFactsOfTheBooks1796902300001,
  BankingNoteWhyLocked1796901900001,
  ExpensesEndClaimsForErased1796901800001,
  BankingQuoteNoFile1796902400001,
  MembershipForgetInvited1796902700001,
  PartnersKeepWhatWasTold1796902800001,
  GovernanceAddOptions1796903000001,
  CollectionsForgetClosedWords1796902900001,
  DuesTellBeforeLapse1796902900002,
  IdentityTellIdleAccounts1796902900003,
  PayoutsSealFiles1796903400001,
  GovernanceProveVotes1796903200001,
  ExpensesForgetDraftsForErased1796903500001,
  GovernanceForgetTermsOfActions1796903100001,
  MembershipEndInvitationsAtNight1796903400002,
  ExpensesForgetWhoWasClaimedFor1796903400003,
  BankingKeepWhyUndoneOnce1796903499001,
  GovernanceKnowWhomActionsName1796903600001,
  ExpensesEndUndecidedClaims1796903800001,
  PartnersKeepWhoseMonthsAre1796904000001,
  PartnersKnowMonthsOfBefore1796904300001,
  GovernanceHearOfOfficesToo1796904300002,
  GovernanceForgetWordsOfElections1796904400001,
  PartnersKnowNoFewOfBefore1796904400002,
  GovernanceSealHearings1796904500001,
  GovernanceHearOfMembersAlone1796904500002,
  PlatformLookAtHearings1796904500003,
  PlatformLetGoOfUploads1796903800002,
  GovernanceAddVoteTerms1796903900001,
  PayoutsKeepWhatWasSent1796903800003,
  GovernanceLetHearingsGo1796904100001,
  GovernancePutMembersUp1796904200001,
  GovernanceKnowWhatWasForgotten1796903700001,
  GovernanceWithholdProposals1796904600001,
  GovernanceTakeNoWordsOfErased1796904600002,
  BankingLockLinesByReferences1796904900011,
  VotingWaitForEverybody1796904900031,
  GovernanceLetCandidatesGo1796904900032,
  ExpensesLetClaimsGo1796905200001,
  MembershipEndUnansweredApplications1796905200002,
  GovernanceOpenWithoutErased1796905300001,
  BankingLockBookedByReferences1796905100001,
  VotingTakeBallotsBack1796905400001,
  GovernanceForgetWhoWasTold1796905300002,
  PlatformKnowTheSecret1796905800001,
  VotingDelegateVotes1796906010001,
  VotingDelegateByTopic1796906010002,
  VotingHoldProxies1796906010003,
  BankingLockLateLinesByReferences1796905700001,
  GovernanceHoldElections1796906030001,
  GovernanceFillSeats1796906030002,
  ExpensesGiveNinetyDays1796905200011,
  GovernanceKeepTopics1796906020001,
  VotingKnowWhoCountsIfCast1796906060001,
  GovernanceKeepWhatMadePolicies1796906040001,
  GovernanceKeepVersions1796906020002,
  GovernanceAdoptDocuments1796906150001,
  MembershipOpenGroups1796906150002,
  GovernanceTakeAmendments1796906140001,
  VotingKeepBallotsApart1796906050001,
  GovernanceFollowVotes1796906130001,
  VotingNameRepresentatives1796906110001,
  VotingCountPapers1796906120001,
  GovernanceDiscussProposals1796906140002,
  GovernanceTellOutcomes1796906140003,
  GovernanceReviewDecisions1796906140004,
  GovernanceWriteTogether1796906160001,
  GovernanceKnowWhoCheckedIn1796906161052,
  GovernanceLinkProposals1796906160002,
  GovernanceBelongToGroups1796906160040,
  GovernanceKeepTemplates1796906130002,
  VotingKeepPapersOutOfBoxes1796906160070,
  VotingKeepPapersHandedOut1796906160041,
  VotingKeepPaperEntries1796906160042,
  VotingCountRepresentativesAsVoters1796906160043,
  GovernanceKeepWhatWasTold1796906160050,
  PayoutsKnowWhoEntered1796906160030,
  ExpensesKnowBills1796906160031,
  ExpensesGrantMandates1796906160032,
  GovernanceHoldAssemblies1796906160071,
  GovernanceTakeAppeals1796906160061,
  GovernanceWaitForAppeals1796906160072,
  ExpensesHoldRefusedBills1796906160033,
  GovernanceEndAppeals1796906161051,
  GovernanceModerateOutcomes1796906161062,
];
