import type { SgNode } from '@ast-grep/napi';
import { lineStartsOf } from '../../core/text.ts';
import type { Splice } from '../../core/tree.ts';
import { createSpliceSet } from '../splice-set.ts';
import { argumentsOf, replaceNode } from './calls.ts';
import { addImportedName, removeImportedNames } from './imports.ts';
import type { ImportedName, Names } from './names.ts';
import { originsOf } from './names.ts';
import { lineOf, placeKeyOf, startOf } from './nodes.ts';
import { loaderNodeOf, moduleValuesOf, safeLoaderFor, yamlNameOf, yamlReaders } from './yaml-loaders.ts';
import { usesOf } from './uses.ts';

/** The edits that make the YAML readers of one file safe. */
export interface SafeYaml {
	readonly splices: readonly Splice[];
	/** What could not be done, one sentence each. */
	readonly refusals: readonly string[];
	/** A loader class gets another base: its own constructors may rely on the old one. */
	readonly changesClass: boolean;
}

const safeReaderFor = (api: string): string => (api.endsWith('_all') ? 'safe_load_all' : 'safe_load');

const isPyYaml = (origin: string): boolean => origin === 'yaml' || origin.startsWith('yaml.');

/** A loader is also a base class, or something is registered on it: then its meaning is not only what one call reads. */
const hasOtherRole = (local: string, root: SgNode, names: Names): boolean =>
	usesOf(root, names, isPyYaml).some(({ node }) => {
		if (node.text() !== local && !node.text().startsWith(`${local}.`)) return false;
		if (/\.add_\w+$/.test(node.text())) return true;
		const list = node.parent()?.kind() === 'keyword_argument' ? node.parent()?.parent() : node.parent();
		const owner = list?.kind() === 'argument_list' ? list.parent() : null;
		return owner?.kind() === 'class_definition' || /\badd_\w+$/.test(owner?.field('function')?.text() ?? '');
	});

const isAliased = ({ item }: ImportedName): boolean => item.kind() === 'aliased_import';

/**
 * Swaps the unsafe readers and loaders of PyYAML at the given places for the safe ones that read plain documents alike.
 * @param places line and column of calls and of class names, joined by a colon
 */
export const safeYaml = (text: string, root: SgNode, names: Names, places: ReadonlySet<string>): SafeYaml => {
	const edits = createSpliceSet();
	const refusals: string[] = [];
	/** Uses replaced by a name of another import, to see afterwards which imports nobody uses. */
	const replaced = new Map<string, { readonly to: string; readonly at: Set<number> }>();
	let changesClass = false;
	const uses = usesOf(root, names, isPyYaml);
	const lineStarts = lineStartsOf(text);
	const isWanted = (node: SgNode): boolean => places.has(placeKeyOf(lineStarts, node));
	const itemsOf = (local: string): readonly ImportedName[] =>
		names.imports.filter(each => each.local === local && each.name !== null && isPyYaml(each.origin));

	/** Swaps what an imported name stands for: in its import where it has an alias, else where it is used. */
	const swap = (node: SgNode, to: (name: string) => string | null): void => {
		if (node.kind() === 'attribute') {
			const attribute = node.field('attribute');
			const name = attribute ? to(attribute.text()) : null;
			if (attribute && name !== null) edits.add([replaceNode(attribute, name)]);
			return;
		}
		const local = node.text();
		const items = itemsOf(local);
		const origins = new Set(items.map(({ name }) => name));
		if (origins.size > 1 || items.some(isAliased)) {
			for (const { item, name } of items) {
				const safe = to(name ?? '');
				if (safe !== null) edits.add([replaceNode(item, `${safe} as ${local}`)]);
			}
			return;
		}
		const safe = to([...origins][0] ?? '');
		if (safe === null) return;
		edits.add([replaceNode(node, safe)]);
		const known = replaced.get(local) ?? { to: safe, at: new Set() };
		known.at.add(startOf(node));
		replaced.set(local, known);
	};

	const swapLoader = (loader: SgNode, line: number): void => {
		if (loader.kind() === 'identifier' && originsOf(loader, names).length === 0) {
			const values = moduleValuesOf(loader, root);
			if (values.length === 0) refusals.push(`the loader in line ${line} is not PyYAML’s own`);
			for (const value of values) swap(value, safeLoaderFor);
			return;
		}
		if (
			loader.kind() === 'identifier' &&
			(itemsOf(loader.text()).some(isAliased) || itemsOf(loader.text()).length > 1)
		) {
			if (hasOtherRole(loader.text(), root, names)) {
				refusals.push(
					`\`${loader.text()}\` in line ${line} is also a base class, or has constructors of its own`,
				);
				return;
			}
		}
		swap(loader, safeLoaderFor);
	};

	for (const { node, origins, call } of uses) {
		const api = yamlNameOf(origins[0]);
		if (!call || api === null || !yamlReaders.has(api) || !isWanted(call)) continue;
		const line = lineOf(call);
		const { splat, kwargs } = argumentsOf(call);
		if (splat || kwargs) {
			refusals.push(`the call in line ${line} passes \`*\` arguments`);
			continue;
		}
		const loader = loaderNodeOf(call);
		if (loader && !/^(?:full|unsafe)/.test(api)) swapLoader(loader, line);
		else swap(node, safeReaderFor);
	}

	for (const definition of root.findAll({
		rule: { kind: 'class_definition', has: { field: 'superclasses', regex: 'Loader' } },
	})) {
		const name = definition.field('name');
		if (!name || !isWanted(name)) continue;
		for (const base of definition.field('superclasses')?.namedChildren() ?? []) {
			const [origin] =
				base.kind() === 'identifier' || base.kind() === 'attribute' ? originsOf(base, names) : [];
			const known = origin === undefined ? null : yamlNameOf(origin);
			if (known === null || safeLoaderFor(known) === null) continue;
			if (base.kind() === 'identifier' && itemsOf(base.text()).length > 1) {
				refusals.push(`\`${base.text()}\` comes from two imports`);
				continue;
			}
			changesClass = true;
			swap(base, safeLoaderFor);
		}
	}

	for (const [local, { to, at }] of replaced) {
		const exported = new RegExp(`["']${local}["']`).test(text) && text.includes('__all__');
		const others = uses.filter(
			({ node }) => node.text().split('.', 1)[0] === local && !at.has(startOf(node)),
		);
		const orphaned = others.length === 0 && !exported;
		const known = names.imports.some(each => each.local === to);
		for (const item of itemsOf(local)) {
			const siblings = names.imports.filter(({ statement }) => statement.id() === item.statement.id());
			if (orphaned && !known) edits.add([replaceNode(item.item, to)]);
			else if (orphaned) {
				const result = removeImportedNames(text, item.statement, siblings, [item]);
				if (result.outcome === 'spliced') edits.add(result.splices);
			} else if (!known) {
				const result = addImportedName(text, item.statement, siblings, to);
				if (result.outcome === 'spliced') edits.add(result.splices);
				else refusals.push(result.reason);
			}
		}
	}
	return { splices: edits.all(), refusals, changesClass };
};
