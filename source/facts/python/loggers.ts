import type { SgNode } from '@ast-grep/napi';
import { defineFileGatherer } from '../../core/gather.ts';
import type { LoggerBinding, ModuleLogging } from '../../core/facts/loggers.ts';
import { bindingsOfLoggers } from '../../edit/python/logger-bindings.ts';

const mention =
	/getLogger|get_logger|\bLogger\(|loguru|basicConfig|setLevel|dictConfig|fileConfig|filter_by_level/;
/** A level that lets `info` records through, or one that is decided elsewhere. */
const isTalkative = (argument: string): boolean => !/WARN|ERROR|CRITICAL|FATAL|\b[345]0\b/i.test(argument);

const rootLogger = /^(?:logging\.)?(?:getLogger\(\s*\)|root)$/;

interface Levels {
	readonly letsInfo: ModuleLogging['letsInfo'];
	readonly talkative: readonly string[];
}

const levelsIn = (root: SgNode, text: string, loggers: readonly LoggerBinding[]): Levels => {
	let letsInfo: ModuleLogging['letsInfo'] = null;
	const talkative: string[] = [];
	if (!/setLevel|basicConfig|dictConfig|fileConfig/.test(text)) return { letsInfo, talkative };
	const roots = new Set(loggers.flatMap(({ name, source }) => (rootLogger.test(source) ? [name] : [])));
	for (const call of root.findAll({ rule: { kind: 'call' } })) {
		const callee = call.field('function')?.text() ?? '';
		const argument = call.field('arguments')?.text() ?? '';
		const setter = /^(.*)\.setLevel$/s.exec(callee)?.[1];
		if (/(?:^|\.)(?:dictConfig|fileConfig)$/.test(callee)) letsInfo = 'root';
		else if (
			/^(?:logging\.)?basicConfig$/.test(callee) &&
			/\blevel\s*=/.test(argument) &&
			isTalkative(argument)
		) {
			letsInfo = letsInfo === 'root' || /\bforce\s*=\s*True\b/.test(argument) ? 'root' : 'basic';
		} else if (setter !== undefined && isTalkative(argument)) {
			if (rootLogger.test(setter) || roots.has(setter)) letsInfo = 'root';
			else if (loggers.some(({ name }) => name === setter)) talkative.push(setter);
		}
	}
	return { letsInfo, talkative };
};

/** Loggers that modules hold, and what sets their level. */
export default defineFileGatherer({
	fact: 'logging',
	version: 2,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): ModuleLogging | null {
		const { text } = file;
		if (!mention.test(text)) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const loggers = bindingsOfLoggers(root);
		const levels = levelsIn(root, text, loggers);
		const structlogAsksStdlib = /\bfilter_by_level\b|structlog\.stdlib\.LoggerFactory\b/.test(text);
		const silent = loggers.length === 0 && levels.letsInfo === null && !structlogAsksStdlib;
		return silent ? null : { loggers, ...levels, structlogAsksStdlib };
	},
});
