import { pureSpecsOf } from '../../../tools/mutation/pure-specs.mjs';

export default pureSpecsOf('partners');
