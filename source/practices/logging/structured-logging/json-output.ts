import type { LogSetup } from '../../../core/facts/log-use.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { findingOn, loggingFiles, mentions, scopeNeeds, structlogSetups, uses } from './scope.ts';

// https://www.structlog.org/en/stable/configuration.html: without a configuration, text in colours is printed.

const toText = new Set(['ConsoleRenderer', 'KeyValueRenderer', 'LogfmtRenderer']);
const handsOn = new Set(['wrap_for_formatter', 'render_to_log_kwargs', 'render_to_log_args_and_kwargs']);

type Rendering = 'json' | 'text' | 'handed on' | 'default' | 'unknown';

const renderingOf = ({ processors }: LogSetup): Rendering => {
	if (processors === null) return 'unknown';
	if (processors.some(name => /JSONRenderer|JsonRenderer/i.test(name))) return 'json';
	if (processors.some(name => handsOn.has(name))) return 'handed on';
	if (processors.some(name => toText.has(name))) return 'text';
	return processors.length === 0 ? 'default' : 'unknown';
};

export default defineCheck({
	id: 'json-output',
	spec: '3.1b',
	title: 'Records are JSON in production',
	failTitle: 'Records are text for a console in production',
	severity: 'medium',
	scope: 'project',
	needs: scopeNeeds,
	check(facts, project) {
		const files = loggingFiles(facts, project);
		if ('status' in files) return files;
		const first = files.find(({ use }) => use.libraries.includes('structlog') && use.imported !== null);
		if (!first?.use.imported) {
			if (uses(files, 'powertools')) return pass('the Powertools logger writes JSON');
			return notApplicable('no code that is deployed uses structlog');
		}
		const setups = structlogSetups(facts, files);
		if (setups.length === 0) {
			return verdictOf(
				[
					findingOn(first.use.imported, {
						level: 'fail',
						message: 'structlog is not configured, so it prints text for a console',
						expected: '`structlog.configure(…)` with `JSONRenderer` as the last processor',
						key: 'not configured',
					}),
				],
				'',
			);
		}
		const renderings = setups.map(renderingOf);
		const hasFormatter = mentions(files, 'JSONRenderer', 'JsonFormatter');
		if (renderings.includes('json')) return pass('structlog is configured with `JSONRenderer`');
		if (renderings.includes('handed on') && hasFormatter)
			return pass('structlog hands its records to a formatter that writes JSON');
		if (renderings.some(each => each === 'unknown' || each === 'handed on') || hasFormatter) {
			return manual('Does the configuration of structlog end in a renderer that writes JSON in production?');
		}
		const findings = setups.map((setup): Finding => {
			const text = setup.processors?.findLast(name => toText.has(name));
			return findingOn(setup, {
				level: 'fail',
				message:
					text === undefined
						? 'No processors are set, so structlog prints text for a console'
						: `The records end in \`${text}\``,
				expected: '`JSONRenderer` in production',
				key: 'text',
			});
		});
		return verdictOf(findings, 'records are JSON');
	},
});
