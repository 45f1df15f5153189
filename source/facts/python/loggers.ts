import type { SgNode } from '@ast-grep/napi';
import { defineFileGatherer } from '../../core/gather.ts';
import type { ModuleLogging } from '../../core/facts/loggers.ts';
import { bindingsOfLoggers } from '../../edit/python/logger-bindings.ts';

const mention = /getLogger|get_logger|\bLogger\(|loguru|basicConfig|setLevel|dictConfig|fileConfig|filter_by_level/;
const lasting = /\b(?:dictConfig|fileConfig)\(|\.setLevel\(/;

const setsLevelIn = (root: SgNode, text: string): ModuleLogging['setsLevel'] => {
	if (!/setLevel|basicConfig|dictConfig|fileConfig/.test(text)) return null;
	const calls = root.findAll({ rule: { kind: 'call' } }).map(call => call.text());
	if (calls.some(call => lasting.test(`${call.split('(', 1)[0] ?? ''}(`))) return 'lasting';
	const basic = calls.filter(call => /^(?:logging\.)?basicConfig\(/.test(call) && /\blevel\s*=/.test(call));
	if (basic.length === 0) return null;
	return basic.some(call => /\bforce\s*=\s*True\b/.test(call)) ? 'lasting' : 'basic';
};

/** Loggers that modules hold, and what sets their level. */
export default defineFileGatherer({
	fact: 'logging',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): ModuleLogging | null {
		const { text } = file;
		if (!mention.test(text)) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const loggers = bindingsOfLoggers(root);
		const setsLevel = setsLevelIn(root, text);
		const structlogAsksStdlib = /\bfilter_by_level\b|structlog\.stdlib\.LoggerFactory\b/.test(text);
		return loggers.length > 0 || setsLevel !== null || structlogAsksStdlib
			? { loggers, setsLevel, structlogAsksStdlib }
			: null;
	},
});
