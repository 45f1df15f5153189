import type { SgNode } from '@ast-grep/napi';
import type { BuiltCollaborator, ChangedContainer, Rebinding } from '../../core/facts/global-state.ts';
import { builtClientsIn } from './built-clients.ts';
import type { Names } from './names.ts';
import { enclosing, lineOf, partsOf } from './nodes.ts';

const functionOf = (node: SgNode): SgNode | null => enclosing(node, ['function_definition', 'lambda']);
const nameOf = (definition: SgNode): string => definition.field('name')?.text() ?? '';

const decoratorsOf = (definition: SgNode): readonly string[] => {
	const around = definition.parent();
	return around?.kind() === 'decorated_definition'
		? around.children().flatMap(child => (child.kind() === 'decorator' ? [child.text()] : []))
		: [];
};

const parametersOf = (definition: SgNode): readonly string[] => {
	const list = definition.field('parameters');
	return (list ? partsOf(list) : []).map(
		node =>
			(node.kind() === 'identifier'
				? node
				: (node.field('name') ?? node.find({ rule: { kind: 'identifier' } }))
			)?.text() ?? '',
	);
};

const entry = /^_?(?:main|cli|run|parse_args|setup_logging|configure|startup|lifespan)$/;
const command = /^@[\w.]*\b(?:command|group|callback)\b/;
const route = /^@[\w.]+\.(?:get|post|put|patch|delete|route|websocket)\s*\(/;
const requestNames = /\b(?:event|context|request)\b/;

const isEntry = (definition: SgNode): boolean =>
	entry.test(nameOf(definition)) || decoratorsOf(definition).some(text => command.test(text));

/** A function that Lambda or a web framework calls with a request. */
const takesRequests = (definition: SgNode): boolean => {
	const [first = '', second = ''] = parametersOf(definition);
	return (
		(first === 'event' && /^_?(?:context|ctx)?$/.test(second)) ||
		(parametersOf(definition).includes('request') && decoratorsOf(definition).some(text => route.test(text)))
	);
};

const comesFromRequest = (definition: SgNode, value: SgNode | null): boolean =>
	value !== null && takesRequests(definition) && requestNames.test(value.text());

/** Whether an assignment stands behind a condition that asks for the name it assigns. */
const isGuarded = (definition: SgNode, assignment: SgNode, name: string): boolean => {
	const { start } = assignment.range();
	return definition
		.findAll({ rule: { any: [{ kind: 'if_statement' }, { kind: 'elif_clause' }] } })
		.some(
			node =>
				node.range().start.index < start.index &&
				new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(node.field('condition')?.text() ?? ''),
		);
};

/** Marks of what happens once in a process. */
const done = /cold|warm|initiali[sz]ed|configured|started|loaded|_done$|ready/i;

interface Assigned {
	readonly definition: SgNode;
	readonly node: SgNode;
	readonly value: SgNode | null;
}

const assignmentsTo = (definition: SgNode, name: string): readonly Assigned[] =>
	definition
		.findAll({
			rule: {
				any: [
					{ kind: 'assignment', has: { field: 'left', kind: 'identifier', regex: `^${name}$` } },
					{ kind: 'augmented_assignment', has: { field: 'left', kind: 'identifier', regex: `^${name}$` } },
				],
			},
		})
		.filter(node => functionOf(node)?.id() === definition.id())
		.map(node => ({ definition, node, value: node.field('right') }));

/** What functions assign to names that they declare `global`. */
export const rebindingsIn = (root: SgNode): readonly Rebinding[] => {
	const byName = new Map<string, Assigned[]>();
	for (const statement of root.findAll({ rule: { kind: 'global_statement' } })) {
		const definition = functionOf(statement);
		if (!definition) continue;
		for (const name of partsOf(statement)) {
			// `__doc__` and its like describe the module.
			if (/^__\w+__$/.test(name.text())) continue;
			const known = byName.get(name.text()) ?? [];
			known.push(...assignmentsTo(definition, name.text()));
			byName.set(name.text(), known);
		}
	}
	return [...byName].flatMap(([name, assigned]) =>
		assigned.map(({ definition, node, value }): Rebinding => {
			const isReset = node.kind() === 'assignment' && value?.text() === 'None';
			const isMark = /^(?:True|False)$/.test(value?.text() ?? '') && done.test(name);
			const isLazy = node.kind() === 'assignment' && (isReset || isMark || isGuarded(definition, node, name));
			return {
				name,
				line: lineOf(node),
				function: nameOf(definition),
				kind: isLazy ? 'lazy' : 'counts',
				isEntry: isEntry(definition),
				carriesRequest: comesFromRequest(definition, value),
			};
		}),
	);
};

const makers = /^(?:dict|list|set|defaultdict|deque|OrderedDict|Counter|collections\.\w+)$/;
const containerKinds = new Set([
	'dictionary',
	'list',
	'set',
	'dictionary_comprehension',
	'list_comprehension',
	'set_comprehension',
]);

const containersOf = (root: SgNode): readonly string[] =>
	root.children().flatMap(statement => {
		const assignment = statement.kind() === 'expression_statement' ? statement.child(0) : null;
		const left = assignment?.kind() === 'assignment' ? assignment.field('left') : null;
		const right = assignment?.field('right');
		if (left?.kind() !== 'identifier' || !right) return [];
		const isContainer =
			containerKinds.has(String(right.kind())) ||
			(right.kind() === 'call' && makers.test(right.field('function')?.text() ?? ''));
		return isContainer ? [left.text()] : [];
	});

const methods =
	'append|appendleft|extend|insert|add|update|setdefault|pop|popleft|popitem|remove|discard|clear|subtract';
const meant =
	/cache|memo|regist|handler|plugin|hook|loaded|known|seen|lookup|singleton|instances|pool|background|_tasks$/i;
const registering =
	/^__init_subclass__$|^_?(?:register|install_|populate|import_|load_all|discover)|decorator|^wrapper$/;

/** A decorator gives back what it is given. */
const returnsParameter = (definition: SgNode): boolean => {
	const [first = ''] = parametersOf(definition);
	const last = partsOf(definition.field('body') ?? definition).at(-1);
	return first !== '' && last?.kind() === 'return_statement' && last.text() === `return ${first}`;
};

const isShadowed = (definition: SgNode, name: string): boolean => {
	for (let around: SgNode | null = definition; around; around = functionOf(around)) {
		if (parametersOf(around).includes(name)) return true;
		const isLocal =
			assignmentsTo(around, name).length > 0 ||
			around.has({
				rule: {
					any: [
						{ kind: 'for_statement', has: { field: 'left', regex: `\\b${name}\\b` } },
						{ kind: 'as_pattern_target', regex: `^${name}$` },
						{ kind: 'for_in_clause', has: { field: 'left', regex: `\\b${name}\\b` } },
					],
				},
			});
		const isGlobal = around
			.findAll({ rule: { kind: 'global_statement' } })
			.some(node => partsOf(node).some(each => each.text() === name));
		if (isLocal && !isGlobal) return true;
	}
	return false;
};

/** Containers of the module that functions change; each change once for name and function. */
export const changedContainersIn = (root: SgNode, text: string): readonly ChangedContainer[] => {
	const names = containersOf(root);
	if (names.length === 0) return [];
	const any = `(?:${names.join('|')})`;
	const changes = root.findAll({
		rule: {
			any: [
				{ kind: 'assignment', has: { field: 'left', kind: 'subscript', regex: `^${any}\\s*\\[` } },
				{ kind: 'augmented_assignment', has: { field: 'left', regex: `^${any}(?:\\s*\\[|$)` } },
				{ kind: 'delete_statement', regex: `^del\\s+${any}\\s*\\[` },
				{ kind: 'call', has: { field: 'function', regex: `^${any}\\.(?:${methods})$` } },
			],
		},
	});
	const found = new Map<string, ChangedContainer>();
	for (const node of changes) {
		const definition = functionOf(node);
		if (!definition || definition.kind() === 'lambda') continue;
		const name = /^(?:del\s+)?(\w+)/.exec(node.text())?.[1] ?? '';
		const key = `${name} ${nameOf(definition)}`;
		if (found.has(key) || isShadowed(definition, name)) continue;
		const outer = functionOf(definition) ?? definition;
		const isDecorator =
			new RegExp(`^[ \\t]*@(?:\\w+\\.)?${nameOf(outer)}\\b`, 'm').test(text) || returnsParameter(definition);
		const value = node.kind() === 'call' ? node.field('arguments') : node.field('right');
		found.set(key, {
			name,
			line: lineOf(node),
			function: nameOf(definition),
			isMeant: meant.test(name) || isDecorator || registering.test(nameOf(outer)) || isEntry(outer),
			carriesRequest: comesFromRequest(definition, value),
		});
	}
	return [...found.values()];
};

/** Constructors that make a client themselves, where the class takes nothing that could be one. */
export const builtCollaboratorsIn = (root: SgNode, names: Names): readonly BuiltCollaborator[] =>
	builtClientsIn(root, names).flatMap(({ owner, makes: [first] }) =>
		first ? [{ owner, line: lineOf(first.call), call: first.call.field('function')?.text() ?? '' }] : [],
	);
