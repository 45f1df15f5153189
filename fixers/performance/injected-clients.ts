import { counted } from '../../source/core/counted.ts';
import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { appendItem } from '../../source/edit/python/items.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { builtClientsIn, type BuiltClient } from '../../source/edit/python/built-clients.ts';
import { lineOf, partsOf, startOf } from '../../source/edit/python/nodes.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { createSpliceSet } from '../../source/edit/splice-set.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

const question = 'parameter';

const isOpen = ({ level, key }: Finding): boolean => level !== 'info' && key === 'built';

const pathsOf = (findings: readonly Finding[]): readonly string[] => [
	...new Set(findings.filter(isOpen).map(({ at }) => at.path)),
];

/** Files where FastAPI may be told to build objects: it reads their constructors. */
const buildersIn = (facts: Pick<Facts, 'files' | 'modules'>, project: Project): readonly string[] =>
	filesIn(facts.modules, facts, project).flatMap(({ path, value }) =>
		value.imports.some(
			({ module, name }) => /^fastapi\b/.test(module) && (name === 'Depends' || name === null),
		)
			? [path]
			: [],
	);

const reserved = /^(?:self|cls|id|type|input|object|str|int|list|dict|set|print|open|None|True|False)$/;

const namesOfParameters = (list: SgNode): readonly string[] =>
	partsOf(list).map(part =>
		(part.field('name') ?? part.find({ rule: { kind: 'identifier' } }) ?? part).text(),
	);

/** Whether the signature says types, so that one without would stand out to mypy. */
const isTyped = (init: SgNode, list: SgNode): boolean =>
	init.field('return_type') !== null || partsOf(list).some(part => String(part.kind()).startsWith('typed_'));

/** The parameters that a constructor gets, or why it gets none. */
const parametersFor = (
	{ init, makes }: BuiltClient,
	list: SgNode,
): readonly { readonly name: string; readonly call: SgNode }[] | string => {
	if (partsOf(list).some(part => /splat|separator/.test(String(part.kind()))))
		return 'its constructor takes what it passes on, or by keyword only';
	const changed = makes.find(({ attribute }) =>
		new RegExp(`\\bself\\.${attribute}\\s*[.[]|\\(\\s*self\\.${attribute}\\b`).test(init.text()),
	);
	if (changed)
		return `its constructor goes on with \`self.${changed.attribute}\`, which would change what is passed`;
	const taken = new Set(namesOfParameters(list));
	const body = init.field('body');
	const used = new Set(
		(body?.findAll({ rule: { kind: 'identifier' } }) ?? [])
			.filter(node => {
				const parent = node.parent();
				return parent?.kind() !== 'attribute' || parent.field('object')?.id() === node.id();
			})
			.map(node => node.text()),
	);
	const wanted = makes.map(({ attribute, call }) => ({ name: attribute.replace(/^_+/, ''), call }));
	const clash = wanted.find(
		({ name }, at) =>
			name === '' ||
			reserved.test(name) ||
			taken.has(name) ||
			used.has(name) ||
			wanted.findIndex(other => other.name === name) !== at,
	);
	return clash ? `\`${clash.name}\` already means something in its constructor` : wanted;
};

export default defineFixer({
	id: 'injected-clients',
	title: 'Let constructors be given their clients',
	checks: ['global-state/collaborators'],
	safety: 'guided',
	needs: ['files', 'modules'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'The parameter comes last and may be left out, and then the class makes its client as before: no call has to change. ' +
		'Constructors with `*args`, `**kwargs` or keywords only, and names that are taken, are left alone.',
	perFile: true,
	takes: isOpen,
	questions: ({ findings }) => [
		{
			id: question,
			prompt: `Give the constructors in ${counted(new Set(findings.map(({ at }) => at.path)).size, 'file')} a parameter for each client?`,
			explanation:
				'Tests can pass a fake then. Whoever makes the objects may go on as before; classes that derive from them and have a constructor of their own do not hand it on.',
			kind: { type: 'yes-no' },
			fallback: 'yes',
		},
	],
	reads: ({ findings, facts, project }) => [
		...new Set([...pathsOf(findings), ...buildersIn(facts, project)]),
	],
	plan({ facts, project, findings, texts, answers, engines }) {
		if (answers[question] === 'no') return declined('the constructors stay as they are, by your answer');
		const edits: Edit[] = [];
		const left: string[] = [];
		let count = 0;
		const builders = buildersIn(facts, project).map(path => texts.get(path) ?? '');
		for (const path of pathsOf(findings)) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
			const names = namesIn(root);
			const splices = createSpliceSet();
			for (const built of builtClientsIn(root, names)) {
				const { init, owner } = built;
				const list = init.field('parameters');
				if (!list || built.makes.length === 0) continue;
				const where = `\`${owner}\` at ${path}:${lineOf(init)}`;
				const asked = new RegExp(
					`Depends\\(\\s*(?:\\w+\\.)?${owner}\\b|Annotated\\[\\s*(?:\\w+\\.)?${owner}\\b`,
				);
				if (builders.some(each => asked.test(each))) {
					left.push(`${where}: FastAPI would take the parameter from the request`);
					continue;
				}
				const wanted = parametersFor(built, list);
				if (typeof wanted === 'string') {
					left.push(`${where}: ${wanted}`);
					continue;
				}
				const typed = isTyped(init, list);
				const any: { readonly code: string; readonly edit: EditResult } = typed
					? importName(text, root, names, 'typing', 'Any')
					: { code: '', edit: { outcome: 'spliced', splices: [], dropsComments: [] } };
				if (any.edit.outcome === 'declined') {
					left.push(`${where}: ${any.edit.reason}`);
					continue;
				}
				splices.add(any.edit.splices);
				const parameters = wanted.map(({ name }) => (typed ? `${name}: ${any.code} = None` : `${name}=None`));
				splices.add(appendItem(text, list.children(), parameters.join(', ')));
				for (const { name, call } of wanted)
					splices.add([{ start: startOf(call), end: startOf(call), text: `${name} or ` }]);
				count++;
			}
			const edit = splices.edit(path);
			if (edit) edits.push(edit);
		}
		const [first, ...rest] = edits;
		if (!first) return declined(left[0] ?? 'no constructor is there that makes a client by itself');
		const classes = counted(count, 'class', 'classes');
		return {
			outcome: 'plan',
			area: 'code',
			summary: `let ${classes} be given clients`,
			changed: [
				`${classes} ${count === 1 ? 'takes' : 'take'} clients as parameters, and ${count === 1 ? 'makes' : 'make'} them where none is given.`,
				...(left.length > 0 ? [`Left as they are: ${left.slice(0, 5).join('; ')}.`] : []),
			],
			atRunTime: 'Nothing, until a client is passed.',
			followUps: ['Pass fakes in the tests, where `patch` stood in for the client'],
			edits: [first, ...rest],
		};
	},
});
