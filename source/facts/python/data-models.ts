import type { SgNode } from '@ast-grep/napi';
import type { DataClass, DataModels, OldPydantic } from '../../core/facts/data-models.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { isTestPath } from '../../core/test-paths.ts';
import { positionAt } from '../../core/text.ts';
import { dataclassesIn, oldAttrsIn } from '../../edit/python/dataclasses.ts';
import { namesIn, qualifiedName, type Names } from '../../edit/python/names.ts';
import { lineOf, partsOf, startOf } from '../../edit/python/nodes.ts';
import { hiddenValidatorsIn, oldValidatorsIn, refusalOf } from '../../edit/python/pydantic-validators.ts';

const oldAttrs = /@attr\.(?:s|attrs)\b|from[ \t]+attr[ \t]+import/;
const oldWords =
	/validator\b|\bclass[ \t]+Config\b|\.(?:parse_obj|parse_raw|parse_file|from_orm|update_forward_refs)\(/;
const oldMethod = /\b([A-Z]\w*)\.(parse_obj|parse_raw|parse_file|from_orm|update_forward_refs)\(/g;
const unchecked =
	/\b([A-Z]\w*(?:Request|Event|Payload|Message|Input))\(\s*\*\*\s*\(?\s*(?:await\s+)?(json\.loads|event\b|request\.(?:json|get_json)\b|payload\b|body\b)/g;

/** Classes of the file that derive from a model of Pydantic, directly or through each other. */
const modelsIn = (root: SgNode, names: Names): readonly SgNode[] => {
	const classes = root.findAll({ rule: { kind: 'class_definition' } }).map(node => ({
		node,
		name: node.field('name')?.text() ?? '',
		bases: partsOf(node.field('superclasses') ?? node).filter(
			base => base.kind() === 'identifier' || base.kind() === 'attribute',
		),
	}));
	const models = new Set<string>();
	let before = -1;
	while (before !== models.size) {
		before = models.size;
		for (const { name, node, bases } of classes) {
			if (node.field('superclasses') === null) continue;
			const isModel = bases.some(
				base =>
					models.has(base.text()) ||
					/^pydantic(?:_settings)?\.(?:main\.)?Base(?:Model|Settings)$/.test(
						qualifiedName(base, names) ?? '',
					),
			);
			if (isModel) models.add(name);
		}
	}
	return classes.flatMap(({ node, name }) => (models.has(name) ? [node] : []));
};

const configsIn = (models: readonly SgNode[]): readonly OldPydantic[] =>
	models.flatMap(model => {
		const config = partsOf(model.field('body') ?? model).find(
			part => part.kind() === 'class_definition' && part.field('name')?.text() === 'Config',
		);
		return config ? [{ kind: 'config', line: lineOf(config), name: model.field('name')?.text() ?? '' }] : [];
	});

const pydanticIn = (
	root: SgNode,
	names: Names,
	text: string,
	lineStarts: readonly number[],
): readonly OldPydantic[] => {
	const validators = oldValidatorsIn(root, names).flatMap((found): readonly OldPydantic[] => {
		const name = found.definition.field('name')?.text() ?? '';
		const line = lineOf(found.decorator);
		const refusal = refusalOf(found);
		return [
			...(refusal ? [{ kind: refusal, line, name }] : []),
			...(found.callee.kind() === 'attribute'
				? [{ kind: 'attribute' as const, line, name: found.kind }]
				: []),
		];
	});
	const hidden = hiddenValidatorsIn(root, names).map(({ decorator, name }): OldPydantic => ({
		kind: 'hidden',
		line: lineOf(decorator),
		name,
	}));
	const models = modelsIn(root, names);
	const known = new Set(models.map(model => model.field('name')?.text() ?? ''));
	const methods = [...text.matchAll(oldMethod)].flatMap(
		({ 1: owner = '', 2: method = '', index }): OldPydantic[] =>
			known.has(owner) ? [{ kind: 'method', line: positionAt(lineStarts, index).line, name: method }] : [],
	);
	return [...validators, ...hidden, ...configsIn(models), ...methods];
};

/** Dataclasses, old attrs and what is left of Pydantic 1; files that name none of them are not parsed. */
export default defineFileGatherer({
	fact: 'dataModels',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py') && !isTestPath(path),
	extract(file, engines): DataModels | null {
		const { text, lineStarts } = file;
		const hasDataclasses = text.includes('dataclass') && /^[ \t]*@(?:\w+\.)?\w*dataclass\w*/m.test(text);
		const hasAttrs = text.includes('attr') && oldAttrs.test(text);
		const hasPydantic = text.includes('pydantic') && oldWords.test(text);
		const built = text.includes('(**') ? [...text.matchAll(unchecked)] : [];
		if (!hasDataclasses && !hasAttrs && !hasPydantic && built.length === 0) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const names = namesIn(root);
		const dataclasses = hasDataclasses
			? dataclassesIn(root, names).map(
					({ name, definition, isSlotted, hasBases, obstacle, faults }): DataClass => ({
						name,
						line: positionAt(lineStarts, startOf(definition)).line,
						isSlotted,
						hasBases,
						obstacle,
						faults: isSlotted
							? faults.map(fault => ({ kind: fault.kind, name: fault.name, line: lineOf(fault.node) }))
							: [],
					}),
				)
			: [];
		const found: DataModels = {
			dataclasses,
			oldAttrs: hasAttrs ? oldAttrsIn(root, names).map(lineOf) : [],
			pydantic: hasPydantic ? pydanticIn(root, names, text, lineStarts) : [],
			unchecked: built.map(({ 1: name = '', 2: from = '', index }) => ({
				name,
				line: positionAt(lineStarts, index).line,
				from,
			})),
		};
		return Object.values(found).some(list => list.length > 0) ? found : null;
	},
});
