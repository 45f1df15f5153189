import type { SgNode } from '@ast-grep/napi';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { argumentsOf, insertKeyword } from '../../source/edit/python/calls.ts';
import { namesIn, qualifiedName, type Names } from '../../source/edit/python/names.ts';
import { briefly, enclosing, placeKeyOf, startOf } from '../../source/edit/python/nodes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.python.org/3/library/tarfile.html#extraction-filters

const isArchive = ({ key, level }: Finding): boolean => level !== 'info' && key?.startsWith('S202 ') === true;

const makesTar = (value: SgNode | null, names: Names): boolean => {
	const callee = value?.kind() === 'call' ? value.field('function') : null;
	return callee
		? /^tarfile\.(?:TarFile(?:\.\w*open)?|open)$/.test(qualifiedName(callee, names) ?? '')
		: false;
};

/** Whether a name is bound to a tar archive where it stands last before a place: nothing else takes the filter. */
const isTar = (receiver: SgNode, root: SgNode, names: Names): boolean => {
	if (receiver.kind() === 'call') return makesTar(receiver, names);
	const name = receiver.text();
	const binding = root
		.findAll({
			rule: {
				any: ['as_pattern', 'assignment', 'typed_parameter', 'typed_default_parameter'].map(kind => ({
					kind,
				})),
			},
		})
		.findLast(
			node =>
				startOf(node) < startOf(receiver) &&
				(node.field('alias') ?? node.field('left') ?? node.field('name') ?? node.child(0))?.text() === name,
		);
	if (!binding) return false;
	if (binding.kind() === 'as_pattern') return makesTar(binding.child(0), names);
	const [value, type] = [binding.field('right'), binding.field('type')?.child(0) ?? null];
	return makesTar(value, names) || (type !== null && qualifiedName(type, names) === 'tarfile.TarFile');
};

/** Whether the code around asks for the version of Python, or its comments tell why the filter is not passed. */
const isForOldPython = (call: SgNode): boolean =>
	call
		.ancestors()
		.some(
			around =>
				around.kind() === 'if_statement' &&
				/version_info|hasattr\(|_filter\b/.test(around.field('condition')?.text() ?? ''),
		) ||
	enclosing(call, ['function_definition'])?.has({ rule: { kind: 'comment', regex: '\\bfilter\\b' } }) ===
		true;

export default defineFixer({
	id: 'archive-filter',
	title: 'Unpack archives with `filter="data"`',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Archives of plain files unpack as before. Entries that leave the folder, devices and links out of it are refused, and ' +
		'modes that let others write are taken off. Python has the filter since 3.12, and since 3.11.4, 3.10.12, 3.9.17 and 3.8.17.',
	takes: isArchive,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.filter(isArchive).map(({ at }) => at.path))],
	plan({ findings, texts, engines }) {
		const places = new Set(findings.filter(isArchive).map(({ at }) => `${at.path}:${at.line}:${at.column}`));
		const edits: Edit[] = [];
		const others: string[] = [];
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const root = engines.python({ path, text, lineStarts });
			const names = namesIn(root);
			const splices = root.findAll({ rule: { kind: 'call' } }).flatMap(call => {
				const callee = call.field('function');
				if (!callee || !callee.text().endsWith('.extractall')) return [];
				if (!places.has(`${path}:${placeKeyOf(lineStarts, callee)}`)) return [];
				const receiver = callee.field('object');
				if (!receiver || !isTar(receiver, root, names)) {
					others.push(`\`${briefly(receiver?.text() ?? '')}\` in \`${path}\``);
					return [];
				}
				if (isForOldPython(call)) {
					others.push(`\`${briefly(receiver.text())}\` in \`${path}\`, for a Python without the filter`);
					return [];
				}
				const { keywords, kwargs, splat, positional } = argumentsOf(call);
				if (keywords.has('filter') || kwargs || splat || positional.length > 2) return [];
				const quote = /'/.test(text) && !/"/.test(text) ? "'" : '"';
				return insertKeyword(text, call, `filter=${quote}data${quote}`);
			});
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first)
			return declined(
				others[0] === undefined
					? 'what is passed to `extractall` is not written out where it is called'
					: `it cannot be told that the filter can be given to ${others[0]}: other archives have none, nor has an old Python`,
			);
		return {
			outcome: 'plan',
			area: 'security',
			summary: 'unpack archives inside their folder only',
			changed: [
				'`extractall` gets `filter="data"`.',
				...(others.length > 0
					? [
							`Left as ${others.length === 1 ? 'it is' : 'they are'}: ${others.slice(0, 5).join(', ')}, which may be no tar archive.`,
						]
					: []),
			],
			atRunTime:
				'An archive with an entry that leaves the folder is refused; before, it was written wherever the entry said.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
