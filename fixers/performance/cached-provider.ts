import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { namesIn, type Names } from '../../source/edit/python/names.ts';
import { endOf, lineOf, partsOf, startOf } from '../../source/edit/python/nodes.ts';
import { assignmentIn } from '../../source/edit/python/top-level.ts';
import { afterLine, indentOf, lineEnd, lineStart } from '../../source/edit/text.ts';
import { importsCalled, moduleName } from '../importing-tests.ts';
import { createSpliceSet } from '../../source/edit/splice-set.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.python.org/3/library/functools.html#functools.cache

const question = 'one-thread';
/** Files that may name the global. */
const most = 2000;

type Read = Pick<Facts, 'files' | 'modules'>;

const isLazy = ({ level, key }: Finding): boolean => level === 'info' && key === 'lazy';

const pathsOf = (findings: readonly Finding[]): readonly string[] => [
	...new Set(findings.filter(isLazy).map(({ at }) => at.path)),
];

/** Files that import a module of such a name, and the tests, which may name it as text. */
const othersFor = (paths: readonly string[], facts: Read, project: Project): readonly string[] => {
	const called = new Set(paths.map(moduleName));
	return filesIn(facts.modules, facts, project).flatMap(({ path, role }) =>
		role === 'test' || importsCalled(path, called, facts) ? [path] : [],
	);
};

/** A function that makes a global once, in the one shape that a cache replaces. */
interface Provider {
	readonly name: string;
	readonly definition: SgNode;
	readonly placeholder: SgNode;
	readonly first: SgNode;
	readonly last: SgNode;
	readonly value: SgNode;
}

const isDocstring = (node: SgNode): boolean =>
	node.kind() === 'expression_statement' && node.child(0)?.kind() === 'string';

const providerOf = (definition: SgNode, root: SgNode): Provider | string => {
	const body = definition.field('body');
	const statements = (body ? partsOf(body) : []).filter((node, at) => !(at === 0 && isDocstring(node)));
	const [first, condition, last, ...more] = statements;
	const name = first?.kind() === 'global_statement' ? /^global\s+(\w+)$/.exec(first.text())?.[1] : undefined;
	const inside = condition?.kind() === 'if_statement' ? condition.field('consequence') : null;
	const [statement, ...others] = inside ? partsOf(inside) : [];
	const assignment = statement ? assignmentIn(statement) : null;
	const value = assignment?.field('right');
	if (
		!first ||
		!last ||
		more.length > 0 ||
		name === undefined ||
		condition?.field('condition')?.text() !== `${name} is None` ||
		condition.field('alternative') ||
		others.length > 0 ||
		assignment?.field('left')?.text() !== name ||
		assignment.field('type') ||
		!value ||
		!new RegExp(`^return\\s+${name}$`).test(last.text())
	)
		return 'it does more than to make the object once';
	if (definition.child(0)?.kind() === 'async' || definition.parent()?.kind() !== 'module')
		return 'it is no plain function of the module';
	if (partsOf(definition.field('parameters') ?? definition).length > 0) return 'it takes parameters';
	if (body?.has({ rule: { kind: 'comment' } })) return 'a comment stands in it';
	if (/"""|'''/.test(value.text())) return 'what it makes holds a text of many lines';
	const placeholder = root.children().find(node => {
		const found = assignmentIn(node);
		return found?.field('left')?.text() === name && found.field('right')?.text() === 'None';
	});
	if (!placeholder) return `\`${name}\` is not simply \`None\` at first`;
	const uses = root.findAll({ rule: { kind: 'identifier', regex: `^${name}$` } });
	if (uses.length !== 5) return `\`${name}\` is used elsewhere in the file`;
	return { name, definition, placeholder, first, last, value };
};

/** Takes the placeholder away, with the blank lines above it where there are some below it, too. */
const withoutPlaceholder = (text: string, node: SgNode): Splice | null => {
	const [from, to] = [lineStart(text, startOf(node)), afterLine(text, endOf(node))];
	if (text.slice(endOf(node), lineEnd(text, endOf(node))).trim() !== '') return null;
	const above = /(?:\r?\n[ \t]*)*$/.exec(text.slice(0, from))?.[0] ?? '';
	const isAlone = /^[ \t]*\r?\n/.test(text.slice(to));
	const eol = text.slice(from - 2, from) === '\r\n' ? 2 : 1;
	const start = isAlone && above.length > eol ? from - above.length + eol : from;
	return { start, end: to, text: '' };
};

const spliced = (text: string, root: SgNode, names: Names, one: Provider): readonly Splice[] | string => {
	const gone = withoutPlaceholder(text, one.placeholder);
	if (!gone) return 'a comment stands beside what it begins with';
	const { code, edit } = importModule(text, root, names, 'functools');
	if (edit.outcome === 'declined') return edit.reason;
	const eol = text.includes('\r\n') ? '\r\n' : '\n';
	const deeper = indentOf(text, startOf(one.value)).slice(indentOf(text, startOf(one.first)).length);
	const value = one.value
		.text()
		.replaceAll(
			`\n${indentOf(text, startOf(one.first))}${deeper}`,
			`\n${indentOf(text, startOf(one.first))}`,
		);
	const at = startOf(one.definition);
	return [
		...edit.splices,
		gone,
		{ start: at, end: at, text: `@${code}.cache${eol}` },
		{ start: startOf(one.first), end: endOf(one.last), text: `return ${value}` },
	];
};

export default defineFixer({
	id: 'cached-provider',
	title: 'Keep what is made once in a cache instead of a global',
	checks: ['global-state/rebinding'],
	safety: 'guided',
	needs: ['files', 'modules'],
	touches: pythonFiles,
	after: [],
	mendsNotes: true,
	perFile: true,
	safetyNote:
		'Only the one shape `if … is None` with nothing beside it, in a function without parameters, whose global no other file names. ' +
		'Callers get the same object each time, as before; two threads that ask at the same moment may each make one, as before.',
	takes: isLazy,
	isReady: (_, { facts }) => facts.modules.size <= most,
	questions: () => [
		{
			id: question,
			prompt: 'Replace the global by a function under `functools.cache`?',
			explanation:
				'It says in one line that the object is made once. Tests that want a fresh one call `cache_clear()`.',
			kind: { type: 'yes-no' },
			fallback: 'yes',
		},
	],
	reads: ({ findings, facts, project }) => {
		const paths = pathsOf(findings);
		return [...new Set([...paths, ...othersFor(paths, facts, project)])];
	},
	plan({ facts, project, findings, texts, answers, engines }) {
		if (answers[question] === 'no') return declined('the globals stay as they are, by your answer');
		const edits: Edit[] = [];
		const left: string[] = [];
		const done: string[] = [];
		for (const path of pathsOf(findings)) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
			const names = namesIn(root);
			const splices = createSpliceSet();
			const others = othersFor([path], facts, project).filter(other => other !== path);
			const candidates = root
				.findAll({ rule: { kind: 'function_definition', has: { kind: 'global_statement', stopBy: 'end' } } })
				.filter(definition => definition.text().includes(' is None'));
			for (const definition of candidates) {
				const where = `\`${definition.field('name')?.text() ?? ''}\` at ${path}:${lineOf(definition)}`;
				const found = providerOf(definition, root);
				if (typeof found === 'string') {
					left.push(`${where}: ${found}`);
					continue;
				}
				const named = new RegExp(`\\b${moduleName(path)}\\b[^]*\\b${found.name}\\b`);
				const user = others.find(other => named.test(texts.get(other) ?? ''));
				if (user !== undefined) {
					left.push(`${where}: \`${user}\` names \`${found.name}\`, too`);
					continue;
				}
				const made = spliced(text, root, names, found);
				if (typeof made === 'string') {
					left.push(`${where}: ${made}`);
					continue;
				}
				splices.add(made);
				done.push(`\`${definition.field('name')?.text() ?? ''}\``);
			}
			const edit = splices.edit(path);
			if (edit) edits.push(edit);
		}
		const [first, ...rest] = edits;
		if (!first) return declined(left[0] ?? 'no function makes a global in the shape that a cache replaces');
		return {
			outcome: 'plan',
			area: 'code',
			summary: 'keep what is made once in a cache',
			changed: [
				`${done.slice(0, 8).join(', ')}${done.length > 8 ? ' and more' : ''}: the object is kept by \`functools.cache\`, the global is gone.`,
				...(left.length > 0 ? [`Left as they are: ${left.slice(0, 5).join('; ')}.`] : []),
			],
			atRunTime: 'Nothing: the object is made at the first call and returned by each.',
			followUps: ['In tests that need a fresh object, call `cache_clear()` on the function'],
			edits: [first, ...rest],
		};
	},
});
