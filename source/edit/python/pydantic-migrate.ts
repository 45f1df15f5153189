import type { SgNode } from '@ast-grep/napi';
import { eolOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import { beginsLine, indentOf, lineEnd } from '../text.ts';
import { argumentsOf, replaceNode } from './calls.ts';
import { qualifiedName, type Names } from './names.ts';
import { endOf, lineOf, partsOf, startOf } from './nodes.ts';
import { oldValidatorsIn, parametersOf, type OldValidator } from './pydantic-validators.ts';

// https://docs.pydantic.dev/latest/migration/#changes-to-validators

/** A class with what decides whether its validators may be converted. */
export interface ModelClass {
	readonly name: string;
	readonly line: number;
	/** Last parts of the names of its bases. */
	readonly bases: readonly string[];
	/** Its base is a model of Pydantic itself, or it has none. */
	readonly isRoot: boolean;
	readonly validators: readonly OldValidator[];
	/** Why they cannot be converted, a clause; null where they can. */
	readonly refusal: string | null;
}

const keywords = new Set(['pre', 'allow_reuse', 'check_fields', 'always', 'each_item', 'skip_on_failure']);

/** A literal that changes nothing. */
const isOff = (value: string | undefined): boolean => value === undefined || value === 'False';

const literal = (call: SgNode, name: string): string | undefined =>
	argumentsOf(call).keywords.get(name)?.field('value')?.text();

const fieldsIn = (call: SgNode | null): readonly string[] =>
	call ? argumentsOf(call).positional.map(node => node.text().replaceAll(/^["']|["']$/g, '')) : [];

/** Why one validator cannot be converted, a clause. */
const refusalFor = (found: OldValidator): string | null => {
	const { call, siblings, decorator, definition, kind } = found;
	const name = `\`${definition.field('name')?.text() ?? ''}\``;
	if (!call) return `${name} has a decorator without arguments`;
	const at = siblings.findIndex(each => each.id() === decorator.id());
	const others = siblings.filter((_, index) => index !== at);
	if (others.length > 1 || others.some(each => each.text().trim() !== '@classmethod') || at > 0)
		return `${name} has other decorators`;
	const passed = argumentsOf(call);
	if (passed.splat || passed.kwargs) return `the fields of ${name} are worked out`;
	if (call.has({ rule: { kind: 'comment' } })) return `a comment stands in the decorator of ${name}`;
	const strange = [...passed.keywords.keys()].find(each => !keywords.has(each));
	if (strange !== undefined) return `${name} takes \`${strange}\``;
	const pre = literal(call, 'pre');
	if (pre !== undefined && pre !== 'True' && pre !== 'False') return `\`pre\` of ${name} is worked out`;
	if (!isOff(literal(call, 'always')))
		return `${name} says \`always\`, for which the field itself has to change`;
	if (!isOff(literal(call, 'each_item')))
		return `${name} says \`each_item\`, which Pydantic 2 has no word for`;
	if (kind === 'root_validator' && pre !== 'True')
		return `${name} is a root validator that runs after the fields`;
	const parameters = parametersOf(definition);
	if (parameters.some(({ isSplat }) => isSplat))
		return `${name} takes \`*\` arguments, which Pydantic 2 leaves empty`;
	if (!/^(?:cls|_cls|self|klass)$/.test(parameters[0]?.name ?? ''))
		return `${name} does not take the class first`;
	if (kind === 'root_validator') return parameters.length === 2 ? null : `${name} takes other parameters`;
	if (parameters.length === 2 && parameters[1]?.name !== 'values')
		return passed.positional.length > 0 ? null : `${name} names no field`;
	if (parameters.length !== 3 || parameters[2]?.name !== 'values') return `${name} takes other parameters`;
	const body = definition.field('body');
	const text = definition.text();
	if (!body || /\binfo\b/.test(text)) return `${name} uses the name \`info\``;
	const [first] = partsOf(body);
	if (!first || first.range().start.line === definition.range().start.line)
		return `${name} is written on one line`;
	const annotated = definition.field('parameters');
	return annotated && partsOf(annotated)[2]?.field('value') ? `${name} gives \`values\` a default` : null;
};

const newNames = /^pydantic\.(?:functional_validators\.)?(field_validator|model_validator)$/;

/** Fields that new validators of a class are for, and whether one is for the model as a whole. */
const newIn = (
	owner: SgNode,
	names: Names,
): { readonly fields: readonly string[]; readonly hasModel: boolean } => {
	const fields: string[] = [];
	let hasModel = false;
	for (const decorator of owner.findAll({ rule: { kind: 'decorator' } })) {
		const [call] = partsOf(decorator);
		const callee = call?.kind() === 'call' ? call.field('function') : null;
		const kind = callee ? newNames.exec(qualifiedName(callee, names) ?? '')?.[1] : undefined;
		if (kind === 'model_validator') hasModel = true;
		if (kind === 'field_validator' && call) fields.push(...fieldsIn(call));
	}
	return { fields, hasModel };
};

const mixedWith = (owner: SgNode, validators: readonly OldValidator[], names: Names): string | null => {
	const { fields, hasModel } = newIn(owner, names);
	if (hasModel && validators.some(({ kind }) => kind === 'root_validator'))
		return 'it has old and new validators of the model, whose order would change';
	const shared = validators
		.flatMap(({ kind, call }) => (kind === 'validator' ? fieldsIn(call) : []))
		.find(field => fields.includes(field) || (fields.length > 0 && field === '*') || fields.includes('*'));
	return shared === undefined ? null : `\`${shared}\` has old and new validators, whose order would change`;
};

/** Every class of a file, with the old validators that stand directly in it. */
export const modelClassesIn = (root: SgNode, names: Names): readonly ModelClass[] => {
	const found = oldValidatorsIn(root, names);
	return root.findAll({ rule: { kind: 'class_definition' } }).map(node => {
		const validators = found.filter(({ owner }) => owner?.id() === node.id());
		const bases = partsOf(node.field('superclasses') ?? node).flatMap(base => {
			if (node.field('superclasses') === null || base.kind() === 'keyword_argument') return [];
			const chain = base.kind() === 'subscript' ? base.field('value') : base;
			return chain ? [chain] : [];
		});
		return {
			name: node.field('name')?.text() ?? '',
			line: lineOf(node),
			bases: bases.map(base => base.text().replace(/^.*\./s, '')),
			isRoot: bases.every(base =>
				/^(?:pydantic|pydantic_settings|typing|abc|enum|typing_extensions)\./.test(
					qualifiedName(base, names) ?? '',
				),
			),
			validators,
			refusal:
				validators.map(refusalFor).find(reason => reason !== null) ??
				(validators.length > 0 ? mixedWith(node, validators, names) : null),
		};
	});
};

/** Takes an argument out with its comma. */
const removal = (list: SgNode, item: SgNode): Splice => {
	const children = list.children();
	const index = children.findIndex(child => child.id() === item.id());
	const before = children.slice(0, index).findLast(child => child.kind() === ',');
	if (before) return { start: startOf(before), end: endOf(item), text: '' };
	const next = children.slice(index + 1).find(child => child.isNamed());
	return { start: startOf(item), end: next ? startOf(next) : endOf(item), text: '' };
};

/** The quotes of the first string of a call. */
const quoteIn = (call: SgNode): string => (/^[^"]*'/.test(call.text()) ? "'" : '"');

/** What converts one validator, and whether it reads other fields and so needs `ValidationInfo`. */
export const convertValidator = (
	text: string,
	{ kind, call, callee, decorator, siblings, definition }: OldValidator,
	called: string,
	infoName: string,
): { readonly splices: readonly Splice[]; readonly readsOthers: boolean } => {
	if (!call) return { splices: [], readsOthers: false };
	const list = call.field('arguments') ?? call;
	const eol = eolOf(text);
	const indent = indentOf(text, startOf(decorator));
	const splices: Splice[] = [replaceNode(callee, called)];
	for (const [name, node] of argumentsOf(call).keywords) {
		const value = node.field('value')?.text();
		if (name === 'check_fields') continue;
		if (name === 'pre' && value === 'True') {
			const quote = quoteIn(call);
			splices.push(replaceNode(node, `mode=${quote}before${quote}`));
		} else splices.push(removal(list, node));
	}
	if (siblings.length === 1) {
		const at = lineEnd(text, endOf(decorator));
		splices.push({ start: at, end: at, text: `${eol}${indent}@classmethod` });
	}
	const parameters = definition.field('parameters');
	const third = parameters ? partsOf(parameters)[2] : undefined;
	const body = definition.field('body');
	if (kind !== 'validator' || !third || !body) return { splices, readsOthers: false };
	splices.push(replaceNode(third, `info: ${infoName}`));
	const statements = partsOf(body);
	const [first, second] = statements;
	const isDocstring = first?.kind() === 'expression_statement' && first.child(0)?.kind() === 'string';
	const anchor = isDocstring ? second : first;
	if (anchor && beginsLine(text, startOf(anchor))) {
		const at = startOf(anchor);
		splices.push({ start: at, end: at, text: `values = info.data${eol}${indentOf(text, at)}` });
	}
	return { splices, readsOthers: true };
};
