export { Rational } from './arithmetic/rational.js';
export { count, countingMethods, findMethod } from './methods/registry.js';
export { TallyError } from './model/errors.js';
export { drawLots } from './ties/lot.js';
export { countCase, inputOf, parseCase } from './batch/count-case.js';
export type { IndexCase } from './index-case/case-rule.js';
export { writeBlt } from './formats/blt-writer.js';
export { writePabulib } from './pabulib/pabulib-writer.js';
export type { PabulibFrame } from './pabulib/pabulib-writer.js';
export type { FileFormat, ReadContext, StreamReader } from './reading/file-format.js';
export { detectFormat, fileFormats, findFormat } from './formats/formats.js';
export { encodings } from './reading/encoding.js';
export type { CountingMethod, CountRequest } from './method/counting-method.js';
export type { OptionSpec, RawOptions } from './method/options.js';
export type { Ballots, BallotKind, Stance } from './model/ballots.js';
export type { Candidate, Election, ReservedSeats } from './model/election.js';
export type { FilePosition, TallyErrorCode } from './model/errors.js';
export {
  approvalElection,
  rankedElection,
  scoreElection,
  stanceElection,
} from './model/make-election.js';
export type { ElectionFrame, Weight } from './model/make-election.js';
export type {
  CountRound,
  JsonValue,
  Outcome,
  TallyResult,
  TieRecord,
  TieStep,
} from './model/result.js';
export { renderTable } from './render/table.js';
export { seedCommitment } from './ties/lot.js';
