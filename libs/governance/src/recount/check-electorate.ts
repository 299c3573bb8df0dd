import {
  classCommitment,
  countsPausedWhenVoting,
  hashOfPlaces,
  isDetached,
  placeHash,
  weightsByShare,
} from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { weighsClasses } from '../policy/decision-rule.js';
import { Doubt, opens } from './doubt.js';
import type { Open } from './doubt.js';
import type { RecountFile } from './recount-file.js';
import { saysNothing } from './told-to-strangers.js';

/** The first that does not come after the one before it; null where all do. */
export function firstOutOfOrder(sorted: readonly string[]): number | null {
  const at = sorted.findIndex((one, nth) => nth > 0 && one <= (sorted[nth - 1] ?? ''));
  return at < 0 ? null : at;
}

/** Places are those that were published, and as many as the file says may vote. */
export function checkElectorate({ electorate, ballots, papers }: RecountFile): void | Open {
  const { proof, hash, exact, voters, places, seats } = electorate;
  const onPaper = (papers?.handedOut ?? 0) - (papers?.returned ?? 0);
  if (voters < ballots.rows.length + onPaper) {
    throw new Doubt('electorate.voters', 'More ballots count than there are voters.');
  }
  if (proof === 1) {
    if (places.length > 0) throw new Doubt('electorate.places', 'Proof 1 has no places.');
    return opens('electorate.hash', 'Votes from before have an electorate that stays inside.');
  }
  const unsorted = firstOutOfOrder(places);
  if (unsorted !== null) throw new Doubt(`electorate.places[${unsorted}]`, 'It is out of order.');
  if (hashOfPlaces(places) !== hash) {
    throw new Doubt('electorate.places', 'These are not the places that were published.');
  }
  if (!exact && places.length !== voters) {
    throw new Doubt('electorate.voters', `There are ${places.length} places.`);
  }
  if (exact !== (seats !== null)) {
    throw new Doubt('electorate.seats', 'Exact sizes come with the places opened.');
  }
}

type Seats = NonNullable<RecountFile['electorate']['seats']>;

/** What a voter of each class weighs, where classes have shares; null where they have none. */
const weightsOfShares = ({ classShares }: DecisionRule, seats: Seats) =>
  classShares === undefined
    ? null
    : weightsByShare(
        classShares,
        seats.map(({ memberClass }) => memberClass),
      );

function checkSeats(file: RecountFile, seats: Seats, rule: DecisionRule): void {
  const { places, voters, weight } = file.electorate;
  const known = new Set(places);
  const { classes, weightByClass } = rule.eligibility;
  const unsorted = firstOutOfOrder(seats.map(({ voter }) => voter));
  if (unsorted !== null) throw new Doubt(`electorate.seats[${unsorted}]`, 'It is out of order.');
  const ofShares = weightsOfShares(rule, seats);
  seats.forEach((seat, nth) => {
    const where = `electorate.seats[${nth}]`;
    const commitment = classCommitment(seat.memberClass, seat.salt);
    if (!known.has(placeHash(seat.voter, BigInt(seat.weight), commitment))) {
      throw new Doubt(where, 'It is no place of the electorate.');
    }
    if (classes !== null && !classes.includes(seat.memberClass)) {
      throw new Doubt(`${where}.memberClass`, 'By the rule this class has no vote.');
    }
    const own = Object.hasOwn(weightByClass, seat.memberClass)
      ? weightByClass[seat.memberClass]
      : 1;
    const should = ofShares === null ? own : (ofShares.get(seat.memberClass) ?? 0n);
    if (seat.countsIfCast === true && !countsPausedWhenVoting(rule)) {
      throw new Doubt(`${where}.countsIfCast`, 'By the rule everybody counts.');
    }
    if (should !== 'register' && seat.weight !== String(should)) {
      throw new Doubt(`${where}.weight`, `By the rule its class weighs ${should}.`);
    }
  });
  if (seats.length !== voters) throw new Doubt('electorate.voters', `There are ${seats.length}.`);
  const sum = seats.reduce((total, seat) => total + BigInt(seat.weight), 0n);
  if (sum.toString() !== weight) throw new Doubt('electorate.weight', `They weigh ${sum}.`);
}

/** Sizes are in proportion, seats are places that weigh what the rule says, and so do ballots. */
export function checkWeights(file: RecountFile, rule: DecisionRule): void | Open {
  const { electorate, ballots, papers } = file;
  const { seats, weight, activeMembersWeight, proof } = electorate;
  if (BigInt(activeMembersWeight) < BigInt(weight)) {
    throw new Doubt('electorate.activeMembersWeight', 'Voters weigh more than all members.');
  }
  const ofBallots = ballots.sums ?? ballots.rows.flatMap(({ says }) => says ?? []);
  const said = [...ofBallots, ...(papers?.sums ?? [])];
  const cast = said.reduce((total, one) => total + BigInt(one.weight), 0n);
  if (cast > BigInt(weight)) throw new Doubt('electorate.weight', `Ballots weigh ${cast}.`);
  if (seats !== null) checkSeats(file, seats, rule);
  if (isDetached(rule)) return undefined;
  if (ballots.sums !== null) {
    return opens('ballots.sums', 'Whose weight is behind which sum is told to members alone.');
  }
  if (seats !== null || proof === 1) return undefined;
  const isEven = !weighsClasses(rule);
  if (saysNothing(file, rule)) {
    const why = isEven ? 'By the rule each weighs 1. ' : '';
    return opens('ballots.rows', `${why}Whose they are by label is in the file of a member.`);
  }
  const odd = isEven ? ballots.rows.findIndex(({ says }) => says?.weight !== '1') : -1;
  if (odd >= 0) throw new Doubt(`ballots.rows[${odd}].says.weight`, 'By the rule each weighs 1.');
  return opens('electorate.seats', 'Who else may vote is told by label to auditors alone.');
}
