import { defineFileGatherer } from '../../core/gather.ts';
import { adapterClassesIn } from '../../edit/python/http-clients.ts';
import { namesIn } from '../../edit/python/names.ts';
import { retriesIn } from '../../edit/python/retries.ts';
import { usesOf } from '../../edit/python/uses.ts';
import { callsIn } from './http/calls.ts';
import { constructsOf, loopsOf, unrepeatedOf } from './http/retries.ts';

// Bounded, so that a line of a megabyte costs no more than its length.
const imports =
	/\b(?:import|from)[ \t][ \t\w.,]{0,200}?\b(?:requests|httpx|aiohttp|urllib3|urllib\.request|urllib[ \t]+import|http\.client|http[ \t]+import|tenacity|stamina|backoff|aiohttp_retry|httpx_retries)\b/;

const libraries =
	/^(?:requests|httpx|aiohttp|urllib3|urllib|http|tenacity|stamina|backoff|aiohttp_retry|httpx_retries)(?:\.|$)/;

// The practice leaves tests out, and they hold most of the calls.
const test = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)test_[^/]*\.py$|_test\.py$|(?:^|\/)conftest\.py$/;

/** How a Python file talks HTTP; files that import nothing for it are not parsed. */
export default defineFileGatherer({
	fact: 'http',
	version: 4,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		if (test.test(file.path) || !imports.test(file.text)) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const names = namesIn(root);
		const all = usesOf(root, names, origin => libraries.test(origin));
		const { calls, outbound } = callsIn(file, root, names, all);
		const uses = retriesIn(root, names, all);
		const found = {
			calls,
			retries: constructsOf(file, uses, outbound),
			loops: loopsOf(file, outbound),
			outbound: outbound.length,
			unrepeated: unrepeatedOf(file, root, uses, outbound),
			adapters: adapterClassesIn(root),
		};
		return calls.length + uses.length + found.adapters.length > 0 ? found : null;
	},
});
