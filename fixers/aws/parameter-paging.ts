import { counted } from '../../source/core/counted.ts';
import { declined, type FixerGround } from '../../source/core/fixer.ts';
import type { Finding } from '../../source/core/finding.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { placeOf, rangeKey } from '../../source/edit/python/nodes.ts';
import { chain } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { testsImporting } from '../importing-tests.ts';
import { pythonFiles } from '../touches.ts';
import { readAllPages } from './parameter-paging/all-pages.ts';

const api = 'get_parameters_by_path';

const pathsOf = (findings: readonly Finding[]): readonly string[] => [
	...new Set(findings.map(({ at }) => at.path)),
];

const testsOf = (
	findings: readonly Finding[],
	{ facts, project }: FixerGround<'files' | 'modules'>,
): readonly string[] => testsImporting(pathsOf(findings), facts, project);

export default defineFixer({
	id: 'parameter-paging',
	title: 'Read the parameters below a path to the last page',
	checks: ['app-configuration/paging'],
	safety: 'review',
	needs: ['files', 'modules'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'The same loop runs over all pages instead of the first one; what was missing before is there now. Tests that replace the call would no longer, and are not overridden.',
	takes: ({ level }) => level === 'fail',
	questions: () => [],
	reads: ({ findings, facts, project }) => [...pathsOf(findings), ...testsOf(findings, { facts, project })],
	plan({ findings, facts, project, texts, engines }) {
		const test = testsOf(findings, { facts, project }).find(path => texts.get(path)?.includes(api));
		if (test !== undefined)
			return declined(`\`${test}\` replaces \`${api}\`, and would have to replace the paginator`);
		const edits: Edit[] = [];
		let reason: string | null = null;
		let count = 0;
		for (const path of pathsOf(findings)) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const wanted = new Set(findings.filter(({ at }) => at.path === path).map(({ at }) => rangeKey(at)));
			const callsIn = (current: string) => {
				const lineStarts = lineStartsOf(current);
				const root = engines.python({ path, text: current, lineStarts });
				return root
					.findAll({
						rule: { kind: 'call', has: { field: 'function', kind: 'attribute', regex: `\\.${api}$` } },
					})
					.map(call => ({ call, key: rangeKey(placeOf(path, lineStarts, call)) }));
			};
			// From the last to the first, so that the places of those before stay.
			const doable = callsIn(text)
				.filter(({ key }) => wanted.has(key))
				.toReversed()
				.flatMap(({ call, key }) => {
					const only = readAllPages(text, call);
					if (only.outcome === 'spliced') return [key];
					reason = only.reason;
					return [];
				});
			const result = chain(
				text,
				doable.map(key => current => {
					const found = callsIn(current).find(one => one.key === key);
					return found ? readAllPages(current, found.call) : declined('the call has moved');
				}),
			);
			if (result.outcome === 'declined') {
				reason = result.reason;
				continue;
			}
			const [first, ...rest] = result.splices;
			if (!first) continue;
			count += doable.length;
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reason ?? 'the calls are no longer where they were found');
		return {
			outcome: 'plan',
			area: 'config',
			summary: 'read parameters to the last page',
			changed: [`${counted(count, 'read goes', 'reads go')} through a paginator, page by page.`],
			atRunTime: 'Parameters beyond the first ten are read too, with one more request for each ten.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
