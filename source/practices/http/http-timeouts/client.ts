import type { HttpKind } from '../../../core/facts/http.ts';
import { defineCheck, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import type { Finding } from '../../../core/finding.ts';
import { findingAt, httpFiles, levelIn } from './judgement.ts';

const low: readonly HttpKind[] = ['urlopen', 'http.client', 'urllib3'];

export default defineCheck({
	id: 'client',
	spec: '6.1/client',
	title: 'HTTP goes through `requests` or `httpx`',
	failTitle: 'Some HTTP goes through low-level clients, or blocks an event loop',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'http', 'lint'],
	check(facts, project) {
		const files = httpFiles(facts, project);
		if ('status' in files) return files;
		// One finding for each client in a file: it is a choice of the file, not of the line.
		const clients = files.flatMap(({ role, value }) =>
			low.flatMap(kind => {
				const first = value.calls.find(call => call.kind === kind);
				if (!first) return [];
				const message = `\`${first.api}\` is called directly`;
				return findingAt(first, role, {
					level: 'warn',
					message,
					expected: '`requests` or `httpx`, which bring pools, redirects and errors',
				});
			}),
		);
		const blocking = filesIn(facts.lint, facts, project).flatMap(({ path, role, value }) =>
			value
				.filter(({ code }) => code === 'ASYNC210')
				.flatMap((hit): readonly Finding[] => {
					const level = levelIn(role, 'warn');
					if (level === null) return [];
					return [
						{
							level,
							message: 'A blocking HTTP call stands in an async function and stops the event loop',
							confidence: 'certain',
							at: {
								path,
								line: hit.line,
								column: hit.column,
								endLine: hit.endLine,
								endColumn: hit.endColumn,
							},
							found: hit.source.slice(0, 80),
							expected: '`httpx.AsyncClient`',
							key: hit.source,
						},
					];
				}),
		);
		return verdictOf(
			[...clients, ...blocking],
			'every HTTP call goes through `requests`, `httpx` or `aiohttp`',
		);
	},
});
