import type { Facts, Project } from '../../source/core/facts.ts';
import type { Edit } from '../../source/core/tree.ts';
import { replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { qualifiedName } from '../../source/edit/python/names.ts';
import { runtimeListFor } from '../logging/runtime-dependency.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://github.com/tiran/defusedxml

const parsers =
	/^xml\.(etree\.c?ElementTree\.(?:parse|iterparse|fromstring|XML|XMLParser)|dom\.(?:minidom|pulldom)\.parse(?:String)?|sax\.(?:parse|parseString|make_parser))$/;

/** The module of `defusedxml`, and the function of the same name. */
const defused = (name: string): { readonly module: string; readonly code: string } => {
	const parts = name.split('.');
	const parser = parts.at(-1) ?? '';
	const module = `defusedxml.${(parts.at(-2) ?? '').replace('cElementTree', 'ElementTree')}`;
	return { module, code: `${module}.${parser}` };
};

const listFor = (path: string, facts: Pick<Facts, 'toml' | 'requirements'>, project: Project) =>
	runtimeListFor(path, 'defusedxml', '0.7.1', facts, project);

/** Whether a manifest or list names the package already. */
const asksForIt = (text: string): boolean => /^[^#]*?(?:^|["'\s])defusedxml\b/m.test(text);

export default fixWeakCalls({
	id: 'defused-xml',
	title: 'Parse XML with `defusedxml`',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: ['toml', 'requirements'],
	touches: ['**/pyproject.toml', '**/requirements.{in,txt}'],
	safetyNote:
		'Documents without entities of their own parse to the same elements, and the errors of a broken document are the same class. ' +
		'Documents that declare entities are refused with `EntitiesForbidden`. Only what parses is replaced; elements are made as before.',
	takes: isOpenWith('S313', 'S314', 'S315', 'S316', 'S317', 'S318', 'S319'),
	alsoReads: (paths, facts, project) =>
		paths.flatMap(path => {
			const list = listFor(path, facts, project);
			return list ? [list.path] : [];
		}),
	isMeant: (callee, names) => parsers.test(qualifiedName(callee, names) ?? ''),
	mend({ callee, text, root, names, path, facts, project }) {
		if (!listFor(path, facts, project))
			return 'no list of dependencies is known that `defusedxml` could join';
		const { module, code } = defused(qualifiedName(callee, names) ?? '');
		const { edit } = importModule(text, root, names, module);
		return [edit, [replaceNode(callee, code)]];
	},
	alongside(paths, { facts, project, texts }) {
		const lists = new Map(
			paths.flatMap(path => {
				const list = listFor(path, facts, project);
				return list ? [[list.path, list]] : [];
			}),
		);
		const edits: Edit[] = [];
		for (const list of lists.values()) {
			const text = texts.get(list.path) ?? '';
			if (asksForIt(text)) continue;
			const added = list.add(text);
			if (added.outcome === 'declined') return added.reason;
			const [first, ...rest] = added.splices;
			if (first) edits.push({ kind: 'splice', path: list.path, splices: [first, ...rest] });
		}
		return edits;
	},
	says: () => ({
		summary: 'parse XML with defusedxml',
		changed: 'What parses XML comes from `defusedxml`, which the project asks for.',
		atRunTime: 'A document that declares entities, or that fetches others, raises an error of `defusedxml`.',
		followUps: ['With mypy, add `types-defusedxml` to the development dependencies'],
	}),
});
