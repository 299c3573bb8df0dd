/** The ways to vote that ship. A new one is a folder in `kind/`, and a line here. */
import './kind/stances/stances.kind.js';
import './kind/single-choice/single-choice.kind.js';
import './kind/approval/approval.kind.js';
import './kind/ranking/ranking.kind.js';
import './kind/score/score.kind.js';
import './kind/dots/dots.kind.js';
import './kind/stv/stv.kind.js';
import './kind/consent/consent.kind.js';
import './kind/gradients/gradients.kind.js';
import './kind/time-poll/time-poll.kind.js';
import './kind/budget/budget.kind.js';
