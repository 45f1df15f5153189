import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import {
	findingOn,
	hasLoggers,
	loggingFiles,
	runtimeWritesJson,
	scopeNeeds,
	structlogSetups,
} from './scope.ts';

// https://www.structlog.org/en/stable/standard-library.html: the standard library's loggers start at WARNING.
// https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html: the runtime adds a handler before the code runs.

const asksForLevel = 'filter_by_level';
const namesLogger = new Set(['filter_by_level', 'add_logger_name']);
const prints = new Set(['PrintLoggerFactory', 'WriteLoggerFactory', 'BytesLoggerFactory']);

export default defineCheck({
	id: 'records-come-out',
	spec: '3.1c',
	title: 'Records of level `info` come out',
	failTitle: 'Records of level `info` are lost',
	severity: 'high',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		if (!hasLoggers(files)) return notApplicable('no production code has a logger');
		const everywhere = [...facts.logUse].flatMap(([path, parsed]) =>
			parsed.ok && facts.files.get(path)?.role !== 'test' ? parsed.value.setups : [],
		);
		const setters = everywhere.filter(({ of, setsLevel }) => of !== 'structlog' && setsLevel);
		const setups = structlogSetups(facts, files);
		const findings: Finding[] = [];
		for (const setup of setups) {
			const chain = setup.processors ?? [];
			const broken = chain.find(name => namesLogger.has(name));
			if (
				broken !== undefined &&
				setups.length === 1 &&
				(setup.factory === null || prints.has(setup.factory))
			) {
				findings.push(
					findingOn(setup, {
						level: 'fail',
						message: `\`${broken}\` needs a logger of the standard library, and each record raises \`AttributeError\` without one`,
						expected: '`logger_factory=structlog.stdlib.LoggerFactory()`',
						key: 'no factory',
					}),
				);
			} else if (chain.includes(asksForLevel) && setters.length === 0) {
				findings.push(
					findingOn(setup, {
						level: 'fail',
						message:
							'`filter_by_level` asks the standard library for the level, and nothing sets one: `info` writes nothing',
						// Settings of a server or of a framework may set it outside of the code.
						confidence: 'likely',
						expected: '`logging.getLogger().setLevel(…)` or `logging.basicConfig(level=…)`',
						key: 'no level',
					}),
				);
			}
		}
		const isSetElsewhere = setters.some(({ of, isForced }) => of !== 'basicConfig' || isForced);
		if (!isSetElsewhere && !runtimeWritesJson(facts, project)) {
			for (const { use, isLambda } of files) {
				const basic = use.setups.find(
					({ of, setsLevel, isForced, atImport }) =>
						of === 'basicConfig' && setsLevel && !isForced && atImport,
				);
				if (!basic || !isLambda || use.libraries.includes('powertools')) continue;
				findings.push(
					findingOn(basic, {
						level: 'warn',
						message:
							'Lambda has a handler in place before this runs, so `basicConfig` does nothing and `info` writes nothing',
						confidence: 'likely',
						expected: '`logging.getLogger().setLevel(logging.INFO)`, or `force=True`',
						key: 'basicConfig',
					}),
				);
			}
		}
		return verdictOf(
			findings,
			'nothing that is configured keeps records of level `info` back',
			findings.some(({ level }) => level === 'fail') ? 'high' : 'medium',
		);
	},
});
