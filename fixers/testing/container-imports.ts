import type { SgNode } from '@ast-grep/napi';
import { movedContainers } from '../../source/core/container-modules.ts';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { partsOf } from '../../source/edit/python/nodes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://github.com/testcontainers/testcontainers-python/tree/main/src/testcontainers

/** The old name of a module, wherever it stands for one. */
const renamed = (node: SgNode | null): readonly Splice[] => {
	const now = node ? movedContainers(node.text()) : null;
	return node && now !== null ? [replaceNode(node, now)] : [];
};

const splicesIn = (root: SgNode): readonly Splice[] => {
	const statements = root.findAll({
		rule: { any: [{ kind: 'import_from_statement' }, { kind: 'import_statement' }] },
	});
	const imports = statements.flatMap((statement): readonly Splice[] => {
		if (statement.kind() === 'import_statement')
			return partsOf(statement).flatMap(item =>
				renamed(item.kind() === 'aliased_import' ? item.field('name') : item),
			);
		const module = statement.field('module_name');
		if (module?.text() !== 'testcontainers') return renamed(module);
		// All names move together, or the statement is for a person.
		const items = partsOf(statement).filter(item => item.id() !== module.id());
		const names = items.map(item => (item.kind() === 'aliased_import' ? item.field('name') : item)?.text());
		return names.every(name => movedContainers(`testcontainers.${name ?? ''}`) !== null)
			? [replaceNode(module, 'testcontainers.community')]
			: [];
	});
	const isWhole = statements.some(
		statement =>
			statement.kind() === 'import_statement' &&
			partsOf(statement).some(item => item.kind() === 'dotted_name' && movedContainers(item.text()) !== null),
	);
	const uses = isWhole
		? root.findAll({ rule: { kind: 'attribute', regex: '^testcontainers\\.\\w+$' } }).flatMap(renamed)
		: [];
	return [...imports, ...uses].toSorted((a, b) => a.start - b.start);
};

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
	// Files without a finding choose by what is installed.
	reads: ({ findings }) => [
		...new Set(findings.filter(({ level }) => level !== 'info').map(({ at }) => at.path)),
	],
	plan({ texts, engines }) {
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
			const splices = splicesIn(root);
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('what is imported here moved only in part, which is for a person to part');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'import containers from their new modules',
			changed: ['Modules such as `testcontainers.mysql` become those of `testcontainers.community`.'],
			atRunTime: 'The same classes; the deprecation warning is gone.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
