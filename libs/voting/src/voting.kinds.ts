/** The ways to vote that ship. A new one is a folder in `kind/`, and a line here. */
import './kind/stances/stances.kind.js';
