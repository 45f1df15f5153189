import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://github.com/testcontainers/testcontainers-python/blob/main/src/testcontainers/mysql.py

const moved = /^testcontainers\.(mysql|redis)$/;

export default defineFixer({
	id: 'container-imports',
	title: 'Import containers from where testcontainers has them today',
	checks: ['integration-tests/import-path'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Offered only where the lock has testcontainers 4.15 or newer, whose old modules hand on the very classes of the new ' +
		'ones and warn.',
	perFile: true,
	questions: () => [],
	reads: ({ findings }) => [
		...new Set(findings.filter(({ level }) => level !== 'info').map(({ at }) => at.path)),
	],
	plan({ texts, engines }) {
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
			const splices = root
				.findAll({ rule: { kind: 'import_from_statement' } })
				.flatMap((statement): readonly Splice[] => {
					const module = statement.field('module_name');
					const name = module ? moved.exec(module.text())?.[1] : undefined;
					return module && name !== undefined
						? [replaceNode(module, `testcontainers.community.${name}`)]
						: [];
				});
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('only `from testcontainers.… import …` can be changed without a person');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'import containers from their new modules',
			changed: [
				'`testcontainers.mysql` and `testcontainers.redis` become modules of `testcontainers.community`.',
			],
			atRunTime: 'The same classes; the deprecation warning is gone.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
