/** Before `npm pack` and `npm publish`: the command line, the library and its types. */
import { buildNpm } from './build.ts';

await buildNpm();
